//! For which address a proof was made (`htu`), in the one spelling that addresses are compared in.
//!
//! Source: RFC 9449 §4.3, check 9, with RFC 3986 §6.2.2 and §6.2.3. The `Host` header has no part in it: whoever sends
//! a proof to the wrong service also chooses what stands there.

use crate::edge::{Origin, parse_http};

/// An address without query and fragment, in the one spelling that RFC 3986 §6.2 leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target(String);

impl Target {
    /// Reads an `htu`. `None` for what is no plain `http` or `https` address.
    pub(in crate::identity) fn parse(text: &str) -> Option<Self> {
        let parsed = parse_http(text)?;
        Some(Self(format!(
            "{}{}",
            parsed.origin().ascii_serialization(),
            unescaped(parsed.path())?
        )))
    }

    /// The address of a request at this origin. Its path is a canonical one: normalising changes nothing in it.
    pub(in crate::identity) fn at(origin: &Origin, path: &str) -> Self {
        Self(format!("{}{path}", origin.as_str()))
    }

    pub(in crate::identity) fn as_str(&self) -> &str {
        &self.0
    }
}

/// RFC 3986 §6.2.2.1 and §6.2.2.2: an escape of an unreserved character is that character, every other is in upper case.
/// The parser has done the rest. `None` for a `%` that escapes nothing.
fn unescaped(path: &str) -> Option<String> {
    let mut pieces = path.split('%');
    let mut out = pieces.next()?.to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let byte = u8::from_str_radix(digits, 16).ok()?;
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&digits.to_ascii_uppercase());
        }
        out.push_str(rest);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn normal(text: &str) -> Option<String> {
        Target::parse(text).map(|target| target.0)
    }

    #[test]
    fn s03_what_rfc_3986_calls_equivalent_is_one_address() {
        let one = Some("https://api.example/orders/~a/7".to_owned());
        for text in [
            "https://api.example/orders/~a/7",
            "HTTPS://API.Example/orders/~a/7",
            "https://api.example:443/orders/~a/7",
            "https://api.example:/orders/~a/7",
            "https://api.example/orders/%7Ea/7",
            "https://api.example/orders/%7ea/7",
            "https://api.example/%6Frders/~a/%37",
            "https://api.example/x/../orders/./~a/7",
            "https://api.example/x/%2E%2e/orders/%2E/~a/7",
            "https://api.example/orders/~a/7?page=2",
            "https://api.example/orders/~a/7#top",
            "https://api.example/orders/~a/7?a=%7E#b",
        ] {
            assert_eq!(normal(text), one, "{text}");
        }
        assert_eq!(normal("http://api.example:80"), Some("http://api.example/".into()));
        assert_eq!(normal("http://api.example?a"), Some("http://api.example/".into()));
        assert_eq!(normal("http://a.example/%e4%2f%C3"), Some("http://a.example/%E4%2F%C3".into()));
        assert_eq!(normal("http://[::1]:8080/a"), Some("http://[::1]:8080/a".into()));
    }

    #[test]
    fn s03_what_is_not_equivalent_is_another_address() {
        let one = normal("https://api.example/orders");
        for text in [
            "http://api.example/orders",
            "https://api.example:80/orders",
            "https://api.example:8443/orders",
            "https://api.example./orders",
            "https://evil.example/orders",
            "https://api.example.evil.example/orders",
            "https://api.example/Orders",
            "https://api.example/orders/",
            "https://api.example//orders",
            "https://api.example/orders%2F",
            "https://api.example/x%2F..%2Forders",
        ] {
            let other = normal(text);
            assert!(other.is_some() && other != one, "{text}");
        }
    }

    #[test]
    fn s03_what_is_no_plain_address_is_none() {
        for text in [
            "",
            "/orders",
            "api.example/orders",
            "//api.example/orders",
            "https:api.example/orders",
            "https:/api.example/orders",
            "https://",
            "https:///orders",
            "https://user@api.example/orders",
            "https://user:pass@api.example/orders",
            "https://@api.example/orders",
            "https://api%2Eexample/orders",
            "https://api.example\\orders",
            "https:\\\\api.example/orders",
            " https://api.example/orders",
            "https://api.example/orders ",
            "https://api.example/or\tders",
            "https://api.example/or\nders",
            "https://api.example/%",
            "https://api.example/%7",
            "https://api.example/%7G",
            "https://api.example/%+7",
            "https://api.example/ä",
            "https://api.example:99999/orders",
            "https://api.example:a/orders",
            "https://[::1/orders",
            "https://[::1]a/orders",
            "https://[0:0:0:0:0:0:0:1]/orders",
            "https://127.1/orders",
            "https://0x7f.0.0.1/orders",
            "https://2130706433/orders",
            "ftp://api.example/orders",
            "file:///orders",
            "javascript://api.example/orders",
            "wss://api.example/orders",
        ] {
            assert_eq!(normal(text), None, "{text:?}");
        }
    }
}
