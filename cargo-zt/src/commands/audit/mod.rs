//! `cargo zt audit`

mod key;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;

/// What can be asked of an audit log.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Make the key that signs a log.
    Key(key::Key),
    /// Find what was changed in it. Exit codes: 0 whole, 1 broken, 2 not verified.
    Verify(verify::Verify),
}

impl Audit {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        match self {
            Self::Key(key) => key.run(),
            Self::Verify(verify) => verify.run(),
        }
    }
}
