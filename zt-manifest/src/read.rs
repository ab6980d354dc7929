//! From text to a manifest and back.

use std::fmt;

use serde::Deserialize;

use crate::{Manifest, VERSION};

/// Why a text is no manifest that this version of zt reads.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is of another version of the form.
    Version(u32),
    /// It isn't JSON, or has another form.
    Malformed(serde_json::Error),
}

/// Only what every version has.
#[derive(Deserialize)]
struct Versioned {
    zt_manifest: u32,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// For another version of the form, and for anything that isn't exactly of this one.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let version: Versioned = serde_json::from_str(text).map_err(Unreadable::Malformed)?;
        if version.zt_manifest != VERSION {
            return Err(Unreadable::Version(version.zt_manifest));
        }
        serde_json::from_str(text).map_err(Unreadable::Malformed)
    }

    /// The document, indented, with a line break at its end: made to be compared line by line.
    ///
    /// # Errors
    /// None that a manifest can cause.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => write!(
                f,
                "the manifest has version {version} and this zt reads version {VERSION}; build the service and \
                 cargo zt from the same release"
            ),
            Self::Malformed(error) => write!(f, "this is no manifest of a zt service: {error}"),
        }
    }
}

impl std::error::Error for Unreadable {}
