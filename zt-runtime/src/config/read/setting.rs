//! One setting: found, in its form, or a fault with its place.

use std::ops::RangeInclusive;

use figment::value::Value;

use super::Reader;
use crate::config::found::found;
use crate::config::keys::Key;
use crate::config::place::SettingPath;

impl Reader {
    pub(super) fn needed(&mut self, key: &'static str) -> Option<String> {
        if self.find(key).is_none() {
            self.missing(key, "");
        }
        self.text(key)
    }

    /// A value that `parse` understands.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let parsed = parse(&self.text(key)?);
        if parsed.is_none() {
            self.wrong(key);
        }
        parsed
    }

    /// A text that isn't empty.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let text = match self.find(key)? {
            Value::String(_, text) if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        };
        if text.is_none() {
            self.wrong(key);
        }
        text
    }

    /// A whole number, or its digits.
    pub(super) fn number(&mut self, key: &'static str, range: RangeInclusive<u64>) -> Option<u64> {
        let number = match self.find(key)? {
            // Whole numbers alone, with or without a sign: a file's have one.
            Value::Num(_, number) => {
                number.to_u128_lossy().and_then(|whole| u64::try_from(whole).ok())
            }
            Value::String(_, text) => text.parse().ok(),
            _ => None,
        };
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            self.wrong(key);
        }
        number
    }

    /// A list of texts with something in it, or one text with commas, as the environment has it.
    pub(super) fn list(&mut self, key: &'static str) -> Option<Vec<String>> {
        let texts: Option<Vec<String>> = match self.find(key)? {
            Value::String(_, text) => {
                Some(text.split(',').map(|item| item.trim().to_owned()).collect())
            }
            Value::Array(_, items) => {
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
            }
            _ => None,
        };
        let texts =
            texts.filter(|texts| !texts.is_empty() && texts.iter().all(|text| !text.is_empty()));
        if texts.is_none() {
            self.wrong(key);
        }
        texts
    }

    /// The value is there, and isn't what it must be.
    pub(super) fn wrong(&mut self, key: &'static str) {
        let what = format!("found {}, expected {}", self.found(key), self.expected(key));
        self.fault(key, what);
    }

    /// The key isn't there, and must be, for this reason.
    pub(super) fn missing(&mut self, key: &'static str, why: &str) {
        let colon = if why.is_empty() { "" } else { ": " };
        self.fault(key, format!("missing{colon}{why}; expected {}", self.expected(key)));
    }

    pub(super) fn found(&self, key: &str) -> String {
        let shown = self.known(key).is_some_and(|key| key.shown);
        self.find(key).map_or_else(String::new, |value| found(value, shown))
    }

    fn expected(&self, key: &str) -> &'static str {
        self.known(key).map_or("nothing", |key| key.expected)
    }

    fn known(&self, key: &str) -> Option<&'static Key> {
        self.keys().find(|known| known.name == key)
    }

    pub(super) fn find(&self, key: &str) -> Option<&Value> {
        self.values.find(&self.path(key))
    }

    pub(super) fn place_of(&self, key: &str) -> String {
        self.values.place_of(&self.path(key))
    }

    pub(super) fn path(&self, key: &str) -> SettingPath {
        self.table.as_ref().map_or_else(|| SettingPath::top(key), |table| table.path().within(key))
    }

    pub(super) fn fault(&mut self, key: &str, what: impl Into<String>) {
        self.faults.add(self.place_of(key), what);
    }
}
