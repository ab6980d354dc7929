//! Node, and the folders with foreign servers, clients and makers, installed once below the target folder.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// What oidc-provider runs on (`engines` of its package).
const OLDEST: u32 = 20;

/// The server's folder: packages in `node_modules`, certificates in `tls`.
pub(crate) fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| install("oidc", Some("mktls.sh")))
}

/// The folder with the makers of PASETO.
pub(crate) fn paseto() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| install("paseto", None))
}

/// Runs a program of the folder and gives what it prints.
pub(crate) fn run(arguments: &[&str]) -> String {
    printed(command().args(arguments), &arguments.join(" "))
}

/// Runs JavaScript that imports the server's packages.
pub(crate) fn eval(script: &str, arguments: &[&str]) -> String {
    eval_in(folder(), script, arguments)
}

/// Runs JavaScript that imports a folder's packages.
pub(crate) fn eval_in(folder: &Path, script: &str, arguments: &[&str]) -> String {
    let mut node = command_in(folder);
    node.args(["--input-type=module", "--eval", script, "--"]).args(arguments);
    printed(&mut node, "a script")
}

/// `node`, in the server's folder.
pub(crate) fn command() -> Command {
    command_in(folder())
}

fn command_in(folder: &Path) -> Command {
    let mut node = Command::new("node");
    // A proxy of this machine is not asked for what is on it.
    node.current_dir(folder).env("no_proxy", "127.0.0.1").env("NODE_NO_WARNINGS", "1");
    node
}

/// What a program prints that succeeds.
pub(crate) fn printed(command: &mut Command, what: &str) -> String {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{what}: {}", said(&output));
    String::from_utf8(output.stdout).expect("text")
}

fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    format!("{}\n{out}{err}", output.status)
}

/// Copies a folder and installs its packages, unless somebody did. Others that come meanwhile wait.
fn install(name: &str, script: Option<&str>) -> PathBuf {
    check_node();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/interop").join(name);
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("interop-{name}"));
    fs::create_dir_all(&to).unwrap();
    let lock = File::create(to.join(".lock")).unwrap();
    lock.lock().unwrap();
    let done = to.join(".installed");
    let wanted = fs::read_to_string(from.join("package-lock.json")).unwrap_or_else(|error| {
        panic!("foreign programs should be at {}: {error}", from.display())
    });
    copy(&from, &to);
    if fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return to;
    }
    let _ = fs::remove_file(&done);
    succeed(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&to));
    if let Some(script) = script {
        succeed(Command::new("bash").arg(script).current_dir(&to));
    }
    fs::write(done, wanted).unwrap();
    to
}

/// The files themselves: small, and maybe newer than the packages. A file appears whole, for others may be reading it.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        let bytes = fs::read(entry.path()).unwrap();
        if fs::read(&target).is_ok_and(|there| there == bytes) {
            continue;
        }
        let draft = to.join(".draft");
        fs::write(&draft, bytes).unwrap();
        fs::rename(draft, target).unwrap();
    }
}

fn check_node() {
    let asked = Command::new("node").arg("--version").output();
    let version = asked.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let version = version.unwrap_or_default();
    let major = version.strip_prefix('v').and_then(|it| it.split('.').next()?.parse().ok());
    assert!(
        major.is_some_and(|major: u32| major >= OLDEST),
        "these tests need node {OLDEST} or later with npm, and found {version:?}: run `cargo xtask interop-tools`"
    );
}

pub(crate) fn succeed(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", said(&output));
}
