//! Programs under measurement, in a generated workspace of their own.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::generate::{put, same_versions};
use crate::failure::Failure;
use crate::tools;

/// A crate: its name behind `bench-`, its dependencies, its files.
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) dependencies: String,
    pub(super) files: Vec<(String, String)>,
}

/// As ours, so that a profiler can name what it finds.
const PROFILE: &str = "[profile.release]\ndebug = \"line-tables-only\"\n";

/// The workspace, once its programs are there.
pub(super) struct Built {
    folder: PathBuf,
    target: PathBuf,
}

impl Built {
    pub(super) fn build(root: &Path, home: &Path, crates: &[Crate]) -> Result<Self, Failure> {
        let built = Self { folder: home.join("crates"), target: home.join("target") };
        let members: Vec<_> = crates.iter().map(|it| format!("{:?}", it.name)).collect();
        for one in crates {
            built.write(one)?;
        }
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n{PROFILE}",
            members.join(", ")
        );
        put(&built.folder.join("Cargo.toml"), &manifest)?;
        if !built.folder.join("Cargo.lock").exists() {
            same_versions(root, &built.folder)?;
        }
        println!("build {} crates: {}", members.len(), members.join(", "));
        let mut build = tools::cargo(&built.folder, ["build", "--release", "--quiet"]);
        build.arg("--workspace").arg("--target-dir").arg(&built.target);
        tools::run(&mut build)?;
        Ok(built)
    }

    fn write(&self, it: &Crate) -> Result<(), Failure> {
        let folder = self.folder.join(&it.name);
        let source = folder.join("src");
        match fs::remove_dir_all(&source) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Failure::at(&source, error));
            }
            _ => fs::create_dir_all(&source).map_err(|error| Failure::at(&source, error))?,
        }
        // The library is named as it is imported, the programs as nobody else is.
        let prefix = if it.name == "shop" { "" } else { "bench-" };
        let (name, dependencies) = (&it.name, &it.dependencies);
        let manifest = format!(
            "[package]\nname = \"{prefix}{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             publish = false\n\n[dependencies]\n{dependencies}"
        );
        put(&folder.join("Cargo.toml"), &manifest)?;
        it.files.iter().try_for_each(|(name, text)| put(&source.join(name), text))
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn program(&self, package: &str) -> PathBuf {
        self.target.join("release").join(package)
    }

    /// Those of the crates named: `actix-web 4.18.1, axum 0.8.9, ..`
    pub(super) fn versions(&self, named: &[&str]) -> Result<String, Failure> {
        let path = self.folder.join("Cargo.lock");
        let text = fs::read_to_string(&path).map_err(|error| Failure::at(&path, error))?;
        Ok(versions(&text, named))
    }
}

fn versions(lock: &str, named: &[&str]) -> String {
    let lines: Vec<&str> = lock.lines().collect();
    let quoted = |line: &str| line.split('"').nth(1).map(str::to_owned);
    let pairs = lines.array_windows().filter_map(|[first, second]| {
        let name = first.starts_with("name = ").then(|| quoted(first)).flatten()?;
        let version = second.starts_with("version = ").then(|| quoted(second)).flatten()?;
        named.contains(&name.as_str()).then(|| format!("{name} {version}"))
    });
    pairs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_off_the_lock() {
        let lock = "[[package]]\nname = \"axum\"\nversion = \"0.8.9\"\n\n[[package]]\nname = \
                    \"axum-core\"\nversion = \"0.5.5\"\n\n[[package]]\nname = \"pasetors\"\nversion \
                    = \"0.8.1\"\n";
        assert_eq!(versions(lock, &["axum", "pasetors"]), "axum 0.8.9, pasetors 0.8.1");
    }
}
