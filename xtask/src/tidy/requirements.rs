//! Which requirements no test names. For information: some need no test, some are still to come.

use super::tree::Tree;
use crate::source::{before_tests, is_test_file};

/// One a line: the id, then what it asks.
const REQUIREMENTS: &str = include_str!("../requirements.txt");

pub(crate) fn report(tree: &Tree) -> String {
    let tests = text_of_tests(tree);
    let mut lines = Vec::new();
    for block in blocks() {
        let unnamed: Vec<_> = block.iter().copied().filter(|id| !is_named(id, &tests)).collect();
        if !unnamed.is_empty() {
            lines.push(format!("   {} of {}: {}", unnamed.len(), block.len(), unnamed.join(" ")));
        }
    }
    if lines.is_empty() {
        return "every requirement is named by a test".into();
    }
    format!(
        "requirements that no test names (see xtask/src/requirements.txt):\n{}",
        lines.join("\n")
    )
}

fn ids() -> impl Iterator<Item = &'static str> {
    let lines = REQUIREMENTS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_whitespace().next())
}

/// The ids by their letters: B, T, P, .. X.
fn blocks() -> Vec<Vec<&'static str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for id in ids() {
        match blocks.last_mut() {
            Some(block) if block.first().is_some_and(|first| letters(first) == letters(id)) => {
                block.push(id);
            }
            _ => blocks.push(vec![id]),
        }
    }
    blocks
}

fn letters(id: &str) -> &str {
    id.trim_end_matches(|character: char| character == '-' || character.is_ascii_digit())
}

/// Everything that is a test, in lower case.
fn text_of_tests(tree: &Tree) -> String {
    let files = tree.texts().filter(|(name, _)| {
        !name.starts_with("xtask/src/tidy/requirements") && !name.ends_with(".md")
    });
    let tests = files.map(|(name, text)| match name {
        name if is_test_file(name) => text,
        name if name.ends_with(".rs") => text.get(before_tests(text).len()..).unwrap_or_default(),
        _ => "",
    });
    tests.collect::<Vec<_>>().join("\n").to_lowercase()
}

/// `B-07`, and `b_07` or `b07` in a function's name.
fn is_named(id: &str, tests: &str) -> bool {
    let id = id.to_lowercase();
    [id.replace('-', "_"), id.replace('-', ""), id]
        .iter()
        .any(|spelling| stands_alone(spelling, tests))
}

fn stands_alone(spelling: &str, tests: &str) -> bool {
    tests.match_indices(spelling).any(|(at, _)| {
        let before = tests.get(..at).and_then(|text| text.chars().next_back());
        let after = tests.get(at + spelling.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_order() {
        let ids: Vec<_> = ids().collect();
        let sizes: Vec<_> = blocks().iter().map(Vec::len).collect();
        assert_eq!(sizes, [18, 25, 9, 13, 13, 6, 14, 10, 8, 13, 10, 35]);
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len());
        assert!(ids.contains(&"B-01") && ids.contains(&"X35"));
    }

    #[test]
    fn an_id_is_named_in_words_or_in_a_name() {
        for text in ["// b-07: two routes", "fn b_07_two_routes()", "fn two_routes_b07()"] {
            assert!(is_named("B-07", text), "{text}");
        }
        assert!(is_named("X13", "fn x13_path()"));
        for text in ["b-071", "sub-07", "b 07", "x130"] {
            assert!(!is_named("B-07", text) && !is_named("X13", text), "{text}");
        }
    }

    #[test]
    fn only_tests_are_read() {
        let tree = Tree::from([
            ("zt-core/src/a.rs", "// B-01\n#[cfg(test)]\nmod tests {\n    // B-02\n}"),
            ("tests/http/a.rs", "// B-03"),
            ("book/src/a.md", "B-04"),
            ("zt-core/notes.txt", "B-06"),
            ("xtask/src/tidy/requirements/tests.rs", "B-05"),
        ]);
        let report = report(&tree);
        assert!(report.contains("16 of 18: B-01 B-04 B-05 B-06 "), "{report}");
    }
}
