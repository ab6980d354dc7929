//! The state folder: keys and revocations, which nobody else on the machine may read or write.

use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use rustix::io::Errno;
use zeroize::Zeroizing;

use crate::Secret;

/// A secret file is a line of text; more than this is something else.
const LONGEST_SECRET: usize = 4096;

/// A folder of the service's own.
#[derive(Debug, Clone)]
pub(crate) struct StateFolder(PathBuf);

/// Why the state folder or a file in it can't be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum StateFault {
    /// The system refused.
    Io {
        /// The folder or the file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It is a link, or no regular file or folder.
    NotPlain(PathBuf),
    /// Somebody else owns it.
    Owner {
        /// The folder or the file.
        path: PathBuf,
        /// Its owner's number.
        owner: u32,
        /// Ours.
        us: u32,
    },
    /// More is in it than a secret is long.
    TooLong(PathBuf),
    /// Others may read or write it.
    Mode {
        /// The folder or the file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
        /// What they may be at most.
        at_most: u32,
    },
}

impl fmt::Display for StateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, error } => write!(f, "{}: {error}", path.display()),
            Self::NotPlain(path) => write!(
                f,
                "{}: this is a link or no plain file; move it away, so that nobody can point zt elsewhere",
                path.display()
            ),
            Self::Owner { path, owner, us } => write!(
                f,
                "{}: user {owner} owns it, and the service runs as user {us}; give the service one of its own",
                path.display()
            ),
            Self::TooLong(path) => write!(
                f,
                "{}: a secret has {LONGEST_SECRET} bytes at most; this must be another file",
                path.display()
            ),
            Self::Mode { path, mode, at_most } => write!(
                f,
                "{path}: others can use it (mode {mode:04o}); if nobody has, run `chmod {at_most:o} {path}`, else remove it",
                path = path.display()
            ),
        }
    }
}

impl std::error::Error for StateFault {}

impl StateFolder {
    /// Makes the folder if it isn't there (mode 0700), and refuses one that others can write to.
    pub(crate) fn prepare(path: &Path) -> Result<Self, StateFault> {
        let fault = |error| StateFault::Io { path: path.to_owned(), error };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(fault)?;
        let metadata = fs::metadata(path).map_err(fault)?;
        check_owner(path, metadata.uid())?;
        // Whoever can write to the folder can put another file in a file's place.
        check_mode(path, metadata.mode(), 0o755)?;
        Ok(Self(path.to_owned()))
    }

    pub(crate) fn path_of(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Opens a file for reading and writing; makes it if it isn't there (mode 0600).
    pub(crate) fn open_private(&self, name: &str) -> Result<File, StateFault> {
        let path = self.path_of(name);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        open_checked(&path, &mut options)
    }

    /// The names of the folder's files that start so.
    pub(crate) fn names_starting_with(&self, start: &str) -> Result<Vec<String>, StateFault> {
        let fault = |error| StateFault::Io { path: self.0.clone(), error };
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.0).map_err(fault)? {
            let name = entry.map_err(fault)?.file_name();
            names.extend(name.into_string().ok().filter(|name| name.starts_with(start)));
        }
        Ok(names)
    }

    /// The line in a secret file, or `None` if there is no such file.
    pub(crate) fn read_secret(&self, name: &str) -> Result<Option<Secret<String>>, StateFault> {
        let path = self.path_of(name);
        match open_checked(&path, OpenOptions::new().read(true)) {
            Err(StateFault::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => {
                Ok(None)
            }
            opened => line_of(opened?, &path).map(Some),
        }
    }

    /// Makes a secret file (mode 0600), whole or not at all. `Ok(false)` if another process was quicker.
    pub(crate) fn create_secret(&self, name: &str, text: &str) -> Result<bool, StateFault> {
        let path = self.path_of(name);
        self.write_new(&path, text).map_err(|error| StateFault::Io { path, error })
    }

    fn write_new(&self, path: &Path, text: &str) -> io::Result<bool> {
        // The name appears when the content is complete: nobody reads half a key.
        let draft = self.path_of(&format!(".draft-{}", std::process::id()));
        let _ = fs::remove_file(&draft);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        let linked = fs::hard_link(&draft, path);
        fs::remove_file(&draft)?;
        match linked {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
            Ok(()) => File::open(&self.0)?.sync_all().map(|()| true),
        }
    }
}

/// Opens without following a link, and looks at what was opened, not at what the name says a moment later.
pub(super) fn open_checked(path: &Path, options: &mut OpenOptions) -> Result<File, StateFault> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let opened = options.mode(0o600).custom_flags(flags.cast_signed()).open(path);
    let file = opened.map_err(|error| match error.raw_os_error() {
        Some(code) if code == Errno::LOOP.raw_os_error() => StateFault::NotPlain(path.to_owned()),
        _ => StateFault::Io { path: path.to_owned(), error },
    })?;
    let metadata =
        file.metadata().map_err(|error| StateFault::Io { path: path.to_owned(), error })?;
    if !metadata.is_file() {
        return Err(StateFault::NotPlain(path.to_owned()));
    }
    check_owner(path, metadata.uid())?;
    check_mode(path, metadata.mode(), 0o600)?;
    Ok(file)
}

