//! `cargo zt check`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use zt_core::grammar::Date;
use zt_core::stage::Stage;

use crate::contracts::Contracts;
use crate::drift::{Drift, Files};
use crate::failure::Failure;
use crate::finding::{Finding, Level, in_order};
use crate::lints::Allowed;
use crate::project::{Project, Selection};
use crate::report::{self, Format};
use crate::source::Scan;
use crate::{lints, service, source, stages, today};

/// Look for ways around the rules, and for permissions that grew.
///
/// Exit codes: 0 nothing found (warnings and notes aside), 1 findings, 2 it could not be checked.
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    files: Files,
    /// How to print what is found.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Only these parts; all of them without it.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Compare with this lock as well: that of the branch into which the change goes.
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// Let warnings fail as errors do.
    #[arg(long)]
    deny_warnings: bool,
    /// How many scopes one endpoint may name before that is a warning.
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    most_scopes: usize,
    /// The stage that the contract of each endpoint has to reach: traditional, initial, advanced or optimal.
    #[arg(long, value_name = "STAGE", value_parser = stages::parse)]
    min_stage: Option<Stage>,
    /// The day that counts as today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today::parse)]
    today: Option<Date>,
}

/// A part of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What is seen in the source.
    Source,
    /// What clippy sees, which knows types.
    Lints,
    /// What the service's manifest shows, and how it differs from the lock.
    Permissions,
}

impl Check {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let project = Project::read(&self.selection)?;
        let today = self.today.unwrap_or_else(today::today);
        let scan = source::scan(&project, today)?;
        let has_manifest = scan.services > 0 || self.selection.manifest.is_some();
        self.asks_for_what_is_seen(has_manifest)?;
        let mut findings = Vec::new();
        if self.has(Part::Lints) {
            let allowed = Allowed { mains: &scan.mains, beside: &scan.beside };
            findings.extend(lints::check(&project, &self.selection, &allowed)?);
        }
        if self.has(Part::Permissions) {
            findings.extend(self.permissions(&project, &scan, today)?);
        }
        if self.has(Part::Source) {
            findings.extend(scan.findings);
        }
        let findings = in_order(findings);
        print!("{}", report::text(self.format, &findings, &project.root));
        Ok(self.code(&findings))
    }

    /// A stage is read from the manifest. Where there is none, nobody would know that it wasn't reached.
    fn asks_for_what_is_seen(&self, has_manifest: bool) -> Result<(), Failure> {
        let why = match self.min_stage {
            Some(_) if !self.has(Part::Permissions) => {
                "`--only` leaves them out: add `permissions` to it"
            }
            Some(_) if !has_manifest => {
                "no service is here that has any: say which with `--package`"
            }
            _ => return Ok(()),
        };
        Err(Failure::new(format!("`--min-stage` is about the contracts of a service, and {why}")))
    }

    fn has(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    fn permissions(
        &self,
        project: &Project,
        scan: &Scan,
        today: Date,
    ) -> Result<Vec<Finding>, Failure> {
        // Libraries have endpoints, but only a service has permissions.
        if scan.services == 0 && self.selection.manifest.is_none() {
            eprintln!(
                "cargo zt: no service is here, so there is no manifest and no lock to compare"
            );
            return Ok(Vec::new());
        }
        let manifest = service::manifest(project, &self.selection)?;
        let contracts = Contracts {
            project,
            package: project.service(&self.selection)?,
            manifest: &manifest,
            scan: self.has(Part::Source).then_some(scan),
            today,
            most_scopes: self.most_scopes,
            min_stage: self.min_stage,
        };
        let mut findings = contracts.findings();
        let drift =
            |base| Drift::against(project, &self.selection, &self.files, base, &manifest, today);
        findings.extend(drift(None)?.findings(true));
        if let Some(base) = &self.base {
            findings.extend(drift(Some(base))?.findings(false));
        }
        Ok(findings)
    }

    fn code(&self, findings: &[Finding]) -> ExitCode {
        let fails =
            |level: Level| level == Level::Error || (level == Level::Warning && self.deny_warnings);
        if findings.iter().any(|it| fails(it.level)) {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}
