//! Names that only one place may spell, so that what they stand for can be replaced there.

use super::finding::Finding;
use super::tree::Tree;
use crate::source::without_comments_and_strings;
use crate::source::{before_tests, is_test_file, is_whole_word, without_comments};

const WEB: [&str; 5] = ["actix_web", "actix_http", "actix_server", "actix_service", "tokio_rustls"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, text) in tree.texts().filter(|(name, _)| name.ends_with(".rs")) {
        if is_ours(name) && !name.starts_with("zt-runtime/src/web/") {
            findings.extend(web_framework(name, text));
        }
        if name.starts_with("zt-macros/src/")
            && name != "zt-macros/src/paths.rs"
            && !is_test_file(name)
        {
            findings.extend(runtime(name, before_tests(text)));
        }
    }
    findings
}

/// Examples, tests and tasks are users of zt, and may use actix beside it.
fn is_ours(name: &str) -> bool {
    ["zt-core/", "zt-macros/", "zt-runtime/"].iter().any(|folder| name.starts_with(folder))
}

fn web_framework(name: &str, text: &str) -> Vec<Finding> {
    let mend = "only zt-runtime/src/web/ names it: pass plain types in and out";
    mentions(name, &without_comments(text), &WEB, mend)
}

/// Texts of messages name `zt` all the time; paths in generated code come from one place.
fn runtime(name: &str, text: &str) -> Vec<Finding> {
    let mend = "take the path from zt-macros/src/paths.rs, which knows about renamed dependencies";
    let mut found = mentions(name, &without_comments(text), &["zt_runtime", "__private"], mend);
    for (line, code) in (1..).zip(without_comments_and_strings(text).lines()) {
        if spells_the_path(code) {
            found.push(Finding::mistake(name, line, "`zt` as a path", mend));
        }
    }
    found
}

fn spells_the_path(code: &str) -> bool {
    code.match_indices("zt").any(|(at, word)| {
        let before = code.get(..at).unwrap_or_default().trim_end();
        let after = code.get(at + word.len()..).unwrap_or_default().trim_start();
        is_whole_word(code, at, word) && (after.starts_with("::") || before.ends_with("::"))
    })
}

fn mentions(name: &str, code: &str, words: &[&str], mend: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (line, code) in (1..).zip(code.lines()) {
        for word in words {
            let mut places = code.match_indices(word);
            if places.any(|(at, _)| is_whole_word(code, at, word)) {
                found.push(Finding::mistake(name, line, format!("names `{word}`"), mend));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str, text: &str) -> Vec<String> {
        let first_line = |finding: Finding| finding.to_string().lines().take(1).collect();
        check(&Tree::from([(name, text)])).into_iter().map(first_line).collect()
    }

    #[test]
    fn only_the_web_module_names_the_framework() {
        let code = "// actix_web\nuse actix_web::web;\nlet my_actix_web_x = \"actix_http\";";
        assert_eq!(said("zt-runtime/src/web/app.rs", code), [""; 0]);
        assert_eq!(said("examples/quickstart/src/main.rs", code), [""; 0]);
        assert_eq!(
            said("zt-runtime/src/gate.rs", code),
            [
                "zt-runtime/src/gate.rs:2: error: names `actix_web`",
                "zt-runtime/src/gate.rs:3: error: names `actix_http`"
            ]
        );
    }

    #[test]
    fn only_one_file_of_the_macros_spells_the_runtime() {
        let code = "/// `zt::Scope`\nlet help = \"write #[zt::get]\";\nquote!(::zt::Scope)\nuse zt_core::x;";
        let expected = ["zt-macros/src/expand/scope.rs:3: error: `zt` as a path"];
        assert_eq!(said("zt-macros/src/expand/scope.rs", code), expected);
        assert_eq!(said("zt-macros/src/paths.rs", code), [""; 0]);
        assert_eq!(said("zt-runtime/src/scope.rs", code), [""; 0]);
    }

    #[test]
    fn a_path_is_seen_from_either_side() {
        assert_eq!(said("zt-macros/src/a.rs", "use zt::a;\nuse ::zt as b;\nzt :: c;").len(), 3);
        assert_eq!(said("zt-macros/src/a.rs", "let zt = azt::b(zt, zt_core::c);"), [""; 0]);
    }

    #[test]
    fn strings_that_are_parsed_into_paths_are_seen() {
        let said = said("zt-macros/src/a.rs", "parse_str(\"zt::__private::x\");\n\"zt_runtime\"");
        assert_eq!(said.len(), 2);
    }

    #[test]
    fn tests_may_spell_what_is_expected() {
        let code = "a\n#[cfg(test)]\nmod tests {\n    quote!(::zt::Scope)\n}";
        assert_eq!(said("zt-macros/src/a.rs", code), [""; 0]);
        assert_eq!(said("zt-macros/src/a/tests.rs", "quote!(::zt::Scope)"), [""; 0]);
    }
}
