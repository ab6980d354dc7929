//! Mutation tests, through cargo-mutants: the code is made wrong in one place, and some test has to notice.
//!
//! Which files: `mutants.toml`. A mutant that no test notices needs a reason in `survivors.toml`, or the soak fails.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;

use super::report::Part;
use super::tools::{Ending, bounded, installed};
use crate::failure::Failure;

const VERSION: &str = "27.1.0";

/// Mutants that make no difference that a test could see, each with why.
const SURVIVORS: &str = include_str!("survivors.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Survivors {
    #[serde(default)]
    survivor: Vec<Survivor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Survivor {
    file: String,
    /// As cargo-mutants words it, without line and column, which move.
    mutant: String,
    reason: String,
}

impl Survivors {
    fn read(text: &str) -> Result<Self, Failure> {
        let all: Self = toml::from_str(text)
            .map_err(|error| Failure::new(format!("survivors.toml: {error}")))?;
        let bare = all.survivor.iter().find(|it| it.reason.split_whitespace().count() < 3);
        match bare {
            Some(it) => Err(Failure::new(format!("survivors.toml: `{}` has no reason", it.mutant))),
            None => Ok(all),
        }
    }

    fn explains(&self, file: &str, mutant: &str) -> bool {
        self.survivor.iter().any(|it| it.file == file && it.mutant == mutant)
    }
}

pub(super) fn run(root: &Path, home: &Path, time: Duration) -> Result<Part, Failure> {
    let survivors = Survivors::read(SURVIVORS)?;
    let program = installed(root, home, "cargo-mutants", VERSION)?;
    let output = home.join("mutants.out");
    match fs::remove_dir_all(&output) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Failure::at(&output, error));
        }
        _ => {}
    }
    let log = home.join("mutants.log");
    let mut command = Command::new(program);
    command.args(["mutants", "--shuffle", "--colors", "never"]).current_dir(root);
    command.arg("--config").arg(root.join("xtask/src/soak/mutants.toml"));
    command.arg("--output").arg(home);
    let ending = bounded(&mut command, &log, time)?;
    let list = |name: &str| fs::read_to_string(output.join(name)).unwrap_or_default();
    let mut part = Part { name: "mutants", ..Part::default() };
    let counts = ["caught", "missed", "timeout", "unviable"]
        .map(|kind| (list(&format!("{kind}.txt")).lines().count(), kind));
    let said = counts.map(|(count, kind)| format!("{count} {kind}")).join(", ");
    let is_cut = ending == Ending::Ended;
    let ended = if is_cut { "the time was over before all were tried" } else { "all were tried" };
    part.figures.push(format!("cargo-mutants {VERSION}: {said}; {ended}"));
    if !is_cut && counts.iter().all(|(count, _)| *count == 0) {
        // The tests fail without any mutant, for one.
        part.faults.push("no mutant was tried: see target/soak/mutants.log".to_owned());
    }
    part.faults.extend(unexplained(&list("missed.txt"), &survivors));
    Ok(part)
}

fn unexplained(missed: &str, survivors: &Survivors) -> Vec<String> {
    let unknown = missed
        .lines()
        .filter(|line| named(line).is_none_or(|(file, mutant)| !survivors.explains(file, mutant)));
    unknown.map(|line| format!("no test notices: {line}")).collect()
}

/// `src/a.rs:35:9: replace f -> bool with true` as its file and its words.
fn named(line: &str) -> Option<(&str, &str)> {
    let (place, mutant) = line.split_once(": ")?;
    let file = place.split(':').next()?;
    Some((file, mutant))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::tools;

    const ONE: &str = "[[survivor]]\nfile = \"src/a.rs\"\nmutant = \"replace f -> bool with true\"\n\
                       reason = \"nobody can tell them apart\"\n";

    #[test]
    fn a_survivor_with_a_reason_is_no_find() {
        let survivors = Survivors::read(ONE).unwrap();
        let missed = "src/a.rs:35:9: replace f -> bool with true\n\
                      src/a.rs:35:9: replace f -> bool with false\n\
                      src/b.rs:1:1: replace f -> bool with true\n";
        let finds = unexplained(missed, &survivors);
        assert_eq!(finds.len(), 2, "{finds:?}");
        assert!(unexplained("", &survivors).is_empty());
        assert_eq!(unexplained("what is this", &survivors).len(), 1);
    }

    #[test]
    fn a_survivor_without_a_reason_is_refused() {
        assert!(Survivors::read(&ONE.replace("nobody can tell them apart", "todo")).is_err());
        assert!(Survivors::read("survivors = 1").is_err());
    }

    #[test]
    fn our_list_is_readable_and_names_files_that_are_there() {
        let root = tools::workspace_root().unwrap();
        for survivor in Survivors::read(SURVIVORS).unwrap().survivor {
            assert!(root.join(&survivor.file).is_file(), "{}", survivor.file);
        }
    }
}
