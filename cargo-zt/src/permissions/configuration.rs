//! The keys of `zt.toml` that say whose tokens count and what is let in. Whatever could widen is a fact; a key that isn't
//! known here is taken for one that could.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::facts::Aspects;

/// Where the service listens and writes says nothing about who may do what.
const NEUTRAL: [&str; 3] = ["listen", "state", "audit"];

/// What counts where the file says nothing.
const DEFAULTS: [(&str, &str); 2] = [("token_life", "1h"), ("leeway", "10s")];

/// Why a text is no configuration.
#[derive(Debug)]
pub(crate) struct Unreadable(toml::de::Error);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no TOML: {}", self.0.message())
    }
}

/// The facts of a `zt.toml`: `key` for a value, `key[value]` for each member of a list, `key.inner` in a table.
pub(crate) fn read(text: &str) -> Result<Aspects, Unreadable> {
    let table: toml::Table = toml::from_str(text).map_err(Unreadable)?;
    let mut aspects = Aspects::new();
    for (key, value) in table.iter().filter(|(key, _)| !NEUTRAL.contains(&key.as_str())) {
        flatten(key, value, &mut aspects);
    }
    for (key, value) in DEFAULTS {
        aspects.entry(key.to_owned()).or_insert_with(|| value.to_owned());
    }
    Ok(aspects)
}

fn flatten(key: &str, value: &toml::Value, aspects: &mut Aspects) {
    match value {
        toml::Value::Table(table) => {
            for (inner, value) in table.iter().filter(|(inner, _)| !is_neutral(key, inner)) {
                flatten(&format!("{key}.{inner}"), value, aspects);
            }
        }
        toml::Value::Array(items) => {
            if key.starts_with("segments.") {
                // A list that goes away lets in what it kept out, though its items go too.
                aspects.insert(key.to_owned(), "only those listed".to_owned());
            }
            for item in items {
                aspects.insert(format!("{key}[{}]", shown(key, item)), "listed".to_owned());
            }
        }
        _ => {
            aspects.insert(key.to_owned(), shown(key, value));
        }
    }
}

/// Where a segment listens, as for the service.
fn is_neutral(table: &str, key: &str) -> bool {
    table.starts_with("segments.") && NEUTRAL.contains(&key)
}

/// What may be a secret, or was put there by mistake as one, is told apart by its digest.
fn shown(key: &str, value: &toml::Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let public = text.starts_with("k4.public.") || text.starts_with("k4.pid.");
    let hidden = ["implicit", "secret", "password", "key"].iter().any(|word| key.contains(word));
    if public || !(hidden || text.starts_with("k4.")) {
        return text;
    }
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn d04_each_key_that_could_widen_is_a_fact() {
        let text = "listen = \"x\"\nissuer = \"https://id\"\nkeys = [\"k4.public.a\"]\n[network]\nOffice = [\"10.0.0.0/8\"]";
        let aspects = read(text).unwrap();
        let keys: Vec<_> = aspects.keys().map(String::as_str).collect();
        let expected =
            ["issuer", "keys[k4.public.a]", "leeway", "network.Office[10.0.0.0/8]", "token_life"];
        assert_eq!(keys, expected);
    }

    #[test]
    fn l03_nothing_that_may_be_secret_is_written_down() {
        let text = "implicit = \"hush\"\nkeys = [\"k4.secret.abc\"]\npassword = \"hush\"";
        let shown = format!("{:?}", read(text).unwrap());
        assert!(!shown.contains("hush") && !shown.contains("k4.secret"), "{shown}");
    }

    #[test]
    fn what_is_no_toml_is_said() {
        assert!(read("issuer =").unwrap_err().to_string().starts_with("this is no TOML"));
    }
}
