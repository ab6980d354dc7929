//! One change of what somebody may do.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::facts::Subject;
use super::order::Class;

/// One change of what somebody may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// What it is about.
    pub(crate) subject: Subject,
    /// Which fact of it; [`WHOLE`] when the subject came or went.
    pub(crate) aspect: String,
    /// The text in the lock.
    pub(crate) before: Option<String>,
    /// The text now.
    pub(crate) after: Option<String>,
    /// In which direction.
    pub(crate) class: Class,
    /// For the reviewer, without full stop.
    pub(crate) sentence: String,
}

/// The aspect of an endpoint that came or went as a whole.
pub(crate) const WHOLE: &str = "endpoint";

impl Change {
    /// What an approval names: the same for the same change, and for no other.
    pub(crate) fn id(&self) -> String {
        let mut digest = Sha256::new();
        let before = self.before.as_deref().map_or("none".to_owned(), |it| format!("some {it}"));
        let after = self.after.as_deref().map_or("none".to_owned(), |it| format!("some {it}"));
        for part in [self.subject.kind(), &self.subject.to_string(), &self.aspect, &before, &after]
        {
            // The length first, so that no two lists of parts read alike.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        digest.finalize().iter().take(10).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
