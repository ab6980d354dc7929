//! What changes is told to users, security first.

use super::finding::Finding;
use super::tree::Tree;

const FILE: &str = "CHANGELOG.md";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut lines = (1..).zip(tree.text(FILE).unwrap_or_default().lines());
    let Some((start, _)) = lines.find(|(_, line)| *line == "## Unreleased") else {
        let what = "has no section `## Unreleased`";
        return vec![Finding::mistake(FILE, 1, what, "add it above the newest version")];
    };
    let section = lines.take_while(|(_, line)| !line.starts_with("## "));
    let headings: Vec<_> = section.filter(|(_, line)| line.starts_with("### ")).collect();
    match headings.iter().position(|(_, line)| *line == "### Security") {
        Some(0) => Vec::new(),
        Some(_) => vec![Finding::mistake(FILE, start, "`### Security` is not first", "move it up")],
        None if headings.is_empty() => Vec::new(),
        None => {
            let mend = "add `### Security` above the others; \"nothing\" is an answer too";
            vec![Finding::mistake(FILE, start, "says nothing about security", mend)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        check(&Tree::from([(FILE, text)])).len()
    }

    #[test]
    fn security_comes_first_or_nothing_stands_there_yet() {
        assert_eq!(found("# Changes\n\n## Unreleased\n\n### Security\n\n### Added\n"), 0);
        assert_eq!(found("## Unreleased\n\n## 0.1.0\n\n### Added\n"), 0);
    }

    #[test]
    fn a_missing_section_is_found() {
        assert_eq!(check(&Tree::default()).len(), 1);
        assert_eq!(found("# Changes\n### Unreleased"), 1);
    }

    #[test]
    fn security_that_is_late_or_left_out_is_found() {
        assert_eq!(found("## Unreleased\n### Added\n### Security"), 1);
        assert_eq!(found("## Unreleased\n### Added\n## 0.1.0\n### Security"), 1);
    }
}
