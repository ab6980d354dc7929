//! `cargo zt lock`

use std::fs;
use std::process::ExitCode;

use clap::Args;
use zt_core::grammar::Date;

use crate::drift::{Drift, Files};
use crate::failure::Failure;
use crate::finding::in_order;
use crate::permissions::{self, Class};
use crate::project::{Project, Selection};
use crate::report::{self, Format};
use crate::{service, today};

/// Write who may do what into zt.lock.
///
/// What is wider than the lock that is there needs an approval in zt-approvals.toml first: `cargo zt check` prints it,
/// ready to fill in. So writing the lock anew is no way around a review.
#[derive(Debug, Args)]
pub(crate) struct Lock {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    files: Files,
    /// The day that counts as today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today::parse)]
    today: Option<Date>,
}

impl Lock {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let project = Project::read(&self.selection)?;
        let manifest = service::manifest(&project, &self.selection)?;
        let today = self.today.unwrap_or_else(today::today);
        let drift = Drift::read(&project, &self.selection, &self.files, &manifest, today)?;
        let refused = drift.refusals();
        if !refused.is_empty() {
            print!("{}", report::text(Format::Human, &in_order(refused), &project.root));
            println!("{} stays as it is", project.shown(&drift.file));
            return Ok(ExitCode::FAILURE);
        }
        let lock = drift.next();
        fs::write(&drift.file, lock.to_text()).map_err(|error| Failure::at(&drift.file, error))?;
        println!("{}", told(&drift));
        println!(
            "{} written: read its difference line by line, and commit it",
            project.shown(&drift.file)
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn told(drift: &Drift) -> String {
    if !drift.has_lock() {
        return "the first lock: whatever the service lets people do now counts as reviewed"
            .to_owned();
    }
    let changes = drift.changes();
    if changes.is_empty() {
        return "nobody may do more or less than before".to_owned();
    }
    let approved = |change: &permissions::Change| match change.class {
        Class::Wider => "wider, approved",
        other => other.word(),
    };
    let lines: Vec<_> = changes.iter().map(|it| format!("{}: {it}", approved(it))).collect();
    lines.join("\n")
}
