//! Lints are set once, in the workspace, and every member takes them from there.

use toml::Table;

use super::finding::Finding;
use super::tree::Tree;
use super::workspace::Workspace;

pub(crate) fn check(tree: &Tree, workspace: &Workspace) -> Vec<Finding> {
    let manifests = workspace.members().map(|member| workspace.manifest(member));
    let lacking = manifests.filter(|manifest| !inherits(tree.text(manifest).unwrap_or_default()));
    let found = lacking.map(|manifest| {
        let mend = "add `[lints]` with `workspace = true`, and nothing else in it";
        Finding::mistake(manifest, 1, "does not take the workspace's lints", mend)
    });
    found.collect()
}

fn inherits(manifest: &str) -> bool {
    let Ok(manifest) = manifest.parse::<Table>() else { return false };
    let lints = manifest.get("lints").and_then(|lints| lints.as_table());
    lints.and_then(|lints| lints.get("workspace")?.as_bool()).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::super::workspace::fixture::workspace;
    use super::*;

    fn holds(manifest: &str) -> bool {
        let tree = Tree::from([("zt-core/Cargo.toml", manifest)]);
        check(&tree, &workspace(&[("zt-core", &[])])).is_empty()
    }

    #[test]
    fn lints_come_from_the_workspace() {
        assert!(holds("[lints]\nworkspace = true"));
        assert!(holds("lints.workspace = true"));
    }

    #[test]
    fn lints_of_ones_own_or_none_are_found() {
        assert!(!holds("[package]\nname = \"zt-core\""));
        assert!(!holds("[lints]\nworkspace = false"));
        assert!(!holds("[lints.rust]\nunsafe_code = \"allow\""));
        assert!(!holds("# [lints]\n# workspace = true"));
        assert!(!holds("not toml"));
    }
}
