//! The files that settings name: certificates, and secrets that aren't the service's own state.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use zeroize::Zeroizing;

use super::state::{StateFault, check_mode, open_checked};

/// Of a file with certificates or a private key.
const LONGEST_FILE: usize = 256 * 1024;

/// A secret where a setting says that it is: in a file, or behind `fd:N`.
pub(super) fn read_secret(place: &str) -> Result<Zeroizing<Vec<u8>>, String> {
    match place.strip_prefix("fd:") {
        Some(number) => read_inherited_secret(number),
        None => read_secret_file(Path::new(place)),
    }
}

/// A secret file that isn't the service's own state, such as a private key. A fault doesn't repeat the name of a file
/// that isn't there: somebody may have written the secret itself in its place.
fn read_secret_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
    let file = open_checked(path, OpenOptions::new().read(true)).map_err(|fault| match fault {
        StateFault::Io { error, .. } => format!("the file can't be opened: {error}"),
        fault => fault.to_string(),
    })?;
    bounded(file).map_err(|error| format!("the file can't be read: {error}"))
}

/// A secret that whoever started the service hands over through an open descriptor.
///
/// It is opened anew through `/dev/fd`, since only `unsafe` takes a descriptor by its number. What has a name that
/// others can open is looked at as a file is; a pipe and a file without a name have no other readers.
fn read_inherited_secret(number: &str) -> Result<Zeroizing<Vec<u8>>, String> {
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse::<u16>().ok().filter(|number| digits && *number > 2);
    let number = number.ok_or("expected `fd:` with the number of a descriptor from 3 on")?;
    let path = PathBuf::from(format!("/dev/fd/{number}"));
    let fault = |error| format!("descriptor {number} can't be read: {error}");
    let file = File::open(&path).map_err(fault)?;
    let metadata = file.metadata().map_err(fault)?;
    if metadata.is_file() && metadata.nlink() > 0 {
        check_mode(&path, metadata.mode(), 0o600).map_err(|_| {
            format!(
                "descriptor {number} is a file that others can use (mode {mode:04o}), expected mode 0600",
                mode = metadata.mode() & 0o7777
            )
        })?;
    }
    bounded(file).map_err(fault)
}

/// A file that is no secret.
pub(crate) fn read_public_file(path: &Path) -> io::Result<Vec<u8>> {
    // So that a pipe without a writer doesn't hold up the start.
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    bounded(file).map(|mut bytes| std::mem::take(&mut *bytes))
}

/// All of a file that isn't too long.
fn bounded(file: File) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST_FILE + 1));
    let most = u64::try_from(LONGEST_FILE + 1).unwrap_or(u64::MAX);
    file.take(most).read_to_end(&mut bytes)?;
    if bytes.len() > LONGEST_FILE {
        let what = format!("it has more than {LONGEST_FILE} bytes");
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    Ok(bytes)
}
