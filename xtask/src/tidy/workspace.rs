//! What `cargo metadata` says about the packages: who needs whom.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::failure::Failure;
use crate::tools;

#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    workspace_root: String,
    workspace_members: Vec<String>,
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    id: String,
    pub(crate) name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    kind: Option<Kind>,
}

#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Dev,
    Build,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Debug, Deserialize)]
struct EdgeKind {
    kind: Option<Kind>,
}

impl Workspace {
    pub(crate) fn read(root: &Path) -> Result<Self, Failure> {
        // Without the platform, cargo downloads what only others need.
        let platform = platform()?;
        let arguments =
            ["metadata", "--format-version", "1", "--all-features", "--filter-platform", &platform];
        Self::parse(&tools::output(&mut tools::cargo(root, arguments))?)
    }

    pub(crate) fn parse(json: &str) -> Result<Self, Failure> {
        serde_json::from_str(json)
            .map_err(|error| Failure::new(format!("`cargo metadata` is not understood: {error}")))
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }

    pub(crate) fn member(&self, name: &str) -> Option<&Package> {
        self.members().find(|package| package.name == name)
    }

    /// The member's manifest, seen from the root.
    pub(crate) fn manifest<'a>(&self, package: &'a Package) -> &'a str {
        let path = package.manifest_path.as_str();
        path.strip_prefix(&self.workspace_root).map_or(path, |path| path.trim_start_matches('/'))
    }

    /// The shortest way over normal and build dependencies from a member to a package.
    pub(crate) fn way<'a>(&'a self, from: &'a Package, to: &str) -> Option<Vec<&'a str>> {
        let nodes: BTreeMap<&str, &Node> =
            self.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let names: BTreeMap<&str, &str> = self
            .packages
            .iter()
            .map(|package| (package.id.as_str(), package.name.as_str()))
            .collect();
        let mut came_from = BTreeMap::from([(from.id.as_str(), None)]);
        let mut next = VecDeque::from([from.id.as_str()]);
        while let Some(id) = next.pop_front() {
            if names.get(id) == Some(&to) {
                return Some(walk_back(id, &came_from, &names));
            }
            for edge in
                nodes.get(id).map_or(&[][..], |node| &node.deps).iter().filter(|e| e.ships())
            {
                came_from.entry(edge.pkg.as_str()).or_insert_with(|| {
                    next.push_back(edge.pkg.as_str());
                    Some(id)
                });
            }
        }
        None
    }
}

fn walk_back<'a>(
    end: &'a str,
    came_from: &BTreeMap<&'a str, Option<&'a str>>,
    names: &BTreeMap<&'a str, &'a str>,
) -> Vec<&'a str> {
    let ids = std::iter::successors(Some(end), |id| came_from.get(id).copied().flatten());
    let mut way: Vec<_> = ids.filter_map(|id| names.get(id).copied()).collect();
    way.reverse();
    way
}

impl Package {
    /// What a user of this package gets along with it.
    pub(crate) fn shipped(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.iter().filter(|dependency| dependency.kind != Some(Kind::Dev))
    }

    pub(crate) fn dependencies(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.iter()
    }
}

impl Edge {
    fn ships(&self) -> bool {
        self.dep_kinds.iter().any(|edge| edge.kind != Some(Kind::Dev))
    }
}

fn platform() -> Result<String, Failure> {
    let version = tools::output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::new("`rustc -vV` names no host"))
}

#[cfg(test)]
pub(crate) mod fixture {
    use super::Workspace;

    /// A workspace of members and what they need: `("zt-core", &["serde", "dev:proptest"])`.
    pub(crate) fn workspace(members: &[(&str, &[&str])]) -> Workspace {
        with_others(members, &[])
    }

    pub(crate) fn with_others(
        members: &[(&str, &[&str])],
        others: &[(&str, &[&str])],
    ) -> Workspace {
        let ids = members.iter().map(|(name, _)| format!("id:{name}")).collect();
        let all = || members.iter().chain(others);
        Workspace {
            workspace_root: "/root-of-it".into(),
            workspace_members: ids,
            packages: all().map(|(name, needs)| package(name, needs)).collect(),
            resolve: super::Resolve {
                nodes: all().map(|(name, needs)| node(name, needs)).collect(),
            },
        }
    }

    fn package(name: &str, needs: &[&str]) -> super::Package {
        let dependencies = needs.iter().map(|need| {
            let (kind, name) = kind(need);
            super::Dependency { name: name.into(), kind }
        });
        super::Package {
            id: format!("id:{name}"),
            name: name.into(),
            manifest_path: format!("/root-of-it/{name}/Cargo.toml"),
            dependencies: dependencies.collect(),
        }
    }

    fn node(name: &str, needs: &[&str]) -> super::Node {
        let deps = needs.iter().map(|need| {
            let (kind, name) = kind(need);
            super::Edge { pkg: format!("id:{name}"), dep_kinds: vec![super::EdgeKind { kind }] }
        });
        super::Node { id: format!("id:{name}"), deps: deps.collect() }
    }

    fn kind(need: &str) -> (Option<super::Kind>, &str) {
        match need.split_once(':') {
            Some(("dev", name)) => (Some(super::Kind::Dev), name),
            Some(("build", name)) => (Some(super::Kind::Build), name),
            _ => (None, need),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const METADATA: &str = r#"{
        "workspace_root": "/w", "workspace_members": ["a"],
        "packages": [{"id": "a", "name": "zt-core", "manifest_path": "/w/zt-core/Cargo.toml",
            "dependencies": [{"name": "proptest", "kind": "dev"}, {"name": "serde", "kind": null}]}],
        "resolve": {"nodes": [{"id": "a", "deps": [{"pkg": "b", "dep_kinds": [{"kind": null}]}]}]}
    }"#;

    #[test]
    fn metadata_is_read() {
        let workspace = Workspace::parse(METADATA).unwrap();
        let core = workspace.member("zt-core").unwrap();
        assert_eq!(workspace.manifest(core), "zt-core/Cargo.toml");
        let shipped: Vec<_> = core.shipped().map(|need| need.name.as_str()).collect();
        assert_eq!(shipped, ["serde"]);
        assert!(Workspace::parse("{}").is_err());
    }

    #[test]
    fn the_way_to_a_package_is_the_shortest_that_ships() {
        let workspace = fixture::with_others(
            &[("zt-runtime", &["a", "b", "dev:db"])],
            &[("a", &["c"]), ("b", &["db"]), ("c", &["db"]), ("db", &[])],
        );
        let runtime = workspace.member("zt-runtime").unwrap();
        assert_eq!(workspace.way(runtime, "db").unwrap(), ["zt-runtime", "b", "db"]);
        assert_eq!(workspace.way(runtime, "other"), None);
    }
}
