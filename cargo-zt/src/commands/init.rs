//! `cargo zt init`

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::assess;
use crate::failure::Failure;
use crate::project::{Project, Selection};

/// Say where a project stands that isn't built on zt yet.
#[derive(Debug, Args)]
pub(crate) struct Init {
    #[command(flatten)]
    selection: Selection,
    /// Read the source, and print the stage of the project and what to do first.
    #[arg(long)]
    assess: bool,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// For whom.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For a person at a terminal.
    Human,
    /// One JSON document.
    Json,
}

impl Init {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        if !self.assess {
            return Err(Failure::new(
                "`cargo zt init` doesn't change a project yet. `cargo zt init --assess` says where it stands and what to do \
                 first; the book's chapter on moving an application says how",
            ));
        }
        let project = Project::read_actix(&self.selection)?;
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
