//! The name of a workload: `spiffe://trust-domain/path`.
//!
//! Source: the SPIFFE-ID standard, §2. `url` takes it apart; what it would mend or decode is refused, so that there is
//! one spelling.

use url::Url;

/// SPIFFE-ID §2.3.
const LONGEST: usize = 2048;
/// SPIFFE-ID §2.1.
const LONGEST_DOMAIN: usize = 255;

/// Whether the text is a SPIFFE id with a path, to the letter. Two are the same workload if they are the same text.
pub(super) fn is_id(text: &str) -> bool {
    if text.len() > LONGEST || !text.is_ascii() {
        return false;
    }
    let Ok(url) = Url::parse(text) else { return false };
    // What was mended on the way isn't what the CA wrote.
    let is_as_written = url.as_str() == text && text.starts_with("spiffe://");
    let is_bare = url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    is_as_written && is_bare && url.host_str().is_some_and(is_trust_domain) && is_path(url.path())
}

/// `spiffe://` and the trust domain of an id, which is nobody's own name; `None` for what isn't one.
pub(super) fn trust_domain(id: &str) -> Option<&str> {
    let domain = id.strip_prefix("spiffe://")?.find('/')?;
    id.get(..domain + "spiffe://".len())
}

/// SPIFFE-ID §2.1: lower case only.
fn is_trust_domain(domain: &str) -> bool {
    let known = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_');
    (1..=LONGEST_DOMAIN).contains(&domain.len()) && domain.bytes().all(known)
}

/// SPIFFE-ID §2.2: no empty segment, none that points elsewhere, nothing percent-encoded.
fn is_path(path: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let is_segment =
        |segment: &str| !matches!(segment, "" | "." | "..") && segment.bytes().all(known);
    path.strip_prefix('/').is_some_and(|path| path.split('/').all(is_segment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s08_a_spiffe_id_has_one_spelling() {
        assert!(is_id("spiffe://shop.example/ns/Web/sa_1-a.b"));
        assert!(is_id("spiffe://10.0.0.1/a"));
        for text in [
            "",
            "spiffe://shop.example",
            "spiffe://shop.example/",
            "spiffe:///a",
            "spiffe:shop.example/a",
            "SPIFFE://shop.example/a",
            "Spiffe://shop.example/a",
            "https://shop.example/a",
            "spiffe://Shop.example/a",
            "spiffe://shop%2eexample/a",
            "spiffe://shop.example:443/a",
            "spiffe://shop.example:/a",
            "spiffe://user@shop.example/a",
            "spiffe://user:word@shop.example/a",
            "spiffe://@shop.example/a",
            "spiffe://[::1]/a",
            "spiffe://shop.example/a?b",
            "spiffe://shop.example/a?",
            "spiffe://shop.example/a#b",
            "spiffe://shop.example/a#",
            "spiffe://shop.example/a/",
            "spiffe://shop.example//a",
            "spiffe://shop.example/a//b",
            "spiffe://shop.example/./a",
            "spiffe://shop.example/a/..",
            "spiffe://shop.example/../a",
            "spiffe://shop.example/a%20b",
            "spiffe://shop.example/a b",
            "spiffe://shop.example/a\tb",
            "spiffe://shop.example/a\\b",
            "spiffe://shop.example/a,b",
            "spiffe://shop.example/a\u{f6}",
            " spiffe://shop.example/a",
            "spiffe://shop.example/a\n",
        ] {
            assert!(!is_id(text), "{text:?}");
        }
        let long = |length: usize| format!("spiffe://a/{}", "b".repeat(length - 11));
        assert!(is_id(&long(LONGEST)));
        assert!(!is_id(&long(LONGEST + 1)));
        let domain = format!("spiffe://{}/a", "a".repeat(LONGEST_DOMAIN + 1));
        assert!(!is_id(&domain));
    }
}
