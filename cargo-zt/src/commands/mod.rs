//! One file a command.

mod audit;
mod check;
mod explain;
mod format;
mod init;
mod lock;
mod manifest;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Hold an audit log against what was signed of it.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Look for ways around the rules, and for permissions that grew. Exit codes: 0 nothing, 1 findings, 2 not checked.
    Check(check::Check),
    /// Print the chapter of a compile error or a finding.
    Explain(explain::Explain),
    /// Say where a project stands that isn't built on zt yet, and what to do first.
    Init(init::Init),
    /// Write who may do what into zt.lock.
    Lock(lock::Lock),
    /// Print every effective contract of a service as JSON.
    Manifest(manifest::Manifest),
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Audit(audit) => audit.run(),
        Command::Check(check) => check.run(),
        Command::Explain(explain) => explain.run(),
        Command::Init(init) => init.run(),
        Command::Lock(lock) => lock.run(),
        Command::Manifest(manifest) => manifest.run(),
    }
}
