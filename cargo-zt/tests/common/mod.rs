//! Runs the command, and copies fixtures to where they may be built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What the command did.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// `cargo zt ..` in a folder.
pub(crate) fn cargo_zt(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-zt"));
    command.arg("zt").args(arguments).current_dir(folder);
    // Nothing is fetched: all crates of the fixtures are those of this repository.
    command.env("CARGO_NET_OFFLINE", "true").env_remove("RUSTFLAGS");
    // What these tests need was mostly built with the tests themselves.
    command.env("CARGO_TARGET_DIR", root().join("target"));
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: status.code(), out: text(stdout), err: text(stderr) }
}

/// The root of this repository.
pub(crate) fn root() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
}

/// A file of the fixtures.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A copy of a fixture's folder that may be built; files that didn't change stay as they are.
#[allow(dead_code, reason = "not every test builds")]
pub(crate) fn copy(name: &str) -> PathBuf {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cargo-zt").join(name);
    copy_folder(&fixture(name), &to);
    to
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
            continue;
        }
        let root = root().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap().replace("@ROOT@", &root);
        if fs::read_to_string(&target).ok().as_ref() != Some(&text) {
            fs::write(&target, text).unwrap();
        }
    }
}
