//! Whole numbers in front of a unit, with one spelling each.

/// Splits `"60/min"` into the digits' value and what follows them. `None` where no number stands, where it has a leading
/// zero (`"060"` would be a second spelling of `"60"`), or where it outgrows `u64`.
pub(super) const fn leading_number(text: &str) -> Option<(u64, &[u8])> {
    let mut rest = text.as_bytes();
    let mut value: u64 = 0;
    let mut digits = 0;
    while let [digit @ b'0'..=b'9', tail @ ..] = rest {
        if digits > 0 && value == 0 {
            return None;
        }
        value = match value.checked_mul(10) {
            Some(tens) => match tens.checked_add((*digit - b'0') as u64) {
                Some(sum) => sum,
                None => return None,
            },
            None => return None,
        };
        digits += 1;
        rest = tail;
    }
    if digits == 0 { None } else { Some((value, rest)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        assert_eq!(leading_number("60/min"), Some((60, b"/min".as_slice())));
        assert_eq!(leading_number("0"), Some((0, b"".as_slice())));
        for bad in ["", "x", "-1", "+1", " 1", "01", "00", "99999999999999999999999"] {
            assert_eq!(leading_number(bad), None, "{bad}");
        }
    }
}
