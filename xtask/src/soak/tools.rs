//! Programs that are run for a limited time, and those that are installed first.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::tools;

/// A program of the registry at one version, installed below `target/soak` where it is missing.
pub(super) fn installed(
    root: &Path,
    home: &Path,
    name: &str,
    version: &str,
) -> Result<PathBuf, Failure> {
    let place = home.join("tools").join(version);
    let program = place.join("bin").join(name);
    if !program.exists() {
        println!("   install {name} {version}");
        let mut install = tools::cargo(root, ["install", "--locked", "--quiet", "--root"]);
        install.arg(&place).arg(format!("{name}@{version}"));
        tools::run(&mut install)?;
    }
    Ok(program)
}

/// Runs a program with what it prints in a file, and ends it after this time. Whether it ended by itself, and well.
pub(super) fn bounded(
    command: &mut Command,
    log: &Path,
    time: Duration,
) -> Result<Ending, Failure> {
    let file = File::create(log).map_err(|error| Failure::at(log, error))?;
    let also = file.try_clone().map_err(|error| Failure::at(log, error))?;
    let started = Instant::now();
    let mut process = command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(also)
        .process_group(0)
        .spawn()
        .map_err(|error| Failure::new(format!("`{}`: {error}", tools::line(command))))?;
    loop {
        let status = process.try_wait().map_err(|error| Failure::new(error.to_string()))?;
        match status {
            Some(status) if status.success() => return Ok(Ending::Well),
            Some(_) => return Ok(Ending::Badly),
            None if started.elapsed() >= time => break,
            None => thread::sleep(Duration::from_millis(200)),
        }
    }
    // With those that it started: all of its group. If it has just ended by itself, there is nobody to ask.
    let group = format!("-{}", process.id());
    let _ = Command::new("kill").args(["-INT", "--", &group]).stderr(Stdio::null()).status();
    process.wait().map_err(|error| Failure::new(error.to_string()))?;
    Ok(Ending::Ended)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Well,
    Badly,
    /// The time was over.
    Ended,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn ending(script: &str) -> (Ending, String) {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let time = Duration::from_secs(1);
        let ending = bounded(Command::new("sh").args(["-c", script]), &log, time).unwrap();
        (ending, std::fs::read_to_string(&log).unwrap())
    }

    #[test]
    fn a_program_ends_well_or_badly_or_is_ended() {
        assert_eq!(ending("echo out; echo err >&2"), (Ending::Well, "out\nerr\n".to_owned()));
        assert_eq!(ending("exit 3").0, Ending::Badly);
        assert_eq!(ending("exec sleep 60").0, Ending::Ended);
    }
}