/// All of a secret file, without the newline that editors leave at its end.
fn line_of(file: File, path: &Path) -> Result<Secret<String>, StateFault> {
    // As long as it may become: a text that grows leaves copies behind that nobody overwrites.
    let mut text = Zeroizing::new(String::with_capacity(LONGEST_SECRET + 1));
    let most = u64::try_from(LONGEST_SECRET + 1).unwrap_or(u64::MAX);
    file.take(most)
        .read_to_string(&mut text)
        .map_err(|error| StateFault::Io { path: path.to_owned(), error })?;
    if text.len() > LONGEST_SECRET {
        return Err(StateFault::TooLong(path.to_owned()));
    }
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(Secret::new(line.strip_suffix('\r').unwrap_or(line).to_owned()))
}

fn check_owner(path: &Path, owner: u32) -> Result<(), StateFault> {
    let us = rustix::process::geteuid().as_raw();
    if owner == us { Ok(()) } else { Err(StateFault::Owner { path: path.to_owned(), owner, us }) }
}

pub(super) fn check_mode(path: &Path, mode: u32, at_most: u32) -> Result<(), StateFault> {
    let mode = mode & 0o7777;
    if mode & !at_most & 0o777 == 0 {
        Ok(())
    } else {
        Err(StateFault::Mode { path: path.to_owned(), mode, at_most })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::os::unix::fs::{PermissionsExt, chown, symlink};

    use super::*;

    fn folder() -> (tempfile::TempDir, StateFolder) {
        let outer = tempfile::tempdir().unwrap();
        let state = StateFolder::prepare(&outer.path().join("a/state")).unwrap();
        (outer, state)
    }

    // K-05.
    #[test]
    fn k05_secrets_are_made_for_their_owner_alone() {
        let (_outer, state) = folder();
        assert_eq!(fs::metadata(&state.0).unwrap().mode() & 0o777, 0o700);
        assert!(state.read_secret("key").unwrap().is_none());
        assert!(state.create_secret("key", "text").unwrap());
        assert_eq!(fs::metadata(state.path_of("key")).unwrap().mode() & 0o777, 0o600);
        assert!(!state.create_secret("key", "other").unwrap());
        assert_eq!(state.read_secret("key").unwrap().unwrap().expose(), "text");
        assert_eq!(fs::read_dir(&state.0).unwrap().count(), 1);
    }

    #[test]
    fn k05_a_wider_file_is_refused() {
        let (_outer, state) = folder();
        state.create_secret("key", "text").unwrap();
        for mode in [0o640, 0o604, 0o660, 0o644, 0o700] {
            fs::set_permissions(state.path_of("key"), fs::Permissions::from_mode(mode)).unwrap();
            let fault = state.read_secret("key").unwrap_err();
            assert!(matches!(fault, StateFault::Mode { .. }), "{mode:o}");
            assert!(fault.to_string().contains("chmod 600"), "{fault}");
        }
    }

    #[test]
    fn k05_a_secret_is_one_bounded_line_that_nobody_prints() {
        let (_outer, state) = folder();
        let read = |name: &str, text: &str| {
            state.create_secret(name, text).unwrap();
            state.read_secret(name)
        };
        for (name, text) in [("a", "hunter2"), ("b", "hunter2\n"), ("c", "hunter2\r\n")] {
            let secret = read(name, text).unwrap().unwrap();
            assert_eq!(secret.expose(), "hunter2");
            assert_eq!(format!("{secret:?}"), "<redacted>");
        }
        assert!(read("longest", &"x".repeat(LONGEST_SECRET)).is_ok());
        let long = read("long", &"x".repeat(LONGEST_SECRET + 1));
        assert!(matches!(long, Err(StateFault::TooLong(_))));
    }

    #[test]
    fn links_pipes_and_folders_are_refused() {
        let (outer, state) = folder();
        let target = outer.path().join("target");
        fs::write(&target, "text").unwrap();
        symlink(&target, state.path_of("link")).unwrap();
        fs::create_dir(state.path_of("folder")).unwrap();
        assert!(matches!(state.read_secret("link"), Err(StateFault::NotPlain(_))));
        assert!(matches!(state.open_private("link"), Err(StateFault::NotPlain(_))));
        assert!(matches!(state.read_secret("folder"), Err(StateFault::NotPlain(_))));
    }

    #[test]
    fn a_file_of_somebody_else_is_refused() {
        let (_outer, state) = folder();
        state.create_secret("key", "text").unwrap();
        // Only root can give a file away.
        if chown(state.path_of("key"), Some(12345), None).is_ok() {
            assert!(matches!(
                state.read_secret("key"),
                Err(StateFault::Owner { owner: 12345, .. })
            ));
        }
    }

    #[test]
    fn a_folder_that_others_can_write_to_is_refused() {
        let outer = tempfile::tempdir().unwrap();
        let path = outer.path().join("state");
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
        assert!(matches!(StateFolder::prepare(&path), Err(StateFault::Mode { .. })));
    }
}
