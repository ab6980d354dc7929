//! Whose pages may call: `browser_origins`.

use super::Reader;
use crate::edge::{Origin, Pages};

const KEY: &str = "browser_origins";

impl Reader {
    pub(super) fn pages(&mut self) -> Pages {
        let mut pages = Pages::default();
        if self.find(KEY).is_none() {
            return pages;
        }
        for text in self.list(KEY).unwrap_or_default() {
            match page(&text) {
                Ok(origin) => pages.allow(origin),
                Err(why) => self.fault(KEY, format!("found {text:?}: {why}")),
            }
        }
        pages
    }
}

/// As a browser writes it: what isn't spelled so would never be met.
fn page(text: &str) -> Result<Origin, &'static str> {
    match text {
        "*" => {
            return Err(
                "the pages of every site could read the answers; list the origins that may",
            );
        }
        "null" => {
            return Err(
                "every page in a sandbox says that it is of this origin; list the origins that may",
            );
        }
        _ if text.contains('*') => return Err("origins are compared whole; list each of them"),
        _ => {}
    }
    let origin = Origin::parse(text).filter(|origin| origin.as_str() == text);
    let origin = origin.ok_or(
        "expected scheme, host and port as browsers write them, such as https://shop.example: small letters, no path, and \
         no port that is the scheme's own",
    )?;
    if !origin.is_secure() {
        return Err(
            "whoever is on the way can change a page that comes without TLS; write https://",
        );
    }
    Ok(origin)
}
