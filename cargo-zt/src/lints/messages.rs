//! From clippy's messages to findings.

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};

use super::{Allowed, forbidden};
use crate::finding::{Finding, OUTLIVES_REQUEST, Place, RAW_ROUTING, SILENCED, UNGUARDED_SERVER};
use crate::project::Project;

const LINTS: [&str; 2] = ["clippy::disallowed_methods", "clippy::disallowed_types"];

/// Lints, and groups of lints, whose `allow` clashes with what we forbid.
const OVERRULED: &str = "E0453";

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) findings: Vec<Finding>,
    /// How many messages made the build fail, those of the user's own list too.
    pub(super) errors: usize,
    /// What kept clippy from seeing everything, as rustc prints it.
    pub(super) other_errors: Vec<String>,
}

impl Read {
    pub(super) fn add(&mut self, project: &Project, allowed: &Allowed<'_>, message: &Diagnostic) {
        self.errors += usize::from(message.level == DiagnosticLevel::Error && !is_sum(message));
        let code = message.code.as_ref().map(|it| it.code.as_str()).unwrap_or_default();
        let span = message.spans.iter().find(|it| it.is_primary);
        match (code, span) {
            (OVERRULED, Some(span)) => self.findings.push(silenced(project, message, span)),
            (code, Some(span)) if LINTS.contains(&code) => {
                self.findings.extend(called(project, allowed, message, span));
            }
            // A lint that the user denies keeps nobody from looking on; an error of the compiler does.
            _ if message.level == DiagnosticLevel::Error
                && !is_sum(message)
                && (code.is_empty() || code.starts_with('E')) =>
            {
                self.other_errors.extend(message.rendered.clone());
            }
            _ => {}
        }
    }
}

/// `aborting due to 3 previous errors` says nothing of its own.
fn is_sum(message: &Diagnostic) -> bool {
    message.spans.is_empty() && message.message.starts_with("aborting due to")
}

/// The list of the user's own clippy.toml is the user's business.
fn called(
    project: &Project,
    allowed: &Allowed<'_>,
    message: &Diagnostic,
    span: &DiagnosticSpan,
) -> Option<Finding> {
    let path = message.message.split('`').nth(1)?;
    let row = forbidden::find(path)?;
    let place = place(project, span);
    let is_in_main = || {
        allowed.mains.iter().any(|(file, lines)| *file == place.file && lines.contains(&place.line))
    };
    if row.code.code == OUTLIVES_REQUEST.code && is_in_main() {
        return None;
    }
    if row.code.code == RAW_ROUTING.code && is_moving(project, allowed, &place) {
        return unguarded(allowed, path, place);
    }
    Some(row.code.at(place, format!("`{path}` leads around the gate"), row.mend))
}

/// Whether the place is in a package whose service leaves paths to an application.
fn is_moving(project: &Project, allowed: &Allowed<'_>, place: &Place) -> bool {
    let folder = |package: &crate::project::Package| project.shown(&package.folder);
    let holds = |package: &&crate::project::Package| match folder(package) {
        root if package.folder == project.root || root.is_empty() => true,
        folder => place.file.strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/')),
    };
    // The innermost package is whose file it is.
    let owner = project.packages.iter().filter(holds).max_by_key(|it| it.folder.as_os_str().len());
    owner.is_some_and(|it| allowed.beside.packages.contains_key(&it.name))
}

/// An application that is moving has its routes, and a server that gets it behind the gate.
fn unguarded(allowed: &Allowed<'_>, path: &str, place: Place) -> Option<Finding> {
    if path != "actix_web::HttpServer::new"
        || allowed.beside.guarded.contains(&(place.file.clone(), place.line))
    {
        return None;
    }
    let what = "this server's application is not behind the gate";
    let mend = "give it `move || front.around(App::new()..)`, with `front` from `.service()?`";
    Some(UNGUARDED_SERVER.at(place, what, mend))
}

fn silenced(project: &Project, message: &Diagnostic, span: &DiagnosticSpan) -> Finding {
    let allow = message.message.split(" incompatible").next().unwrap_or_default();
    let what = format!("`#[{allow}]` silences a check of zt");
    let mend = "take it away; an exception to a list of your own belongs into clippy.toml";
    SILENCED.at(place(project, span), what, mend)
}

/// Where people wrote it: what a macro made stands where the macro is called.
fn place(project: &Project, span: &DiagnosticSpan) -> Place {
    let mut span = span;
    while let Some(expansion) = &span.expansion {
        span = &expansion.span;
    }
    let width =
        if span.line_start == span.line_end { span.column_end - span.column_start } else { 0 };
    Place {
        file: project.shown(std::path::Path::new(&span.file_name)),
        line: span.line_start,
        column: span.column_start,
        width,
    }
}
