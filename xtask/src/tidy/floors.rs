//! T-25: no lock of ours holds a version with a known hole. `deny.toml` says the same to whoever has cargo-deny.

use serde::Deserialize;

use super::finding::Finding;
use super::tree::Tree;

/// Name, and the first version without the hole.
const FLOORS: [(&str, [u64; 3]); 2] =
    [("jsonwebtoken", [11, 0, 0]), ("tracing-subscriber", [0, 3, 20])];

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let locks = tree.texts().filter(|(name, _)| name.ends_with("Cargo.lock"));
    locks.flat_map(|(name, text)| in_lock(name, text)).collect()
}

fn in_lock(file: &str, text: &str) -> Vec<Finding> {
    let Ok(lock) = toml::from_str::<Lock>(text) else {
        let what = "the lock can't be read, so nobody knows which versions are used";
        return vec![Finding::mistake(file, 1, what, "let cargo write it anew")];
    };
    let low = |package: &Package| {
        let (_, floor) = FLOORS.iter().find(|(name, _)| *name == package.name)?;
        // What can't be read is no version that is known to be good.
        numbers(&package.version).is_none_or(|version| version < *floor).then_some(*floor)
    };
    let finding = |package: &Package| {
        let [major, minor, patch] = low(package)?;
        let what = format!("{} {} has a known hole", package.name, package.version);
        Some(Finding::mistake(file, 1, what, format!("take {major}.{minor}.{patch} or later")))
    };
    lock.package.iter().filter_map(finding).collect()
}

/// `11.1.0`; a version before a release (`11.0.0-rc.1`) is none.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let release = version.split('+').next()?;
    let numbers: Option<Vec<u64>> = release.split('.').map(|part| part.parse().ok()).collect();
    numbers?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(name: &str, version: &str) -> usize {
        let lock = format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
        check(&Tree::from([("fuzz/Cargo.lock", lock.as_str())])).len()
    }

    #[test]
    fn t25_a_version_with_a_known_hole_is_found() {
        for (name, version) in [
            ("jsonwebtoken", "10.3.0"),
            ("jsonwebtoken", "11.0.0-rc.1"),
            ("jsonwebtoken", "x"),
            ("tracing-subscriber", "0.3.19"),
            ("tracing-subscriber", "0.2.25"),
        ] {
            assert_eq!(finds(name, version), 1, "{name} {version}");
        }
        for (name, version) in [
            ("jsonwebtoken", "11.0.0"),
            ("jsonwebtoken", "11.1.0+a"),
            ("tracing-subscriber", "0.3.20"),
            ("tracing-subscriber", "1.0.0"),
            ("jsonwebtoken-extra", "1.0.0"),
        ] {
            assert_eq!(finds(name, version), 0, "{name} {version}");
        }
        assert_eq!(check(&Tree::from([("Cargo.lock", "package = 1")])).len(), 1);
    }
}
