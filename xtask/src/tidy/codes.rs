//! Every error code has a ui test, a unit test and a page; and nothing has a code that is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Finding;
use super::tree::Tree;
use crate::source::{before_tests, is_test_file, is_whole_word, without_comments};

const SOURCES: [&str; 3] = ["zt-core/src/", "zt-macros/src/", "zt-runtime/src/"];
const TESTED: [&str; 4] = ["zt-core/", "zt-macros/", "zt-runtime/", "tests/"];
const PAGES: &str = "book/src/errors/";
const SUMMARY: &str = "book/src/SUMMARY.md";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let codes = codes(tree);
    let unit_tests = names_of_tests(tree);
    let mut findings = Vec::new();
    for (code, (file, line)) in &codes {
        let lacks = lacking(tree, code, &unit_tests).into_iter();
        findings.extend(lacks.map(|(what, mend)| Finding::mistake(file, *line, what, mend)));
    }
    findings.extend(tree.texts().filter_map(|(name, _)| ui_test(tree, name, &codes)));
    findings.extend(tree.texts().filter_map(|(name, _)| page(name, &codes)));
    findings
}

/// Each code, and where it stands first.
fn codes(tree: &Tree) -> BTreeMap<String, (String, usize)> {
    let mut codes = BTreeMap::new();
    for (name, text) in tree.texts().filter(|(name, _)| is_source(name)) {
        for (line, content) in (1..).zip(without_comments(before_tests(text)).lines()) {
            for code in codes_in(content) {
                codes.entry(code).or_insert_with(|| (name.to_owned(), line));
            }
        }
    }
    codes
}

fn is_source(name: &str) -> bool {
    SOURCES.iter().any(|folder| name.starts_with(folder))
        && name.ends_with(".rs")
        && !is_test_file(name)
}

fn codes_in(text: &str) -> impl Iterator<Item = String> {
    let places = text.match_indices("ZT").filter_map(|(at, _)| Some((at, text.get(at..at + 6)?)));
    let whole = places.filter(|(at, code)| is_code(code) && is_whole_word(text, *at, code));
    whole.map(|(_, code)| code.to_owned())
}

