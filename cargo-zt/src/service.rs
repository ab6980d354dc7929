//! The manifest of a service: from a file, or from the built program.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use cargo_metadata::Message;
use zt_manifest::Manifest;

use crate::failure::Failure;
use crate::project::{Project, Selection};

/// A service writes its manifest before it does anything else; longer than this it doesn't take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The manifest, and the text that it has.
pub(crate) fn manifest(project: &Project, selection: &Selection) -> Result<Manifest, Failure> {
    if let Some(file) = &selection.manifest {
        return read(file, &file.display().to_string());
    }
    let program = build(project, selection)?;
    let folder = tempfile::tempdir().map_err(|error| Failure::new(error.to_string()))?;
    let file = folder.path().join("manifest.json");
    run(&program, &file)?;
    read(&file, &program.display().to_string())
}

fn read(file: &Path, from: &str) -> Result<Manifest, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::at(file, error))?;
    Manifest::read(&text).map_err(|fault| Failure::new(format!("{from}: {fault}")))
}

/// Builds, and finds the one program that was built.
fn build(project: &Project, selection: &Selection) -> Result<PathBuf, Failure> {
    let package = project.service(selection)?.ok_or_else(|| {
        Failure::new("no package here has a program: name the manifest with `--manifest FILE`")
    })?;
    let mut command = Command::new("cargo");
    command.args(["build", "--message-format=json-render-diagnostics", "--package", &package.name]);
    match &selection.bin {
        Some(bin) => command.args(["--bin", bin]),
        None => command.arg("--bins"),
    };
    command.args(selection.arguments()).stdout(Stdio::piped());
    let mut child =
        command.spawn().map_err(|error| Failure::new(format!("`cargo build`: {error}")))?;
    let programs = programs(&mut child)?;
    let status = child.wait().map_err(|error| Failure::new(error.to_string()))?;
    if !status.success() {
        return Err(Failure::new("the service does not build: mend what cargo says above"));
    }
    match programs.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Failure::new("cargo built no program: say which with `--bin NAME`")),
        several => {
            let names: Vec<_> = several.iter().filter_map(|it| it.file_stem()?.to_str()).collect();
            Err(Failure::new(format!(
                "`{}` has several programs ({}): say which with `--bin NAME`",
                package.name,
                names.join(", ")
            )))
        }
    }
}

fn programs(child: &mut Child) -> Result<Vec<PathBuf>, Failure> {
    let Some(output) = child.stdout.take() else { return Ok(Vec::new()) };
    let mut programs = Vec::new();
    for message in Message::parse_stream(BufReader::new(output)) {
        if let Message::CompilerArtifact(artifact) =
            message.map_err(|error| Failure::new(error.to_string()))?
        {
            programs.extend(
                artifact.executable.filter(|_| artifact.target.is_bin()).map(PathBuf::from),
            );
        }
    }
    Ok(programs)
}

/// Runs the program so that it writes its manifest and ends.
fn run(program: &Path, file: &Path) -> Result<(), Failure> {
    let mut command = Command::new(program);
    // What it prints would get between the lines of our own output.
    command.env("ZT_MANIFEST", file).stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = command.spawn().map_err(|error| Failure::at(program, error))?;
    let wrote_none = |why: String| {
        Failure::new(format!(
            "{}: {why}. A service writes its manifest in `from_config()`: call it first thing in `main`, and build \
             the service with the release of zt that this command is of",
            program.display()
        ))
    };
    match ended(&mut child)? {
        None => {
            Err(wrote_none(format!("it wrote no manifest within {} seconds", PATIENCE.as_secs())))
        }
        Some(status) if !status.success() => Err(wrote_none(format!("it failed ({status})"))),
        Some(_) if !File::open(file).is_ok_and(|it| it.metadata().is_ok_and(|it| it.len() > 0)) => {
            Err(wrote_none("it ended without writing its manifest".to_owned()))
        }
        Some(_) => Ok(()),
    }
}

/// How it ended; killed after a while.
fn ended(child: &mut Child) -> Result<Option<ExitStatus>, Failure> {
    let failed = |error: std::io::Error| Failure::new(error.to_string());
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            return Ok(Some(status));
        }
        if start.elapsed() > PATIENCE {
            child.kill().map_err(failed)?;
            child.wait().map_err(failed)?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(20));
    }
}
