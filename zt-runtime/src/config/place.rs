//! Where a setting stands: in which table, and how its source spells it.

use std::fmt;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What variables of ours start with.
pub(super) const PREFIX: &str = "ZT_";

/// The variable that says a setting of a table, such as `["segments", "admin", "listen"]`.
pub(crate) fn variable_of(names: [&str; 3]) -> String {
    SettingPath(names.map(str::to_owned).into()).variable()
}

/// A setting by its tables and its name: `listen`, or `issuers.corp.key_set`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SettingPath(Vec<String>);

impl SettingPath {
    pub(super) fn top(key: &str) -> Self {
        Self(vec![key.to_owned()])
    }

    pub(super) fn within(&self, key: &str) -> Self {
        Self(self.0.iter().cloned().chain([key.to_owned()]).collect())
    }

    /// The names from the outermost table to the setting itself.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The table that it stands in, if it stands in one.
    pub(super) fn table(&self) -> Option<Self> {
        let (_, tables) = self.0.split_last()?;
        (!tables.is_empty()).then(|| Self(tables.to_vec()))
    }

    /// The same setting, if it had this name.
    pub(super) fn renamed(&self, key: &str) -> Self {
        self.table().map_or_else(|| Self::top(key), |table| table.within(key))
    }

    /// As the environment spells it.
    pub(super) fn variable(&self) -> String {
        let name = self.0.join("_").replace('-', "_").to_ascii_uppercase();
        format!("{PREFIX}{name}")
    }

    /// As a file with this name spells it, with its line if it is there.
    pub(super) fn in_file(&self, file: &Path) -> String {
        match self.line_in(file) {
            Some(line) => format!("{}:{line}, {self}", file.display()),
            None => format!("{}, {self}", file.display()),
        }
    }

    /// figment knows the file and not the line.
    fn line_in(&self, file: &Path) -> Option<usize> {
        let text = std::fs::read_to_string(file).ok()?;
        let document = DeTable::parse(&text).ok()?;
        let start = start_of(self.names(), document.get_ref())?;
        Some(text.get(..start)?.matches('\n').count() + 1)
    }
}

/// The byte at which the last name of a path starts.
fn start_of<'n>(mut names: impl Iterator<Item = &'n str>, table: &DeTable<'_>) -> Option<usize> {
    let mut found = entry(table, names.next()?)?;
    for name in names {
        let DeValue::Table(inner) = found.1.get_ref() else { return None };
        found = entry(inner, name)?;
    }
    Some(found.0)
}

fn entry<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Option<(usize, &'t Spanned<DeValue<'i>>)> {
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
    Some((key.span().start, value))
}

impl fmt::Display for SettingPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.join("."))
    }
}