fn is_code(word: &str) -> bool {
    let digits = word.strip_prefix("ZT").or_else(|| word.strip_prefix("zt"));
    digits
        .is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What a code lacks, each with what to do about it.
fn lacking(tree: &Tree, code: &str, unit_tests: &BTreeSet<&str>) -> Vec<(String, String)> {
    let lower = code.to_lowercase();
    let mut lacks = Vec::new();
    if !tree.texts().any(|(name, _)| code_of_ui_test(name).is_some_and(|it| it == code)) {
        let mend = format!("add tests/ui/{lower}_<the mistake>.rs, then run `cargo xtask bless`");
        lacks.push((format!("{code} has no ui test"), mend));
    }
    if !unit_tests.iter().any(|name| name.contains(&lower)) {
        let mend = format!("name it in a `#[test]`: `fn {lower}_<what it refuses>()`");
        lacks.push((format!("{code} has no unit test"), mend));
    }
    let page = format!("{PAGES}{code}.md");
    if tree.text(&page).is_none() {
        let mend = format!("write {page}: the mistake, the danger, the mend");
        lacks.push((format!("{code} has no page in the book"), mend));
    }
    if !tree.text(SUMMARY).unwrap_or_default().contains(&format!("errors/{code}.md)")) {
        let mend = format!("add `- [{code}](errors/{code}.md)` to {SUMMARY}");
        lacks.push((format!("{code} is not in the book's table of contents"), mend));
    }
    lacks
}

/// `tests/ui/zt0101_no_rule.rs`, in any folder under `ui`, tests ZT0101.
fn code_of_ui_test(name: &str) -> Option<String> {
    let (_, file) = name.strip_prefix("tests/ui/")?.rsplit_once('/').unwrap_or(("", name));
    let file = file.strip_prefix("tests/ui/").unwrap_or(file);
    let (code, slug) = file.strip_suffix(".rs")?.split_once('_')?;
    (is_code(code) && code.starts_with("zt") && !slug.is_empty()).then(|| code.to_uppercase())
}

fn ui_test(tree: &Tree, name: &str, codes: &BTreeMap<String, (String, usize)>) -> Option<Finding> {
    if let Some(test) = name.strip_prefix("tests/ui/").and_then(|it| it.strip_suffix(".stderr")) {
        let there = tree.holds(&format!("tests/ui/{test}.rs"));
        return (!there)
            .then(|| Finding::mistake(name, 1, "expected output of no test", "remove it"));
    }
    let code = code_of_ui_test(name)?;
    if !codes.contains_key(&code) {
        let mend = "remove it, or name it after the code that it is about now";
        return Some(Finding::mistake(
            name,
            1,
            format!("tests {code}, which nothing reports"),
            mend,
        ));
    }
    let expected = format!("{}.stderr", name.trim_end_matches(".rs"));
    let Some(printed) = tree.text(&expected) else {
        return Some(Finding::mistake(
            name,
            1,
            "has no .stderr beside it",
            "run `cargo xtask bless`",
        ));
    };
    let shown = codes_in(printed).any(|it| it == code);
    let mend = "let the test make the mistake that it is named after";
    (!shown).then(|| Finding::mistake(&expected, 1, format!("does not show {code}"), mend))
}

fn page(name: &str, codes: &BTreeMap<String, (String, usize)>) -> Option<Finding> {
    let code = name.strip_prefix(PAGES)?.strip_suffix(".md").filter(|code| is_code(code))?;
    let mend = "remove the page and its line in the table of contents";
    (!codes.contains_key(code))
        .then(|| Finding::mistake(name, 1, format!("page of {code}, which nothing reports"), mend))
}

fn names_of_tests(tree: &Tree) -> BTreeSet<&str> {
    let tested = tree.texts().filter(|(name, _)| {
        TESTED.iter().any(|folder| name.starts_with(folder))
            && !name.starts_with("tests/ui/")
            && name.ends_with(".rs")
    });
    tested.flat_map(|(_, text)| test_functions(text)).collect()
}

/// The functions that stand below a `#[test]`, `#[actix_rt::test]` or the like.
fn test_functions(text: &str) -> Vec<&str> {
    let mut is_test = false;
    let mut names = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
        if line.starts_with("#[") {
            is_test |= line.contains("test]") || line.contains("test(");
        } else if let Some((_, function)) = line.split_once("fn ") {
            let name = function.split(['(', '<']).next();
            names.extend(name.filter(|_| std::mem::take(&mut is_test)));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPLETE: [(&str, &str); 6] = [
        ("book/src/SUMMARY.md", "- [ZT0101](errors/ZT0101.md)\n"),
        ("book/src/errors/ZT0101.md", "# ZT0101\n"),
        ("tests/ui/rules/zt0101_no_rule.rs", "fn main() {}"),
        ("tests/ui/rules/zt0101_no_rule.stderr", "error: no rule [ZT0101]\n"),
        ("zt-macros/src/rules/access.rs", "// ZT9999\nconst CODE: &str = \"ZT0101\";\n"),
        ("zt-macros/src/rules/tests.rs", "#[test]\nfn zt0101_is_reported() { \"ZT0999\" }\n"),
    ];

    fn said(files: [(&str, &str); 6]) -> Vec<String> {
        let first_line = |it: Finding| it.to_string().lines().take(1).collect();
        check(&Tree::from(files)).into_iter().map(first_line).collect()
    }

    /// What is said when one of the complete files is another one.
    fn with(replaced: &str, by: (&'static str, &'static str)) -> Vec<String> {
        said(COMPLETE.map(|(name, text)| if name == replaced { by } else { (name, text) }))
    }

    #[test]
    fn a_code_with_all_its_parts_passes() {
        assert_eq!(said(COMPLETE), [""; 0]);
    }

    #[test]
    fn each_missing_part_is_said_at_the_code() {
        let at = "zt-macros/src/rules/access.rs:2: error: ZT0101";
        let gone = ("x", "");
        let expected = [format!("{at} has no page in the book")];
        assert_eq!(with("book/src/errors/ZT0101.md", gone), expected);
        let expected = [format!("{at} is not in the book's table of contents")];
        assert_eq!(with("book/src/SUMMARY.md", gone), expected);
        assert_eq!(with("zt-macros/src/rules/tests.rs", gone), [format!("{at} has no unit test")]);
        let expected = [
            format!("{at} has no ui test"),
            "tests/ui/rules/zt0101_no_rule.stderr:1: error: expected output of no test".into(),
        ];
        assert_eq!(with("tests/ui/rules/zt0101_no_rule.rs", gone), expected);
    }

    #[test]
    fn expected_output_stands_beside_the_test_and_shows_the_code() {
        let stderr = "tests/ui/rules/zt0101_no_rule.stderr";
        let expected = ["tests/ui/rules/zt0101_no_rule.rs:1: error: has no .stderr beside it"];
        assert_eq!(with(stderr, ("x", "")), expected);
        let expected = [format!("{stderr}:1: error: does not show ZT0101")];
        assert_eq!(with(stderr, (stderr, "error: something else [ZT01012]")), expected);
    }

    #[test]
    fn a_function_that_is_no_test_proves_nothing() {
        let helper =
            ("zt-macros/src/rules/tests.rs", "#[test]\nfn other() {}\nfn zt0101_helper() {}");
        assert_eq!(with("zt-macros/src/rules/tests.rs", helper).len(), 1);
        let comment =
            ("zt-macros/src/rules/tests.rs", "#[test]\n// fn zt0101_gone()\nfn other() {}");
        assert_eq!(with("zt-macros/src/rules/tests.rs", comment).len(), 1);
    }

    #[test]
    fn a_test_that_never_runs_proves_nothing() {
        let test = "#[test]\nfn zt0101_is_reported() {}";
        for place in ["tests/ui/pass/a.rs", "examples/shop/src/a.rs", "zt-core/README.md"] {
            assert_eq!(with("zt-macros/src/rules/tests.rs", (place, test)).len(), 1, "{place}");
        }
        assert_eq!(with("zt-macros/src/rules/tests.rs", ("tests/http/a.rs", test)), [""; 0]);
    }

    #[test]
    fn what_speaks_of_a_code_that_is_gone_is_found() {
        let said = with("zt-macros/src/rules/access.rs", ("zt-macros/src/rules/access.rs", ""));
        assert_eq!(
            said,
            [
                "tests/ui/rules/zt0101_no_rule.rs:1: error: tests ZT0101, which nothing reports",
                "book/src/errors/ZT0101.md:1: error: page of ZT0101, which nothing reports"
            ]
        );
    }

    #[test]
    fn ui_tests_may_stand_in_any_folder() {
        assert_eq!(code_of_ui_test("tests/ui/zt0101_a.rs").as_deref(), Some("ZT0101"));
        assert_eq!(code_of_ui_test("tests/ui/a/b/zt0102_a_b.rs").as_deref(), Some("ZT0102"));
        assert_eq!(code_of_ui_test("tests/ui/ZT0101_a.rs"), None);
        assert_eq!(code_of_ui_test("tests/ui/zt0101_.rs"), None);
        for other in ["tests/ui/pass/listing.rs", "tests/ui/zt0101.rs", "tests/http/zt0101_a.rs"] {
            assert_eq!(code_of_ui_test(other), None, "{other}");
        }
    }

    #[test]
    fn asynchronous_tests_count_and_codes_are_whole_words() {
        let text = "#[actix_rt::test]\n#[ignore]\nasync fn zt0101_a() {}\nfn zt0102_b() {}";
        assert_eq!(test_functions(text), ["zt0101_a"]);
        let codes: Vec<_> = codes_in("[ZT0101] XZT0102 ZT01034 ZT010 \"ZT0105\"").collect();
        assert_eq!(codes, ["ZT0101", "ZT0105"]);
    }
}
