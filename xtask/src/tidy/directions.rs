//! Dependencies point one way: zt-core ← zt-macros ← zt-runtime ← everything else. zt-manifest, zt-watch and zt-audit stand
//! apart, below zt-runtime.

use super::finding::Finding;
use super::workspace::{Package, Workspace};

/// From the bottom up: a member may need only what stands before it.
const ORDER: [&str; 6] =
    ["zt-core", "zt-macros", "zt-audit", "zt-manifest", "zt-watch", "zt-runtime"];

/// Members that need nothing else of zt, and are no business of the macros: the document's form, the audit log's, and the
/// detections.
const APART: [&str; 3] = ["zt-manifest", "zt-audit", "zt-watch"];

/// Two of them can't share one dependency graph (their C libraries `links` the same name), so
/// a runtime that named one would decide for its users.
const DATABASES: [&str; 16] = [
    "diesel",
    "duckdb",
    "libsql",
    "libsqlite3-sys",
    "mongodb",
    "mysql",
    "mysql_async",
    "postgres",
    "redis",
    "rocksdb",
    "rusqlite",
    "sea-orm",
    "sqlite",
    "sqlx",
    "sqlx-core",
    "tokio-postgres",
];

const WEB: [&str; 4] = ["actix-web", "actix-http", "actix-server", "actix-service"];

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (height, name) in ORDER.iter().enumerate() {
        let Some(package) = workspace.member(name) else {
            findings.push(missing(name));
            continue;
        };
        findings.extend(upwards(workspace, package, height));
    }
    findings.extend(apart(workspace));
    findings.extend(workspace.member("zt-core").into_iter().flat_map(|core| bare(workspace, core)));
    findings.extend(workspace.member("zt-macros").into_iter().flat_map(|it| no_web(workspace, it)));
    findings.extend(
        workspace.member("zt-runtime").into_iter().flat_map(|it| no_database(workspace, it)),
    );
    findings
}

fn apart(workspace: &Workspace) -> Vec<Finding> {
    let needs = |name: &'static str, wrong: fn(&str) -> bool| {
        let package = workspace.member(name)?;
        let need = package.dependencies().find(|need| wrong(&need.name))?;
        let what = format!("`{name}` depends on `{}`", need.name);
        let mend = "zt-manifest, zt-audit and zt-watch stand apart: zt-runtime needs them, and those that read what it writes";
        Some(Finding::mistake(workspace.manifest(package), 1, what, mend))
    };
    let of_them = APART.into_iter().filter_map(|name| needs(name, |need| need.starts_with("zt-")));
    let of_macros = needs("zt-macros", |need| APART.contains(&need));
    of_them.chain(of_macros).collect()
}

fn missing(name: &str) -> Finding {
    let what = format!("the workspace has no member `{name}`");
    Finding::mistake(
        "Cargo.toml",
        1,
        what,
        "name it in `members`, or change tidy along with the layout",
    )
}

/// Also for tests: a cycle over dev-dependencies builds the crate twice.
fn upwards(workspace: &Workspace, package: &Package, height: usize) -> Vec<Finding> {
    let below = ORDER.get(..height).unwrap_or_default();
    let members = package.dependencies().filter(|need| workspace.member(&need.name).is_some());
    let wrong = members.filter(|need| !below.contains(&need.name.as_str()));
    let found = wrong.map(|need| {
        let what = format!("`{}` depends on `{}`, which stands above it", package.name, need.name);
        let mend = "move what is needed down, or the caller up: \
                    zt-core, zt-macros, zt-runtime, everything else";
        Finding::mistake(workspace.manifest(package), 1, what, mend)
    });
    found.collect()
}

fn bare(workspace: &Workspace, core: &Package) -> Vec<Finding> {
    let others = core.shipped().filter(|need| workspace.member(&need.name).is_none());
    let found = others.map(|need| {
        let what = format!("zt-core depends on `{}`, and has to depend on nothing", need.name);
        let mend = "write the little that is needed, or put it into zt-macros or zt-runtime";
        Finding::mistake(workspace.manifest(core), 1, what, mend)
    });
    found.collect()
}

