//! The address of a call: the configured one, with path and query below it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::OnwardFault;
use crate::outbound::SafeUrl;

/// All but the unreserved characters (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Of the whole address: what servers take without asking.
const LONGEST: usize = 8 * 1024;

/// The address below `base`. Host, port and what stands before the segments are the configuration's, whatever is in them.
pub(super) fn place(
    base: &SafeUrl,
    path: &[&str],
    query: &[(&str, &str)],
) -> Result<Url, OnwardFault> {
    if !path.iter().all(|segment| is_segment(segment)) {
        return Err(OnwardFault::Path);
    }
    let mut url = base.url().clone();
    let mut whole = url.path().trim_end_matches('/').to_owned();
    for segment in path {
        whole.push('/');
        whole.extend(utf8_percent_encode(segment, RESERVED));
    }
    url.set_path(&whole);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    if url.as_str().len() > LONGEST {
        return Err(OnwardFault::Path);
    }
    Ok(url)
}

/// A segment that is one to every reader: some servers decode `%2F` before they look for a path.
fn is_segment(text: &str) -> bool {
    let parts = |c: char| matches!(c, '/' | '\\') || c.is_control();
    !matches!(text, "" | "." | "..") && !text.contains(parts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    fn at(base: &str, path: &[&str], query: &[(&str, &str)]) -> Result<String, OnwardFault> {
        place(&SafeUrl::parse(base).unwrap(), path, query).map(String::from)
    }

    #[test]
    fn g12_segments_and_pairs_are_encoded_whole() {
        for (base, path, query, expected) in [
            ("https://pay.example", &[][..], &[][..], "https://pay.example/"),
            ("https://pay.example/", &["a"], &[], "https://pay.example/a"),
            ("https://pay.example/v1", &["a", "b c"], &[], "https://pay.example/v1/a/b%20c"),
            ("https://pay.example/v1/", &["a?b#c"], &[], "https://pay.example/v1/a%3Fb%23c"),
            ("https://pay.example", &["%2e%2e", "ä"], &[], "https://pay.example/%252e%252e/%C3%A4"),
            (
                "https://pay.example",
                &["@evil.example:1;x"],
                &[],
                "https://pay.example/%40evil.example%3A1%3Bx",
            ),
            (
                "https://pay.example",
                &["..."],
                &[("a&b", "c=d e")],
                "https://pay.example/...?a%26b=c%3Dd+e",
            ),
        ] {
            assert_eq!(at(base, path, query).unwrap(), expected);
        }
    }

    #[test]
    fn g12_a_segment_that_could_change_the_paths_shape_is_refused() {
        let base = "https://pay.example/v1";
        assert!(at(base, &["refunds", "17"], &[]).is_ok());
        for bad in
            ["", ".", "..", "/", "a/b", "../admin", "a\\b", "\\", "a\0", "a\r\nHost: b", "\u{7f}"]
        {
            assert_eq!(at(base, &["refunds", bad], &[]), Err(OnwardFault::Path), "{bad:?}");
        }
        assert_eq!(at(base, &[&"a".repeat(LONGEST)], &[]), Err(OnwardFault::Path));
        assert_eq!(at(base, &["a"], &[("q", &"a".repeat(LONGEST))]), Err(OnwardFault::Path));
    }

    proptest! {
        #[test]
        fn g12_no_segment_and_no_pair_leaves_its_place(segment: String, name: String, value: String) {
            let base = SafeUrl::parse("https://pay.example:8443/v1").unwrap();
            let Ok(url) = place(&base, &["a", &segment, "z"], &[(&name, &value)]) else { return Ok(()) };
            prop_assert_eq!(url.origin(), base.url().origin());
            prop_assert!(url.username().is_empty() && url.password().is_none());
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            prop_assert!(matches!(segments.as_slice(), ["v1", "a", _, "z"]), "{}", url);
            let pairs: Vec<_> = url.query_pairs().collect();
            prop_assert_eq!(pairs, [(name.into(), value.into())]);
            prop_assert_eq!(url.fragment(), None);
        }
    }
}
