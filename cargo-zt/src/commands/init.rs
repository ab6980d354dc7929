//! `cargo zt init`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::format::Format;
use crate::assess;
use crate::failure::Failure;
use crate::project::Project;

/// Say where a project stands that isn't built on zt yet.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The package of the application; without it, all that are built on actix-web.
    #[arg(long, short)]
    package: Option<String>,
    /// The Cargo.toml of package or workspace.
    #[arg(long)]
    manifest_path: Option<PathBuf>,
    /// Read the source, and print the stage of the project and what to do first.
    #[arg(long)]
    assess: bool,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

impl Init {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        if !self.assess {
            return Err(Failure::new(
                "`cargo zt init` doesn't change a project yet. `cargo zt init --assess` says where it stands and what to do \
                 first; the book's chapter on moving an application says how",
            ));
        }
        let project = Project::read_actix(self.package.as_deref(), self.manifest_path.as_deref())?;
        let assessment = assess::assess(&project)?;
        print!(
            "{}",
            match self.format {
                Format::Human => assess::human(&assessment),
                Format::Json => assess::json(&assessment),
            }
        );
        Ok(ExitCode::SUCCESS)
    }
}
