//! What only types can tell: clippy looks for calls that lead around the gate, under every alias and through every
//! re-export.

mod forbidden;
mod messages;

use std::collections::BTreeSet;
use std::fs;
use std::io::BufReader;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::Message;

use crate::failure::Failure;
use crate::finding::{Finding, SILENCED};
use crate::project::{Project, Selection};
use crate::source::Beside;
use messages::Read;

/// What the source shows to be no way around.
pub(crate) struct Allowed<'a> {
    /// Lines of programs' `main`, by file: there nothing outlives a request.
    pub(crate) mains: &'a [(String, RangeInclusive<usize>)],
    /// Applications that are moving: their own routes are behind the gate.
    pub(crate) beside: &'a Beside,
}

/// Runs clippy over the packages, and reads what it says.
pub(crate) fn check(
    project: &Project,
    selection: &Selection,
    allowed: &Allowed<'_>,
) -> Result<Vec<Finding>, Failure> {
    let folder = configuration(project)?;
    // Forbidden, for what is only denied can be allowed again further in.
    let mut findings = run(project, selection, allowed, &folder, "-F")?;
    if !findings.is_empty() && findings.iter().all(|it| it.code == SILENCED.code) {
        // rustc stops at the attributes that it refuses. What they don't hide is told as well.
        findings.extend(run(project, selection, allowed, &folder, "-D")?);
    }
    Ok(findings)
}

fn run(
    project: &Project,
    selection: &Selection,
    allowed: &Allowed<'_>,
    folder: &Path,
    level: &str,
) -> Result<Vec<Finding>, Failure> {
    let mut command = Command::new("cargo");
    // One mistake in a library must not keep the programs that use it from being looked at.
    command.args(["clippy", "--message-format=json", "--keep-going"]);
    for package in &project.packages {
        command.args(["--package", &package.name]);
    }
    command.args(selection.arguments());
    // Without dependencies: a member that isn't built on zt may do what it likes.
    command.args(["--", "--no-deps"]);
    command.args([level, "clippy::disallowed_methods", level, "clippy::disallowed_types"]);
    command.env("CLIPPY_CONF_DIR", folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    let failed = |error: std::io::Error| Failure::new(format!("`cargo clippy`: {error}"));
    let output = command.output().map_err(failed)?;
    let said = String::from_utf8_lossy(&output.stderr);
    if ["no such command: `clippy`", "is not installed for the toolchain"]
        .iter()
        .any(|it| said.contains(it))
    {
        return Err(Failure::new(
            "clippy is not here: `rustup component add clippy`, then run again",
        ));
    }
    let mut read = Read::default();
    for message in Message::parse_stream(BufReader::new(output.stdout.as_slice())) {
        if let Message::CompilerMessage(message) = message.map_err(failed)? {
            read.add(project, allowed, &message.message);
        }
    }
    if let Some(error) = read.other_errors.first() {
        return Err(Failure::new(format!(
            "the packages do not compile, so that clippy saw only a part:\n{error}"
        )));
    }
    if !output.status.success() && read.errors == 0 {
        return Err(Failure::new(format!("`cargo clippy` failed:\n{said}")));
    }
    Ok(read.findings)
}

/// A clippy.toml of ours, with what the user's has. Always in one place and with the same text, so that clippy need not
/// look again at what didn't change.
fn configuration(project: &Project) -> Result<PathBuf, Failure> {
    let mut table = users(&project.root)?;
    let crates: BTreeSet<_> = project.crates.iter().map(String::as_str).collect();
    forbidden::add(&mut table, &crates);
    let folder = project.target.join("cargo-zt");
    let file = folder.join("clippy.toml");
    fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, error))?;
    let text = table.to_string();
    if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
        fs::write(&file, text).map_err(|error| Failure::at(&file, error))?;
    }
    Ok(folder)
}

fn users(root: &Path) -> Result<toml::Table, Failure> {
    for name in ["clippy.toml", ".clippy.toml"] {
        let file = root.join(name);
        if file.is_file() {
            let text = fs::read_to_string(&file).map_err(|error| Failure::at(&file, error))?;
            return toml::from_str(&text).map_err(|error| Failure::at(&file, error.message()));
        }
    }
    Ok(toml::Table::new())
}
