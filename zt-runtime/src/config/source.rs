//! Where a configuration comes from.
//!
//! figment lays the layers over one another and remembers where each value came from.

use std::ffi::OsString;
use std::path::PathBuf;

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::fault::ConfigFault;
use super::keys::Section;
use super::place::PREFIX;
use super::values::Values;

const USUAL_FILE: &str = "zt.toml";

/// A file and the environment, as they were when the service started.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    file: Option<PathBuf>,
    /// Variables without their `ZT_`, in lower case.
    settings: Vec<(String, String)>,
    /// Variables whose value is no text.
    unreadable: Vec<String>,
    /// `XDG_STATE_HOME` and `HOME`.
    pub(super) xdg_state: Option<PathBuf>,
    pub(super) home: Option<PathBuf>,
}

impl Sources {
    /// The process's own.
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(crate) fn of_process() -> Self {
        Self::from_variables(std::env::vars_os())
    }

    /// From variables of an environment; the file is the one that they name, or `zt.toml` if it is there.
    pub(crate) fn from_variables(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Self {
        let mut sources = Self::default();
        for (name, value) in variables {
            sources.take(&name.to_string_lossy(), value);
        }
        sources.file =
            sources.file.or_else(|| Some(PathBuf::from(USUAL_FILE)).filter(|file| file.exists()));
        sources
    }

    fn take(&mut self, name: &str, value: OsString) {
        match name {
            "ZT_CONFIG" => self.file = Some(PathBuf::from(value)),
            "XDG_STATE_HOME" => self.xdg_state = Some(PathBuf::from(value)),
            "HOME" => self.home = Some(PathBuf::from(value)),
            _ => {
                let Some(key) = name.strip_prefix(PREFIX) else { return };
                match value.into_string() {
                    Ok(value) => self.settings.push((key.to_ascii_lowercase(), value)),
                    Err(_) => self.unreadable.push(name.to_owned()),
                }
            }
        }
    }

    /// What is wrong before anybody asks what the values mean.
    pub(super) fn faults(&self) -> ConfigFault {
        let mut faults = ConfigFault::none();
        for name in &self.unreadable {
            faults.add(name, "found bytes that are no text, expected UTF-8");
        }
        faults
    }

    pub(super) fn values(&self) -> Result<Values, ConfigFault> {
        let mut figment = Figment::new();
        if let Some(file) = &self.file {
            figment = figment.merge(Toml::file_exact(file));
        }
        figment = figment.merge(Environment(&self.settings));
        let dict = figment.extract().map_err(|error| self.unreadable(error))?;
        Ok(Values::new(figment, dict))
    }

    fn unreadable(&self, error: figment::Error) -> ConfigFault {
        let file = self
            .file
            .as_deref()
            .map_or_else(|| USUAL_FILE.to_owned(), |file| file.display().to_string());
        let mut faults = self.faults();
        for error in error {
            // figment quotes a line of the file with TOML's complaint; the first line says what and where.
            let what = error.kind.to_string();
            faults.add(&file, what.lines().next().unwrap_or("it can't be read").trim());
        }
        faults
    }
}

/// The variables as a file has them: `ZT_ISSUERS_CORP_KEY_SET` is `key_set` in the table `issuers.corp`.
struct Environment<'a>(&'a [(String, String)]);

impl Provider for Environment<'_> {
    fn metadata(&self) -> Metadata {
        Metadata::named("environment")
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        let mut dict = Dict::new();
        for (variable, value) in self.0 {
            let value = Value::from(value.as_str());
            match Section::of_variable(variable) {
                Some((section, name, key)) => put(&mut dict, &[section.name, &name], key, value),
                None => put(&mut dict, &[], variable, value),
            }
        }
        Ok(Profile::Default.collect(dict))
    }
}

/// Puts a value into a table within tables, which are made where they aren't there.
fn put(dict: &mut Dict, tables: &[&str], key: &str, value: Value) {
    let Some((outer, inner)) = tables.split_first() else {
        let _ = dict.insert(key.to_owned(), value);
        return;
    };
    let table = dict.entry((*outer).to_owned()).or_insert_with(|| Value::from(Dict::new()));
    if let Value::Dict(_, table) = table {
        put(table, inner, key, value);
    }
}
