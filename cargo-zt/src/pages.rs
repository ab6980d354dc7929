//! The book's pages of all codes, as they were when this program was built.

/// One page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) code: &'static str,
    pub(crate) text: &'static str,
}

const PAGES: &[Page] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// By code.
pub(crate) fn all() -> impl Iterator<Item = &'static Page> {
    PAGES.iter()
}

/// The page of a code, however it is written: `ZT0103`, `zt0103`, `0103`, `[ZT0103]`.
pub(crate) fn find(code: &str) -> Option<&'static Page> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    all().find(|page| page.code.strip_prefix("ZT") == Some(&digits))
}

/// The codes that are spelled most like it.
pub(crate) fn nearest(code: &str) -> Vec<&'static str> {
    let wanted = code.to_uppercase();
    let mut near: Vec<_> =
        all().map(|page| (strsim::damerau_levenshtein(page.code, &wanted), page.code)).collect();
    near.sort_unstable();
    near.into_iter().filter(|(distance, _)| *distance <= 2).take(3).map(|it| it.1).collect()
}

impl Page {
    /// What the code is about, without the code.
    pub(crate) fn title(&self) -> &'static str {
        let heading = self.text.lines().next().unwrap_or_default();
        heading.split_once(": ").map_or(heading, |(_, title)| title)
    }

    /// Heading and text of each section, without the lines that rustdoc hides.
    pub(crate) fn sections(&self) -> Vec<(String, String)> {
        let mut sections: Vec<(String, String)> = Vec::new();
        for line in shown(self.text).lines() {
            match (line.strip_prefix("## "), sections.last_mut()) {
                (Some(heading), _) => sections.push((heading.to_owned(), String::new())),
                (None, Some((_, text))) => {
                    text.push_str(line);
                    text.push('\n');
                }
                (None, None) => {}
            }
        }
        sections.into_iter().map(|(heading, text)| (heading, text.trim().to_owned())).collect()
    }
}

/// A page as the book shows it: lines of listings that start with `#` and a space are for the compiler.
fn shown(text: &str) -> String {
    let mut rust = false;
    let mut shown = String::new();
    for line in text.lines() {
        if let Some(language) = line.strip_prefix("```") {
            rust = language.starts_with("rust");
        }
        if rust && (line == "#" || line.starts_with("# ")) {
            continue;
        }
        shown.push_str(line);
        shown.push('\n');
    }
    shown
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn codes_are_found_however_they_are_written() {
        for code in ["ZT0103", "zt0103", "0103", "[ZT0103]", "error[ZT0103]"] {
            assert_eq!(find(code).unwrap().code, "ZT0103");
        }
        assert!(find("ZT9999").is_none());
        assert!(find("").is_none());
    }

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        assert!(nearest("ZT0130").contains(&"ZT0103"));
        assert!(nearest("ZT01O1").contains(&"ZT0101"));
        assert_eq!(nearest("E0308"), [""; 0]);
    }

    #[test]
    fn every_page_has_its_three_sections() {
        for page in all() {
            let sections = page.sections();
            let headings: Vec<_> = sections.iter().map(|it| it.0.as_str()).collect();
            assert_eq!(headings, ["The mistake", "The danger", "The mend"], "{}", page.code);
            assert!(sections.iter().all(|it| !it.1.is_empty()), "{}", page.code);
            assert!(!page.title().is_empty() && !page.title().starts_with('#'), "{}", page.code);
        }
    }

    #[test]
    fn what_is_hidden_in_the_book_is_hidden_here() {
        let page = find("ZT0103").unwrap();
        let text: String = page.sections().into_iter().map(|it| it.1).collect();
        assert!(!text.contains("# use zt::prelude"), "{text}");
        assert!(text.contains("#[zt::get(\"/\", scopes())]"), "{text}");
    }
}
