//! The manifest of each example, from a program that was built in debug and from one that was built in release: the same text.

use std::fs;
use std::path::{Path, PathBuf};

use super::report::Part;
use crate::failure::Failure;
use crate::tools;

const EXAMPLES: [&str; 6] =
    ["helpdesk-step1", "helpdesk-step2", "helpdesk-step3", "quickstart", "shop", "oidc"];

pub(super) fn run(root: &Path, home: &Path) -> Result<Part, Failure> {
    let mut part = Part { name: "manifest", ..Part::default() };
    for profile in [&[][..], &["--release"]] {
        let packages = EXAMPLES.iter().flat_map(|name| ["--package", *name]);
        tools::run(tools::cargo(root, ["build", "--bins"]).args(packages).args(profile))?;
    }
    for example in EXAMPLES {
        let (debug, release) =
            (written(root, home, "debug", example)?, written(root, home, "release", example)?);
        part.figures.push(format!("{example}: {} bytes", debug.len()));
        if debug != release {
            part.faults.push(format!("{example} has another manifest in release than in debug"));
        }
    }
    Ok(part)
}

/// What the program writes of itself, without starting.
fn written(root: &Path, home: &Path, profile: &str, example: &str) -> Result<String, Failure> {
    let program = tools::target_directory(root)?.join(profile).join(example);
    let file = place(home, profile, example)?;
    tools::run(std::process::Command::new(program).env("ZT_MANIFEST", &file))?;
    fs::read_to_string(&file).map_err(|error| Failure::at(&file, error))
}

/// Where nothing is: what is read there afterwards was written now.
fn place(home: &Path, profile: &str, example: &str) -> Result<PathBuf, Failure> {
    let folder = home.join("manifest").join(profile);
    fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, error))?;
    let file = folder.join(format!("{example}.json"));
    match fs::remove_file(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::at(&file, error))
        }
        _ => Ok(file),
    }
}
