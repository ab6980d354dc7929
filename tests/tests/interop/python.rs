//! Python with the foreign packages, in an environment of its own below the target folder.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::node::succeed;

/// The interpreter that finds pyseto.
pub(crate) fn command() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    Command::new(PROGRAM.get_or_init(install))
}

/// Makes the environment, unless somebody did. Others that come meanwhile wait.
fn install() -> PathBuf {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("interop-python");
    fs::create_dir_all(&to).unwrap();
    let lock = File::create(to.join(".lock")).unwrap();
    lock.lock().unwrap();
    let (program, done, wanted) = (to.join("bin/python"), to.join(".installed"), pyseto());
    if fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return program;
    }
    succeed(Command::new("python3").args(["-m", "venv"]).arg(&to));
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", &wanted];
    succeed(Command::new(&program).args(pip));
    fs::write(done, wanted).unwrap();
    program
}

/// `pyseto==1.10.0`: of the foreign programs' requirements, the one that these tests use.
fn pyseto() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/interop/requirements.txt");
    let text = fs::read_to_string(file).unwrap();
    text.lines().find(|line| line.starts_with("pyseto==")).expect("pyseto").to_owned()
}
