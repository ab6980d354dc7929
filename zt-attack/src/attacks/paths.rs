//! X13, X14: other spellings of a path, which a proxy, a router and a rule could read differently.

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;

const DANGER: &str =
    "two programs that read one path differently let a request past the rule of one of them";

const SUFFIXES: [&str; 22] = [
    "/", "//", "/.", "/..", "/./", "/..;/", ";", ";x=1", ".", "..", ".json", ".html", "/x.css",
    "%00", "%0a", "%20", "%09", "%2f", "%5c", "%3B", "%23", "%3f",
];

const PREFIXES: [&str; 14] = [
    "/",
    "//",
    "/.",
    "/./.",
    "/..",
    "/%2e",
    "/%2E%2E",
    "/%2f",
    "/%5C",
    "\\",
    "/;",
    "/;x=1",
    "http://evil.example",
    "evil.example",
];

const BETWEEN: [&str; 11] =
    ["/", "./", "../", "%2e/", "%2E%2E/", "%2f", "%5c", ";/", "x/../", "%c0%ae/", "%EF%BC%8F"];

/// Without a token nobody gets in by another spelling, and with one that grants nothing neither.
pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    if case.is_open() {
        return Vec::new();
    }
    let spellings = spellings(&case.path);
    let nobody = spellings.iter().map(|path| {
        let tried = format!("{path} without a credential");
        Step::new("X13", DANGER, tried, case.to(path), Expect::Refusal).at(case)
    });
    let mut steps: Vec<_> = nobody.collect();
    if case.wants_scopes() {
        let nothing = case.credential(case.caller(), Vec::new());
        steps.extend(spellings.iter().map(|path| {
            let tried = format!("{path} with a token that grants nothing");
            let request = case.to(path).bearing(nothing.clone());
            Step::new("X14", DANGER, tried, request, Expect::Refusal).at(case)
        }));
    }
    steps
}

fn spellings(path: &str) -> Vec<String> {
    let mut all: Vec<String> = SUFFIXES.iter().map(|suffix| format!("{path}{suffix}")).collect();
    all.extend(PREFIXES.iter().map(|prefix| format!("{prefix}{path}")));
    all.push(path.to_uppercase());
    all.push(path.replacen('/', "\\", 1));
    all.push(path.replacen('/', "%2f", 1));
    for (at, _) in path.match_indices('/') {
        let (before, after) = path.split_at(at.saturating_add(1));
        all.extend(BETWEEN.iter().map(|between| format!("{before}{between}{after}")));
        all.extend(first_letter_encoded(before, after));
    }
    all.retain(|other| other != path);
    all.sort();
    all.dedup();
    all
}

/// Once, twice, and overlong.
fn first_letter_encoded(before: &str, after: &str) -> Vec<String> {
    let mut letters = after.chars();
    let Some(letter) = letters.next().filter(char::is_ascii) else { return Vec::new() };
    let (code, rest) = (u32::from(letter), letters.as_str());
    let (high, low) = (0xC0 | code >> 6, 0x80 | code & 0x3F);
    vec![format!("{before}%25{code:02x}{rest}"), format!("{before}%{high:02X}%{low:02X}{rest}")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x13_no_spelling_is_the_path_itself() {
        let all = spellings("/orders/7");
        assert!(all.len() > 50 && !all.contains(&"/orders/7".to_owned()), "{}", all.len());
        for wanted in
            ["/orders//7", "/orders/../7", "//orders/7", "/orders/7/", "/%256frders/7", "/ORDERS/7"]
        {
            assert!(all.contains(&wanted.to_owned()), "{wanted}");
        }
    }
}
