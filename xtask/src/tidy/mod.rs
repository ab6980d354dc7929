//! `cargo xtask tidy`: what the compiler does not check. One module, one kind of mistake.

mod changelog;
mod codes;
mod constant_time;
mod directions;
mod finding;
mod floors;
mod links;
mod lints;
mod machine;
mod names;
mod requirements;
mod sizes;
mod stderr;
mod tree;
mod workspace;

use std::path::Path;

use crate::failure::Failure;
use finding::Finding;
use tree::Tree;
use workspace::Workspace;

pub(crate) fn run(root: &Path) -> Result<(), Failure> {
    let tree = Tree::read(root)?;
    let workspace = Workspace::read(root)?;
    println!("{}", requirements::report(&tree));
    verdict(&findings(&tree, &workspace))
}

fn findings(tree: &Tree, workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(directions::check(workspace));
    findings.extend(names::check(tree));
    findings.extend(lints::check(tree, workspace));
    findings.extend(sizes::check(tree));
    findings.extend(codes::check(tree));
    findings.extend(stderr::check(tree));
    findings.extend(machine::check(tree));
    findings.extend(links::check(tree));
    findings.extend(changelog::check(tree));
    findings.extend(floors::check(tree));
    findings.extend(constant_time::check(tree));
    findings
}

fn verdict(findings: &[Finding]) -> Result<(), Failure> {
    for finding in findings {
        println!("{finding}");
    }
    let mistakes = findings.iter().filter(|finding| finding.is_mistake()).count();
    if mistakes == 0 {
        return Ok(());
    }
    Err(Failure::new(format!("tidy found {mistakes} to mend, listed above")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_kind_of_mistake_is_looked_for() {
        let long = "x\n".repeat(601);
        let tree = Tree::from([
            ("README.md", "[gone](gone.md)"),
            ("tests/ui/a.stderr", "__"),
            ("tool.json", concat!("https://index.crates", ".io")),
            ("zt-core/src/a.rs", "\"ZT0101\""),
            ("zt-core/src/b.rs", "actix_web"),
            ("zt-runtime/src/c.rs", long.as_str()),
        ]);
        let workspace = workspace::fixture::workspace(&[("zt-core", &["serde"])]);
        let said: String = findings(&tree, &workspace).iter().map(ToString::to_string).collect();
        for what in [
            "depends on `serde`",
            "names `actix_web`",
            "does not take the workspace's lints",
            "601 lines",
            "ZT0101 has no ui test",
            "generated name",
            "host of a registry",
            "`gone.md` is not there",
            "`## Unreleased`",
        ] {
            assert!(said.contains(what), "{what} in {said}");
        }
    }

    #[test]
    fn warnings_alone_do_not_fail() {
        let warning = Finding::warning("a.rs", 1, "long", "split it");
        let mistake = Finding::mistake("a.rs", 1, "wrong", "mend it");
        assert!(verdict(std::slice::from_ref(&warning)).is_ok());
        let failure = verdict(&[mistake, warning]).unwrap_err();
        assert_eq!(failure.to_string(), "tidy found 1 to mend, listed above");
    }
}
