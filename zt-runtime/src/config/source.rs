//! Where a configuration comes from.
//!
//! figment lays the layers over one another and remembers where each value came from.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider, Source};

use super::fault::ConfigFault;

const PREFIX: &str = "ZT_";
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

/// Values by key, and where each came from.
pub(super) struct Values {
    figment: Figment,
    dict: Dict,
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
        Ok(Values { figment, dict })
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

impl Values {
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.dict.keys().map(String::as_str)
    }

    pub(super) fn find(&self, key: &str) -> Option<&Value> {
        self.dict.get(key)
    }

    /// The key as its source spells it: `ZT_LISTEN`, or `listen` in a line of zt.toml.
    pub(super) fn place_of(&self, key: &str) -> String {
        let Some(file) = self.file_of(key) else { return variable(key) };
        match line_of(file, key) {
            Some(line) => format!("{}:{line}, `{key}`", file.display()),
            None => format!("{}, `{key}`", file.display()),
        }
    }

    /// The name of a setting, spelled as `key` is where it came from.
    pub(super) fn spelled_like(&self, key: &str, name: &str) -> String {
        self.file_of(key).map_or_else(|| variable(name), |_| format!("`{name}`"))
    }

    fn file_of(&self, key: &str) -> Option<&Path> {
        self.figment.find_metadata(key)?.source.as_ref().and_then(Source::file_path)
    }
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_ascii_uppercase())
}

/// Where the key stands, counted from one: figment knows the file and not the line.
fn line_of(file: &Path, key: &str) -> Option<usize> {
    let text = std::fs::read_to_string(file).ok()?;
    let is_its = |line: &str| {
        let line = line.trim_start().trim_start_matches(['[', '"', '\'']);
        line.strip_prefix(key).is_some_and(|rest| {
            rest.trim_start_matches(['"', '\'']).trim_start().starts_with(['=', '.', ']'])
        })
    };
    text.lines().position(is_its).map(|index| index + 1)
}

struct Environment<'a>(&'a [(String, String)]);

impl Provider for Environment<'_> {
    fn metadata(&self) -> Metadata {
        Metadata::named("environment")
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        let dict =
            self.0.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect();
        Ok(Profile::Default.collect(dict))
    }
}