fn no_web(workspace: &Workspace, macros: &Package) -> Vec<Finding> {
    let web = macros.dependencies().filter(|need| WEB.contains(&need.name.as_str()));
    let found = web.map(|need| {
        let what = format!("zt-macros depends on `{}`", need.name);
        let mend = "only zt-runtime/src/web/ knows the web framework: generate a call to it";
        Finding::mistake(workspace.manifest(macros), 1, what, mend)
    });
    found.collect()
}

fn no_database(workspace: &Workspace, runtime: &Package) -> Vec<Finding> {
    let ways = DATABASES.iter().filter_map(|database| workspace.way(runtime, database));
    let first = ways.filter(|way| way.iter().filter(|name| DATABASES.contains(name)).count() == 1);
    let found = first.map(|way| {
        let what = format!("zt-runtime reaches a database crate: {}", way.join(" → "));
        let mend = "a store belongs into a crate of its own under stores/";
        Finding::mistake(workspace.manifest(runtime), 1, what, mend)
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::workspace::fixture::{with_others, workspace};
    use super::*;

    const RIGHT: [(&str, &[&str]); 7] = [
        ("zt-core", &["dev:proptest"]),
        ("zt-macros", &["zt-core", "syn"]),
        ("zt-audit", &["sha2"]),
        ("zt-manifest", &["serde"]),
        ("zt-watch", &["jiff"]),
        (
            "zt-runtime",
            &["zt-core", "zt-macros", "zt-audit", "zt-manifest", "actix-web", "dev:rusqlite"],
        ),
        ("quickstart", &["zt-runtime", "rusqlite"]),
    ];

    /// What is said when one member's dependencies change.
    fn said(member: &str, needs: &[&str]) -> String {
        let members = RIGHT.map(|(name, usual)| (name, if name == member { needs } else { usual }));
        let findings = check(&with_others(
            &members,
            &[
                ("rusqlite", &["libsqlite3-sys"]),
                ("libsqlite3-sys", &[]),
                ("pool", &["sqlx"]),
                ("sqlx", &[]),
            ],
        ));
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_right_directions_hold() {
        assert_eq!(check(&workspace(&RIGHT)), []);
    }

    #[test]
    fn a_missing_member_is_said() {
        assert!(
            check(&workspace(&[])).iter().any(|it| it.to_string().contains("no member `zt-core`"))
        );
    }

    #[test]
    fn the_core_depends_on_nothing() {
        assert!(said("zt-core", &["serde"]).contains("zt-core depends on `serde`"));
        assert!(said("zt-core", &["build:cc"]).contains("zt-core depends on `cc`"));
        assert!(said("zt-core", &["zt-macros"]).contains("`zt-core` depends on `zt-macros`"));
    }

    #[test]
    fn macros_know_neither_the_runtime_nor_the_web() {
        assert!(said("zt-macros", &["zt-runtime"]).contains("`zt-macros` depends on `zt-runtime`"));
        assert!(said("zt-macros", &["dev:zt-runtime"]).contains("stands above it"));
        assert!(said("zt-macros", &["actix-http"]).contains("zt-macros depends on `actix-http`"));
    }

    #[test]
    fn the_manifest_stands_apart() {
        let what = "`zt-manifest` depends on `zt-core`";
        assert!(said("zt-manifest", &["zt-core"]).contains(what));
        let what = "`zt-macros` depends on `zt-manifest`";
        assert!(said("zt-macros", &["zt-manifest"]).contains(what));
        assert!(said("zt-watch", &["zt-core"]).contains("`zt-watch` depends on `zt-core`"));
    }

    #[test]
    fn the_runtime_reaches_no_database_by_any_way() {
        assert!(said("zt-runtime", &["rusqlite"]).contains("zt-runtime → rusqlite"));
        assert!(!said("zt-runtime", &["rusqlite"]).contains("libsqlite3-sys"));
        assert!(said("zt-runtime", &["pool"]).contains("zt-runtime → pool → sqlx"));
        assert!(
            said("zt-runtime", &["quickstart"]).contains("`zt-runtime` depends on `quickstart`")
        );
    }
}
