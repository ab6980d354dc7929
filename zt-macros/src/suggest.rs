//! Did you mean.

/// Words that are this much alike are one word with a slip of the finger (Jaro-Winkler, STYLE).
const ALIKE: f64 = 0.8;

/// A longer list is read by nobody.
const MOST: usize = 8;

/// The known word that was probably meant.
pub(crate) fn meant<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let alike = known.iter().map(|known| (strsim::jaro_winkler(word, known), *known));
    let best = alike.max_by(|(left, _), (right, _)| left.total_cmp(right))?;
    (best.0 > ALIKE).then_some(best.1)
}

/// "did you mean `rate`?" or "expected one of `rate`, `proof`".
pub(crate) fn help(word: &str, known: &[&str]) -> String {
    match meant(word, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => expected(known),
    }
}

/// "expected one of `rate`, `proof`", at most eight.
pub(crate) fn expected(known: &[&str]) -> String {
    let shown: Vec<_> = known.iter().take(MOST).map(|word| format!("`{word}`")).collect();
    match shown.as_slice() {
        [only] => format!("expected {only}"),
        _ => format!("expected one of {}", shown.join(", ")),
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_mended() {
        let known = ["scopes", "public", "rate"];
        assert_eq!(meant("scope", &known), Some("scopes"));
        assert_eq!(help("pubilc", &known), "did you mean `public`?");
    }

    #[test]
    fn another_word_gets_the_list_of_at_most_eight() {
        assert_eq!(help("zebra", &["a", "b"]), "expected one of `a`, `b`");
        assert_eq!(expected(&["why"]), "expected `why`");
        let many: Vec<_> = (0..9).map(|number| number.to_string()).collect();
        let many: Vec<_> = many.iter().map(String::as_str).collect();
        assert!(!expected(&many).contains("`8`"));
    }
}
