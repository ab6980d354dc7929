//! Where a plain actix project stands, and what to do first. Only what the source shows is met; what it can't show is unknown,
//! and unknown counts as unmet.

mod criteria;
mod plan;
mod print;
mod verdict;

#[cfg(test)]
mod tests;

use serde::Serialize;
use zt_core::stage::Stage;

use crate::failure::Failure;
use crate::project::Project;
use crate::source::application::{self, Application};
pub(crate) use print::{human, json};
use verdict::{Verdict, verdicts};

/// What is known of a project.
#[derive(Debug, Serialize)]
pub(crate) struct Assessment {
    /// The packages that were read.
    packages: Vec<String>,
    stage: &'static str,
    routes: Vec<Route>,
    /// Endpoints that are built on zt already.
    endpoints: usize,
    criteria: Vec<Verdict>,
    first: Vec<String>,
}

/// A route that answers without a rule.
#[derive(Debug, Serialize)]
struct Route {
    method: String,
    path: String,
    handler: Option<String>,
    file: String,
    line: usize,
    /// What looks as if it guarded the route. It is reported, and counts for nothing.
    seen: Vec<String>,
}

/// What is asked besides the application itself.
#[derive(Debug, Default)]
struct Around {
    /// Names of dependencies, as paths spell them.
    crates: Vec<String>,
    has_lock: bool,
}

/// Reads the project and judges it.
pub(crate) fn assess(project: &Project) -> Result<Assessment, Failure> {
    let application = application::read(project)?;
    let crates = project.packages.iter().flat_map(|it| it.others.iter().cloned());
    let has_lock = project.packages.iter().any(|it| it.folder.join("zt.lock").is_file());
    let around = Around { crates: crates.collect(), has_lock };
    let packages = project.packages.iter().map(|it| it.name.clone()).collect();
    Ok(judged(packages, &application, &around))
}

fn judged(packages: Vec<String>, application: &Application, around: &Around) -> Assessment {
    let criteria = verdicts(application, around);
    Assessment {
        packages,
        stage: stage(&criteria),
        routes: application.routes.iter().map(Route::of).collect(),
        endpoints: application.endpoints,
        first: plan::first(application, &criteria),
        criteria,
    }
}

/// The highest stage whose criteria are all met, with all below it.
fn stage(criteria: &[Verdict]) -> &'static str {
    let reached = Stage::ALL
        .into_iter()
        .take_while(|stage| criteria.iter().filter(|it| it.stage == *stage).all(Verdict::is_met));
    reached.last().map_or("below traditional", Stage::as_str)
}

impl Route {
    fn of(route: &crate::source::routes::Registered) -> Self {
        Self {
            method: route.method.clone().unwrap_or_else(|| "ANY".to_owned()),
            path: route.path.clone(),
            handler: route.handler.clone(),
            file: route.place.file.clone(),
            line: route.place.line,
            seen: route.seen.iter().cloned().collect(),
        }
    }
}
