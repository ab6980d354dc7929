//! How the manifest gets out of a built program: the environment names a file, and the program writes it and ends.
//!
//! Before any configuration, key, store or port is touched, so that it can be had where there are none. Whoever sets the
//! environment of a process can make it do far more than write a public document to a file that the process may write.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::{Result, Service, config};

/// The variable that asks for it.
pub(crate) const VARIABLE: &str = "ZT_MANIFEST";

/// Writes the manifest and ends the process, if the environment asks for that.
pub(crate) fn hand_out_if_asked<S: Service>() -> Result<()> {
    let Some(file) = config::variable(VARIABLE) else { return Ok(()) };
    write(Path::new(&file), &super::of::<S>()?.to_text()?)?;
    std::process::exit(0)
}

/// Why the document can't be written.
#[derive(Debug)]
enum DoorFault {
    /// The variable names no file.
    NoFile(PathBuf),
    /// Something else than a file has the name.
    NotPlain(PathBuf),
    /// The system refused.
    Io { path: PathBuf, error: io::Error },
}

impl fmt::Display for DoorFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFile(path) => write!(
                f,
                "{VARIABLE} is `{}`, which names no file; write the path of a file, as in \
                 `{VARIABLE}=target/manifest.json`",
                path.display()
            ),
            Self::NotPlain(path) => write!(
                f,
                "{VARIABLE}: `{}` is there and is no plain file; name another",
                path.display()
            ),
            Self::Io { path, error } => write!(f, "{VARIABLE}: `{}`: {error}", path.display()),
        }
    }
}

impl std::error::Error for DoorFault {}

/// Whole or not at all, and never through a link or over a device.
fn write(file: &Path, text: &str) -> std::result::Result<(), DoorFault> {
    let Some(name) = file.file_name() else { return Err(DoorFault::NoFile(file.to_owned())) };
    if fs::symlink_metadata(file).is_ok_and(|found| !found.is_file()) {
        return Err(DoorFault::NotPlain(file.to_owned()));
    }
    let mut draft = name.to_owned();
    draft.push(format!(".draft-{}", std::process::id()));
    let draft = file.with_file_name(draft);
    let written = write_new(&draft, text).and_then(|()| fs::rename(&draft, file));
    written.map_err(|error| {
        let _ = fs::remove_file(&draft);
        DoorFault::Io { path: file.to_owned(), error }
    })
}

fn write_new(draft: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("manifest.json");
        for text in ["one", "another"] {
            write(&file, text).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
    }

    #[test]
    fn what_is_no_plain_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        fs::write(&target, "precious").unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        for path in [folder.path(), &link, Path::new("/dev/null")] {
            let said = write(path, "{}").unwrap_err().to_string();
            assert!(said.contains("no plain file"), "{said}");
        }
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    }

    #[test]
    fn a_fault_says_what_to_do() {
        for path in ["", "/", "a/.."] {
            let said = write(Path::new(path), "{}").unwrap_err().to_string();
            assert!(said.contains("names no file"), "{path}: {said}");
        }
        let folder = tempfile::tempdir().unwrap();
        let said = write(&folder.path().join("gone/manifest.json"), "{}").unwrap_err().to_string();
        assert!(said.starts_with("ZT_MANIFEST: `"), "{said}");
    }
}
