//! Where a document is, for `resource_metadata` in a challenge (RFC 9728 §5.1).

use std::rc::Rc;

use zt_core::path::CanonicalPath;

use super::PREFIX;
use crate::edge::Origin;

/// Which document describes a path. Its address is written only for callers who are told it.
#[derive(Debug)]
pub(crate) struct DocumentPlace<'g> {
    origin: &'g Origin,
    /// Of the resource.
    path: Rc<str>,
}

/// The address of a document. It can stand between quotes as it is (T-21).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocumentUrl(String);

impl<'g> DocumentPlace<'g> {
    pub(crate) const fn new(origin: &'g Origin, path: Rc<str>) -> Self {
        Self { origin, path }
    }

    pub(crate) fn url(&self) -> Option<DocumentUrl> {
        DocumentUrl::new(self.origin, &self.path)
    }
}

impl DocumentUrl {
    /// The document for `path`. `None` where it couldn't be asked for, because its own path would be too long, and for
    /// whatever could end a quoted string: no canonical path has such a character, and here nobody has to rely on it.
    fn new(origin: &Origin, path: &str) -> Option<Self> {
        let path = CanonicalPath::parse(path).ok()?.as_str();
        let resource = if path == "/" { "" } else { path };
        let own = format!("{PREFIX}{resource}");
        CanonicalPath::parse(&own).ok()?;
        let url = format!("{}{own}", origin.as_str());
        url.bytes()
            .all(|byte| matches!(byte, b'!' | b'#'..=b'[' | b']'..=b'~'))
            .then_some(Self(url))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn t21_an_address_can_not_end_the_quoted_string() {
        let origin = Origin::parse("https://api.example").unwrap();
        let url = |path: &str| DocumentUrl::new(&origin, path).map(|url| url.0);
        let start = "https://api.example/.well-known/oauth-protected-resource";
        assert_eq!(url("/"), Some(start.to_owned()));
        for path in ["/orders", "/orders/a%22%20b%C3%A9", "/a,b=c'd:e@f!$&()*+"] {
            assert_eq!(url(path), Some(format!("{start}{path}")), "{path}");
        }
        for path in [
            "",
            "orders",
            "/a\"b",
            "/a\", error=\"x",
            "/a\\b",
            "/a\\\"",
            "/a b",
            "/a\tb",
            "/a\r\nset-cookie: x",
            "/a\u{0}",
            "/a\u{7f}",
            "/é",
            "/a%0D%0A",
            "/a%5C",
            "/a%2522",
            "/a%2",
            "/a/",
            "/a//b",
            "/a/../b",
            "/a?b",
            "/a#b",
        ] {
            assert_eq!(url(path), None, "{path:?}");
        }
    }

    #[test]
    fn a_document_that_could_not_be_asked_for_is_not_named() {
        let origin = Origin::parse("https://api.example").unwrap();
        let path = |length: usize| format!("/{}", "a".repeat(length - 1));
        let longest = 2048 - PREFIX.len();
        assert!(DocumentUrl::new(&origin, &path(longest)).is_some());
        assert!(CanonicalPath::parse(&path(longest + 1)).is_ok());
        assert!(DocumentUrl::new(&origin, &path(longest + 1)).is_none());
    }
}
