//! What was configured, by setting, and where each value came from.

use std::path::Path;

use figment::value::{Dict, Value};
use figment::{Figment, Source};

use super::place::SettingPath;

/// The merged layers.
pub(super) struct Values {
    figment: Figment,
    dict: Dict,
}

impl Values {
    pub(super) const fn new(figment: Figment, dict: Dict) -> Self {
        Self { figment, dict }
    }

    /// Every setting outside of tables, and every table.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.dict.keys().map(String::as_str)
    }

    pub(super) fn find(&self, path: &SettingPath) -> Option<&Value> {
        let mut names = path.names();
        let mut found = self.dict.get(names.next()?)?;
        for name in names {
            let Value::Dict(_, table) = found else { return None };
            found = table.get(name)?;
        }
        Some(found)
    }

    /// The setting as its source spells it: `ZT_LISTEN`, or `listen` in a line of zt.toml. One that is nowhere is spelled
    /// as its table is.
    pub(super) fn place_of(&self, path: &SettingPath) -> String {
        match self.file_of(path) {
            Some(file) => path.in_file(file),
            None => path.variable(),
        }
    }

    /// The name of a setting, spelled as `path` is where it came from.
    pub(super) fn spelled_like(&self, path: &SettingPath, name: &str) -> String {
        let renamed = path.renamed(name);
        self.file_of(path).map_or_else(|| renamed.variable(), |_| renamed.to_string())
    }

    /// The digest of all settings, wherever each came from. No secret stands in them, so that it gives none away.
    pub(super) fn digest(&self) -> String {
        // A dictionary is in order.
        let settings = serde_json::to_vec(&self.dict).unwrap_or_default();
        zt_audit::Digest::of(&settings).to_string()
    }

    fn file_of(&self, path: &SettingPath) -> Option<&Path> {
        let value = self.find(path).or_else(|| self.find(&path.table()?))?;
        let metadata = self.figment.get_metadata(value.tag())?;
        metadata.source.as_ref().and_then(Source::file_path)
    }
}
