//! `cargo zt manifest`

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::project::{Project, Selection};
use crate::service;

/// Print every effective contract of a service as JSON.
#[derive(Debug, Args)]
pub(crate) struct Manifest {
    #[command(flatten)]
    selection: Selection,
    /// Write it into this file.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Manifest {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let project = Project::read(&self.selection)?;
        let manifest = service::manifest(&project, &self.selection)?;
        let text = manifest.to_text().map_err(|error| Failure::new(error.to_string()))?;
        match &self.output {
            Some(file) => fs::write(file, text).map_err(|error| Failure::at(file, error))?,
            None => print!("{text}"),
        }
        Ok(ExitCode::SUCCESS)
    }
}
