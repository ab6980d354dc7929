//! How findings are printed.

mod github;
mod human;
mod json;
mod sarif;

use std::path::Path;

use clap::ValueEnum;

use crate::finding::Finding;

/// For whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person at a terminal.
    Human,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, as code scanning takes it.
    Sarif,
    /// Annotations in a run of GitHub Actions.
    Github,
}

/// The findings as text; `root` is where their files are.
pub(crate) fn text(format: Format, findings: &[Finding], root: &Path) -> String {
    match format {
        Format::Human => human::text(findings, root),
        Format::Json => json::text(findings),
        Format::Sarif => sarif::text(findings),
        Format::Github => github::text(findings),
    }
}

#[cfg(test)]
mod fixture {
    use crate::finding::{Finding, PRIVATE_DOOR, Place, UNUSED_SCOPE, WIDER};

    pub(super) fn findings() -> Vec<Finding> {
        let at = |line, column, width| Place { file: "src/api.rs".to_owned(), line, column, width };
        vec![
            PRIVATE_DOOR.at(at(2, 5, 13), "`zt::__private` is named", "remove it"),
            UNUSED_SCOPE.at(at(4, 12, 0), "nothing, 100% of: it", "use it"),
            WIDER.at(Place::file("zt.lock"), "`GET /x` is open\nto everyone", "approve it"),
        ]
    }
}
