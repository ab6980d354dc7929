//! Tables of one kind, each with a name of its own, and what stands in none that there is.

use figment::value::Value;

use super::Reader;
use crate::config::found::found;
use crate::config::keys::{self, Key, SECTIONS, Section};
use crate::config::place::SettingPath;

const LONGEST_NAME: usize = 64;

/// A table that is read: `[issuers.corp]`.
#[derive(Debug)]
pub(super) struct Table {
    section: &'static Section,
    name: String,
}

impl Table {
    pub(super) fn path(&self) -> SettingPath {
        SettingPath::top(self.section.name).within(&self.name)
    }
}

impl Reader {
    /// Reads each table of a section, by name. A name that can't be one is a fault, and its table isn't read.
    pub(super) fn tables<T>(
        &mut self,
        section: &'static Section,
        read: impl Fn(&mut Self, &str) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for name in self.names(section) {
            all.extend(self.within(section, Some(&name), |reader| {
                reader.refuse_unknown();
                read(reader, &name)
            }));
        }
        all
    }

    /// With this table as the one that is read, or with none.
    pub(super) fn within<T>(
        &mut self,
        section: &'static Section,
        name: Option<&str>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let table = name.map(|name| Table { section, name: name.to_owned() });
        let outer = std::mem::replace(&mut self.table, table);
        let done = read(self);
        self.table = outer;
        done
    }

    /// Every setting that may stand in the table that is read.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static Key> + use<> {
        let (top, table) = match &self.table {
            None => (Some(keys::top()), [].iter()),
            Some(table) => (None, table.section.keys.iter()),
        };
        top.into_iter().flatten().chain(table)
    }

    pub(super) fn refuse_unknown(&mut self) {
        let all: Vec<_> = self.keys().map(|key| key.name).collect();
        for key in self.found_names() {
            if all.contains(&&*key) || (self.table.is_none() && Section::find(&key).is_some()) {
                continue;
            }
            let mend = self.mend_for(&key, &all);
            self.fault(&key, format!("there is no such setting; {mend}"));
        }
    }

    fn mend_for(&self, key: &str, all: &[&'static str]) -> String {
        let of_table = |section: &&Section| self.table.is_none() && section.is_meant_by(key);
        if let Some(section) = SECTIONS.iter().copied().find(of_table) {
            let names: Vec<_> = section.keys.iter().map(|key| key.name).collect();
            return format!("in a table of `{}` there are {}", section.name, names.join(", "));
        }
        match keys::closest(all.iter().copied(), key) {
            Some(meant) => {
                format!("did you mean {}?", self.values.spelled_like(&self.path(key), meant))
            }
            None => format!("there are {}", all.join(", ")),
        }
    }

    /// What stands in the table that is read.
    fn found_names(&self) -> Vec<String> {
        let Some(table) = &self.table else {
            return self.values.keys().map(str::to_owned).collect();
        };
        names_in(self.values.find(&table.path()))
    }

    /// Where the table stands that is read.
    pub(super) fn place_of_table(&self) -> String {
        self.table.as_ref().map_or_else(String::new, |table| self.values.place_of(&table.path()))
    }

    pub(super) fn names(&mut self, section: &'static Section) -> Vec<String> {
        match self.values.find(&SettingPath::top(section.name)) {
            None => return Vec::new(),
            Some(Value::Dict(..)) => {}
            Some(_) => {
                let found = self.found(section.name);
                self.fault(section.name, format!("found {found}, expected {}", section.expected));
            }
        }
        let names = names_in(self.values.find(&SettingPath::top(section.name)));
        names.into_iter().filter(|name| self.is_table(section, name)).collect()
    }

    fn is_table(&mut self, section: &'static Section, name: &str) -> bool {
        let path = SettingPath::top(section.name).within(name);
        let is_table = matches!(self.values.find(&path), Some(Value::Dict(..)));
        let good = is_table && is_name(name);
        if !good {
            let what = if is_table {
                "expected another name: a small letter, then small letters, digits and `-`, 64 at most"
                    .to_owned()
            } else {
                let found = self.values.find(&path).map(|value| found(value, false));
                format!("found {}, expected {}", found.unwrap_or_default(), section.expected)
            };
            self.faults.add(self.values.place_of(&path), what);
        }
        good
    }
}

fn names_in(table: Option<&Value>) -> Vec<String> {
    match table {
        Some(Value::Dict(_, table)) => table.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

fn is_name(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() <= LONGEST_NAME
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(known)
}
