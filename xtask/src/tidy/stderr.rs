//! What the compiler is expected to print holds no name that macros made up.

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let printed = tree.texts().filter(|(name, _)| is_expected_output(name));
    printed.flat_map(|(name, text)| generated_names(name, text)).collect()
}

fn is_expected_output(name: &str) -> bool {
    name.starts_with("tests/") && name.ends_with(".stderr")
}

fn generated_names(name: &str, text: &str) -> Vec<Finding> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| line.contains("__"));
    let found = lines.map(|(line, _)| {
        let mend = "give what rustc prints a public path and words for a name, or move the span";
        Finding::mistake(name, line, "shows a generated name (`__`) to a user", mend)
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_names_are_found_by_line() {
        let text = "error: a\n  zt::__private::need\n";
        let found = check(&Tree::from([("tests/ui/a.stderr", text)]));
        assert_eq!(found.len(), 1);
        assert!(found.iter().all(|it| it.to_string().starts_with("tests/ui/a.stderr:2:")));
    }

    #[test]
    fn single_underscores_and_other_files_pass() {
        let tree = Tree::from([
            ("tests/ui/a.stderr", "need_scope _ _"),
            ("tests/ui/a.rs", "__x"),
            ("a.stderr", "__"),
        ]);
        assert_eq!(check(&tree), []);
    }
}
