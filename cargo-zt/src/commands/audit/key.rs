//! `cargo zt audit key`

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use zt_audit::CheckpointKey;

use crate::failure::Failure;

/// Make the key that signs an audit log: the secret goes into a file for `audit_key` (mode 0600), and nowhere else; the public key is printed, for
/// whoever verifies.
#[derive(Debug, Args)]
pub(crate) struct Key {
    /// The file. One that is there stays as it is.
    file: PathBuf,
}

impl Key {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let (secret, public) = CheckpointKey::generate()
            .ok_or_else(|| Failure::new("the system has no random numbers"))?;
        let at = |error| Failure::at(&self.file, error);
        let mut options = OpenOptions::new();
        let mut file =
            options.write(true).create_new(true).mode(0o600).open(&self.file).map_err(at)?;
        file.write_all(secret.as_bytes()).and_then(|()| file.write_all(b"\n")).map_err(at)?;
        file.sync_all().map_err(at)?;
        println!("{public}");
        Ok(ExitCode::SUCCESS)
    }
}
