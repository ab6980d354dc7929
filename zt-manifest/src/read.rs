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

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = r#"{
        "zt_manifest": 1,
        "service": { "name": "Shop", "reason": "A shop.", "place": { "file": "src/main.rs", "line": 7, "module": "shop" },
            "legacy": [], "floor": null, "stage": { "stage": "traditional", "held_back_by": "I3" } },
        "endpoints": [], "scopes": [], "roles": [], "acrs": [], "issuers": [], "devices": [], "networks": [], "segments": [], "resources": [], "stores": [], "onward": [], "decoys": []
    }"#;

    #[test]
    fn a_document_comes_back_from_its_text() {
        let manifest = Manifest::read(EMPTY).unwrap();
        let text = manifest.to_text().unwrap();
        assert!(text.starts_with("{\n  \"zt_manifest\": 1,\n") && text.ends_with("}\n"));
        assert_eq!(Manifest::read(&text).unwrap(), manifest);
    }

    #[test]
    fn another_version_is_told_as_that_whatever_else_it_holds() {
        let said = Manifest::read(r#"{ "zt_manifest": 2, "news": true }"#).unwrap_err();
        assert!(matches!(said, Unreadable::Version(2)), "{said:?}");
        assert!(said.to_string().contains("has version 2 and this zt reads version 1"), "{said}");
    }

    #[test]
    fn what_is_not_exactly_of_this_form_is_refused() {
        let more = EMPTY.replace("\"stores\"", "\"doors\": [], \"stores\"");
        let less = EMPTY.replace(", \"stores\": []", "");
        let doubled = EMPTY.replace("\"scopes\": []", "\"scopes\": [], \"scopes\": []");
        for text in [more.as_str(), &less, &doubled, "", "[]", "{}", "{ \"zt_manifest\": -1 }"] {
            let said = Manifest::read(text).unwrap_err();
            assert!(matches!(said, Unreadable::Malformed(_)), "{text}: {said:?}");
            assert!(
                said.to_string().starts_with("this is no manifest of a zt service: "),
                "{said}"
            );
        }
    }
}
