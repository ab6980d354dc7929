//! Decoys.

use super::Place;

/// A path that nobody has a reason to ask for: it answers like anything unknown, and whoever asks is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decoy {
    /// The type's name.
    pub name: &'static str,
    /// Its doc comment: whom it is laid for.
    pub reason: &'static str,
    /// Where the annotation stands.
    pub place: Place,
    /// The whole path pattern.
    pub pattern: &'static str,
}
