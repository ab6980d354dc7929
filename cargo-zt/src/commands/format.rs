//! How a command prints what isn't a list of findings.

use clap::ValueEnum;

/// For whom.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// For a person at a terminal.
    Human,
    /// One JSON document.
    Json,
}
