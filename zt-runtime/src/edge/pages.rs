//! Whose pages may call: cross-origin resource sharing, denied unless an origin is listed (G-09, X28).
//!
//! What a browser lets a page read is a matter of the page's origin, and of nothing else that a request says. So an origin is
//! listed whole and compared byte by byte. There is no `*`, and no credentials that a browser adds by itself: a page that calls
//! holds a token, and puts it into the `Authorization` header.

use super::Origin;

/// The origins whose pages may call. Without any, no answer speaks of origins at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pages(Vec<Origin>);

/// What an answer tells the browser of the page that asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    /// Nothing: no pages are listed.
    Nothing,
    /// That another page might be told something else.
    Varies,
    /// That the page of this origin may read it.
    Readable(Origin),
}

/// The headers of answers that a page may read, beside those that it always may (Fetch §3.3.2).
const EXPOSED: &str = "www-authenticate, dpop-nonce, accept-signature, ratelimit, ratelimit-policy, retry-after, location, \
                       content-disposition";

impl Pages {
    pub(crate) fn allow(&mut self, origin: Origin) {
        self.0.push(origin);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The listed one that a request names: in one header, whole. `null` is what any sandboxed page says of itself.
    pub(crate) fn named(&self, named: &[&[u8]]) -> Option<&Origin> {
        let [one] = named else { return None };
        self.0.iter().find(|origin| origin.as_str().as_bytes() == *one)
    }

    pub(crate) fn told(&self, named: &[&[u8]]) -> Told {
        match self.named(named) {
            Some(origin) => Told::Readable(origin.clone()),
            None if self.is_empty() => Told::Nothing,
            None => Told::Varies,
        }
    }
}

impl Told {
    /// The headers that say it.
    pub(crate) fn headers(self) -> Vec<(&'static str, String)> {
        let varies = ("vary", "Origin".to_owned());
        match self {
            Self::Nothing => Vec::new(),
            Self::Varies => vec![varies],
            Self::Readable(Origin(origin)) => vec![
                varies,
                ("access-control-allow-origin", origin),
                ("access-control-expose-headers", EXPOSED.to_owned()),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn pages() -> Pages {
        let mut pages = Pages::default();
        pages.allow(Origin::parse("https://shop.example").unwrap());
        pages.allow(Origin::parse("https://desk.example:8443").unwrap());
        pages
    }

    #[test]
    fn x28_an_origin_is_compared_whole() {
        let pages = pages();
        for listed in ["https://shop.example", "https://desk.example:8443"] {
            assert_eq!(pages.named(&[listed.as_bytes()]).unwrap().as_str(), listed);
        }
        for other in [
            "",
            "null",
            "*",
            "http://shop.example",
            "https://shop.example:443",
            "https://shop.example/",
            "https://shop.example.evil.example",
            "https://evilshop.example",
            "https://www.shop.example",
            "https://Shop.example",
            "https://shop.example.",
            "https://desk.example",
            "https://shop.example, https://desk.example:8443",
            "https://shop.example https://evil.example",
            " https://shop.example",
        ] {
            assert_eq!(pages.named(&[other.as_bytes()]), None, "{other}");
            assert_eq!(pages.told(&[other.as_bytes()]), Told::Varies, "{other}");
        }
        let listed: &[u8] = b"https://shop.example";
        assert_eq!(pages.named(&[listed, listed]), None);
        assert_eq!(pages.named(&[]), None);
    }

    #[test]
    fn g09_without_a_list_nothing_is_said() {
        let nobody = Pages::default();
        assert_eq!(nobody.told(&[b"https://shop.example"]), Told::Nothing);
        assert!(nobody.told(&[]).headers().is_empty());
        assert_eq!(pages().told(&[]).headers(), [("vary", "Origin".to_owned())]);
    }
}
