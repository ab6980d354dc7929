//! A file that has grown long has taken on a second subject.

use super::finding::Finding;
use super::tree::Tree;

struct Limit {
    warn: usize,
    refuse: usize,
}

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let rust = tree.texts().filter(|(name, _)| name.ends_with(".rs"));
    rust.filter_map(|(name, text)| over(name, text.lines().count(), limit(name)?)).collect()
}

fn limit(name: &str) -> Option<Limit> {
    if name.starts_with("zt-runtime/src/") {
        return Some(Limit { warn: 400, refuse: 600 });
    }
    name.contains("/src/").then_some(Limit { warn: 400, refuse: 800 })
}

fn over(name: &str, lines: usize, limit: Limit) -> Option<Finding> {
    let mend = "split it by subject: one file, one sentence that says what it is for";
    let what = |most: usize| format!("{lines} lines, more than {most}");
    if lines > limit.refuse {
        return Some(Finding::mistake(name, limit.refuse + 1, what(limit.refuse), mend));
    }
    (lines > limit.warn).then(|| Finding::warning(name, limit.warn + 1, what(limit.warn), mend))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str, lines: usize) -> Vec<String> {
        let found = check(&Tree::from([(name, "x\n".repeat(lines).as_str())]));
        found.iter().map(|it| it.to_string().lines().take(1).collect()).collect()
    }

    #[test]
    fn short_files_and_files_that_are_no_source_pass() {
        assert_eq!(said("zt-macros/src/diag.rs", 400), [""; 0]);
        assert_eq!(said("Cargo.lock", 5000), [""; 0]);
        assert_eq!(said("tests/http/all.rs", 5000), [""; 0]);
    }

    #[test]
    fn long_files_are_warned_of_then_refused() {
        assert_eq!(
            said("zt-core/src/path.rs", 401),
            ["zt-core/src/path.rs:401: warning: 401 lines, more than 400"]
        );
        assert!(said("zt-macros/src/a.rs", 800).iter().all(|it| it.contains("warning")));
        assert_eq!(
            said("zt-macros/src/a.rs", 801),
            ["zt-macros/src/a.rs:801: error: 801 lines, more than 800"]
        );
    }

    #[test]
    fn the_runtime_is_kept_shorter() {
        let expected = ["zt-runtime/src/gate.rs:601: error: 601 lines, more than 600"];
        assert_eq!(said("zt-runtime/src/gate.rs", 601), expected);
    }
}
