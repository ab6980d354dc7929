//! Two crates that serve the same: one written with zt, one with actix alone.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use clap::ValueEnum;

use super::{actix_crate, zt_crate};
use crate::failure::Failure;

/// Endpoints in one group, each group a file.
const GROUP: usize = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Half {
    Zt,
    Actix,
}

/// What an endpoint does; they take turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// One object out.
    Look,
    /// Many objects out.
    List,
    /// A body in, one object changed.
    Change,
}

/// One group: its number, and how many endpoints it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) number: usize,
    pub(super) endpoints: usize,
    /// Ends up in the body of its first handler.
    pub(super) edit: u32,
}

impl Group {
    pub(super) fn name(self) -> String {
        format!("orders_{:02}", self.number)
    }

    pub(super) fn deeds(self) -> impl Iterator<Item = (Deed, usize)> {
        [Deed::Look, Deed::List, Deed::Change].into_iter().cycle().zip(0..self.endpoints)
    }

    pub(super) fn handlers(self) -> Vec<String> {
        self.deeds().map(|(deed, number)| format!("{deed}_{number}")).collect()
    }
}

pub(super) fn groups(endpoints: usize) -> Vec<Group> {
    let starts = (0..endpoints).step_by(GROUP);
    let sizes = starts.map(|start| GROUP.min(endpoints - start));
    sizes.enumerate().map(|(number, endpoints)| Group { number, endpoints, edit: 0 }).collect()
}

pub(super) fn package(half: Half, endpoints: usize) -> String {
    format!("bench-{half}-{endpoints}")
}

pub(super) fn write(
    half: Half,
    endpoints: usize,
    root: &Path,
    folder: &Path,
) -> Result<(), Failure> {
    let groups = groups(endpoints);
    let files = match half {
        Half::Zt => zt_crate::files(&groups, root),
        Half::Actix => actix_crate::files(&groups),
    };
    let manifest = manifest(&package(half, endpoints), &files.dependencies);
    let source = folder.join("src");
    match fs::remove_dir_all(&source) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Failure::at(&source, error));
        }
        _ => fs::create_dir_all(&source).map_err(|error| Failure::at(&source, error))?,
    }
    put(&folder.join("Cargo.toml"), &manifest)?;
    for (name, text) in &files.sources {
        put(&source.join(name), text)?;
    }
    same_versions(root, folder)
}

/// Changes one handler's body, nothing else.
pub(super) fn edit(half: Half, endpoints: usize, edit: u32, folder: &Path) -> Result<(), Failure> {
    let Some(first) = groups(endpoints).first().copied() else { return Ok(()) };
    let group = Group { edit, ..first };
    let text = match half {
        Half::Zt => zt_crate::group(group),
        Half::Actix => actix_crate::group(group),
    };
    put(&folder.join("src").join(group.name()).with_extension("rs"), &text)
}

/// A generated crate, but for its manifest.
pub(super) struct Files {
    pub(super) dependencies: String,
    pub(super) sources: Vec<(String, String)>,
}

fn manifest(package: &str, dependencies: &str) -> String {
    format!(
        "[workspace]\n\n\
         [package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{dependencies}\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n"
    )
}

/// Both halves build what the workspace builds.
pub(super) fn same_versions(root: &Path, folder: &Path) -> Result<(), Failure> {
    let lock = root.join("Cargo.lock");
    let copied = fs::copy(&lock, folder.join("Cargo.lock"));
    copied.map(drop).map_err(|error| Failure::at(&lock, error))
}

pub(super) fn put(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::at(path, error))
}

impl fmt::Display for Half {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Zt => "zt",
            Self::Actix => "actix",
        })
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Look => "look",
            Self::List => "list",
            Self::Change => "change",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annotations(files: &Files, prefixes: [&str; 2]) -> usize {
        let lines = files.sources.iter().flat_map(|(_, text)| text.lines());
        lines.filter(|line| prefixes.iter().any(|prefix| line.starts_with(prefix))).count()
    }

    #[test]
    fn groups_hold_fifty_and_the_last_what_is_left() {
        let sizes: Vec<_> = groups(120).iter().map(|group| group.endpoints).collect();
        assert_eq!(sizes, [50, 50, 20]);
        assert_eq!(groups(0), []);
    }

    #[test]
    fn b17_both_halves_have_as_many_endpoints_as_asked_for() {
        for endpoints in [1, 50, 300] {
            let groups = groups(endpoints);
            let zt = zt_crate::files(&groups, Path::new("here"));
            assert_eq!(annotations(&zt, ["#[zt::get(", "#[zt::post("]), endpoints);
            let actix = actix_crate::files(&groups);
            assert_eq!(annotations(&actix, ["#[get(", "#[post("]), endpoints);
        }
    }

    #[test]
    fn an_edit_changes_one_line() {
        let before = Group { number: 0, endpoints: 50, edit: 0 };
        let after = Group { edit: 1, ..before };
        for write in [zt_crate::group, actix_crate::group] {
            let (before, after) = (write(before), write(after));
            let changed = before.lines().zip(after.lines()).filter(|(one, other)| one != other);
            assert_eq!(changed.count(), 1);
        }
    }

    #[test]
    fn a_generated_crate_is_a_workspace_of_its_own() {
        assert!(manifest("a", "").starts_with("[workspace]\n"));
    }
}
