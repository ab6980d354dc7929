//! Running other programs, in the root of the workspace.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use crate::failure::Failure;

/// `cargo run` sets these for xtask itself. A build script that watches one of them would
/// be run again each time that a task and a plain `cargo` take turns.
const OUR_OWN: [&str; 8] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_PATH",
    "CARGO_PKG_DESCRIPTION",
    "CARGO_PKG_NAME",
    "CARGO_PKG_VERSION",
    "CARGO_PKG_VERSION_MAJOR",
    "CARGO_PKG_VERSION_MINOR",
    "CARGO_PKG_VERSION_PATCH",
];

pub(crate) fn workspace_root() -> Result<PathBuf, Failure> {
    let mut locate = Command::new("cargo");
    locate.args(["locate-project", "--workspace", "--message-format", "plain"]);
    let manifest = PathBuf::from(output(&mut locate)?.trim_end());
    let root = manifest.parent().map(Path::to_path_buf);
    root.ok_or_else(|| Failure::at(&manifest, "has no folder"))
}

/// Where cargo puts what it builds, wherever that was set.
pub(crate) fn target_directory(root: &Path) -> Result<PathBuf, Failure> {
    let printed = output(&mut cargo(root, ["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value =
        serde_json::from_str(&printed).map_err(|error| Failure::new(error.to_string()))?;
    let directory = metadata.get("target_directory").and_then(|it| it.as_str());
    directory
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("`cargo metadata` names no target folder"))
}

pub(crate) fn cargo<'a>(root: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(root);
    for name in OUR_OWN {
        command.env_remove(name);
    }
    command
}

/// Runs a program that prints for itself.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    succeeded(command, status)
}

/// Runs a program for what it prints.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.output().map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        io::stderr().write_all(&output.stderr).map_err(|error| Failure::new(error.to_string()))?;
    }
    succeeded(command, output.status)?;
    String::from_utf8(output.stdout)
        .map_err(|_| Failure::new(format!("`{}` printed what is not text", line(command))))
}

/// Runs a program that prints for itself, and hands back what it printed as well.
pub(crate) fn overheard(command: &mut Command) -> Result<(String, Result<(), Failure>), Failure> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| not_started(command, &error))?;
    let stderr = child.stderr.take();
    let aside = thread::spawn(move || stderr.map(|pipe| echo(pipe, io::stderr())));
    let mut heard = child.stdout.take().map(|pipe| echo(pipe, io::stdout())).unwrap_or_default();
    if let Ok(Some(more)) = aside.join() {
        heard.push_str(&more);
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    Ok((heard, succeeded(command, status)))
}

fn echo(pipe: impl Read, mut to: impl Write) -> String {
    let mut heard = String::new();
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        // A reader that went away (`| head`) is no failure of the program.
        let _ = writeln!(to, "{line}");
        heard.push_str(&line);
        heard.push('\n');
    }
    heard
}

/// Whether cargo has this subcommand here.
pub(crate) fn has_cargo_command(root: &Path, name: &str) -> bool {
    let mut ask = cargo(root, [name, "--version"]);
    ask.stdout(Stdio::null()).stderr(Stdio::null());
    ask.status().is_ok_and(|status| status.success())
}

/// The command as one could type it.
pub(crate) fn line(command: &Command) -> String {
    let set = command.get_envs().filter_map(|(name, value)| value.map(|value| (name, value)));
    let set = set.map(|(name, value)| format!("{}=\"{}\"", name.display(), value.display()));
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words = words.map(OsStr::to_string_lossy).map(String::from);
    set.chain(words).collect::<Vec<_>>().join(" ")
}

fn not_started(command: &Command, error: &io::Error) -> Failure {
    let program = command.get_program().display();
    match error.kind() {
        io::ErrorKind::NotFound => {
            Failure::new(format!("`{program}` is not on this machine: install it, then run again"))
        }
        _ => Failure::new(format!("`{program}` did not start: {error}")),
    }
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<(), Failure> {
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{}` failed ({status})", line(command))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_missing_program_is_named() {
        let failure = run(&mut Command::new("zt-no-such-program")).unwrap_err().to_string();
        assert_eq!(
            failure,
            "`zt-no-such-program` is not on this machine: install it, then run again"
        );
    }

    #[test]
    fn a_failed_command_is_printed_as_it_could_be_typed() {
        let mut command = Command::new("sh");
        command.args(["-c", "false"]).env("FLAGS", "-D warnings").env_remove("OTHER");
        let failure = run(&mut command).unwrap_err().to_string();
        assert_eq!(failure, "`FLAGS=\"-D warnings\" sh -c false` failed (exit status: 1)");
    }

    #[test]
    fn both_streams_are_overheard_and_failure_is_kept() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let (heard, ended) = overheard(&mut command).unwrap();
        assert_eq!(heard, "out\nerr\n");
        assert!(ended.is_err());
    }
}
