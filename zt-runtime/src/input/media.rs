//! Which media types a body may have. What is of another type is refused before a byte of it is parsed: a browser
//! sends `text/plain` across origins without asking.

/// Whether `content_type` is `application/json`, in UTF-8 if it says (RFC 9110 §8.3.1). A request with several
/// `Content-Type` lines is the caller's to refuse.
pub(crate) fn is_json(content_type: &str) -> bool {
    is(content_type, "application/json")
}

/// Whether `content_type` is that of a form, in UTF-8 if it says.
pub(crate) fn is_form(content_type: &str) -> bool {
    is(content_type, "application/x-www-form-urlencoded")
}

/// Whether `content_type` is that of a form with files. Its boundary is looked at with the body.
pub(crate) fn is_multipart(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim_matches([' ', '\t']).eq_ignore_ascii_case("multipart/form-data")
}

/// One type, and no parameter but `charset=utf-8`.
pub(super) fn is(content_type: &str, expected: &str) -> bool {
    let mut parts = content_type.split(';').map(|part| part.trim_matches([' ', '\t']));
    let essence = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case(expected));
    let charset = parts.next().is_none_or(says_utf8);
    essence && charset && parts.next().is_none()
}

fn says_utf8(parameter: &str) -> bool {
    parameter.split_once('=').is_some_and(|(name, value)| {
        name.eq_ignore_ascii_case("charset")
            && (value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("\"utf-8\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_in_utf8_is_json() {
        for good in [
            "application/json",
            "Application/JSON",
            "application/json;charset=utf-8",
            "application/json ; charset=UTF-8",
            "application/json; charset=\"utf-8\"",
        ] {
            assert!(is_json(good), "{good}");
        }
        for bad in [
            "",
            "json",
            "text/plain",
            "text/json",
            "application/json5",
            "application/problem+json",
            "application/jsonx",
            "application/json;",
            "application/json; charset=utf-16",
            "application/json; charset=latin1",
            "application/json; charset=utf-8; charset=utf-7",
            "application/json; charset",
            "application/json; boundary=x",
            "application/json, text/plain",
            "text/plain; application/json",
            "application/x-www-form-urlencoded",
        ] {
            assert!(!is_json(bad), "{bad}");
        }
        assert!(is_form("application/x-www-form-urlencoded"));
        assert!(!is_form("multipart/form-data; boundary=x"));
        assert!(is_multipart("Multipart/Form-Data ;boundary=x"));
        for other in [
            "multipart/mixed; boundary=x",
            "multipart/form-data2",
            "",
            "text/plain; multipart/form-data",
        ] {
            assert!(!is_multipart(other), "{other}");
        }
    }
}
