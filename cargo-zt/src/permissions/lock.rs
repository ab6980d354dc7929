//! `zt.lock`: the facts as text, one fact a line, in one order, so that a pull request shows what changed and no more.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use serde::Deserialize;

use super::approve::InForce;
use super::compare::is_readable;
use super::facts::{Aspects, Facts, Subject};

/// The version of the form. Another one is refused.
const VERSION: u32 = 1;

const HEAD: &str = "\
# Who may do what, as reviewed. `cargo zt lock` writes this file and `cargo zt check` compares the service with it.
# Don't edit it: what widens a permission is approved in zt-approvals.toml.
";

/// The order of keys in a block, by their first word; the rest of a key sorts as text.
const ORDER: [&str; 32] = [
    "name",
    "why",
    "legacy",
    "stage",
    "decoy",
    "handler",
    "group",
    "segment",
    "shared",
    "access",
    "waiver",
    "effect",
    "sensitivity",
    "max_age",
    "auth_age",
    "acr",
    "bound",
    "issuer",
    "signed",
    "device",
    "network",
    "rate",
    "largest_body",
    "time",
    "parameter",
    "open",
    "query",
    "body",
    "file",
    "header",
    "store",
    "answer",
];

/// What a lock file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    pub(crate) facts: Facts,
    /// Widenings that somebody answers for until a day.
    pub(crate) approved: Vec<InForce>,
}

/// Why a text is no lock.
#[derive(Debug)]
pub(crate) enum Unreadable {
    Version(u32),
    Malformed(String),
    Fact { heading: String, key: String, text: String },
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

type Named = BTreeMap<String, Aspects>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[expect(dead_code, reason = "read before, so that another version is told as that")]
    version: u32,
    #[serde(default)]
    service: Aspects,
    #[serde(default)]
    configuration: Aspects,
    #[serde(default)]
    endpoints: Named,
    #[serde(default)]
    scopes: Named,
    #[serde(default)]
    roles: Named,
    #[serde(default)]
    resources: Named,
    #[serde(default)]
    stores: Named,
    #[serde(default)]
    approved: Vec<InForce>,
}

impl Lock {
    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        let malformed = |error: toml::de::Error| Unreadable::Malformed(error.to_string());
        let Versioned { version } = toml::from_str(text).map_err(malformed)?;
        if version != VERSION {
            return Err(Unreadable::Version(version));
        }
        let form: Form = toml::from_str(text).map_err(malformed)?;
        let approved = form.approved.clone();
        let facts = Facts(form.subjects());
        for (subject, aspects) in &facts.0 {
            let unreadable = aspects.iter().find(|(key, text)| !is_readable(subject, key, text));
            if let Some((key, text)) = unreadable {
                let (key, text) = (key.clone(), text.clone());
                return Err(Unreadable::Fact { heading: subject.to_string(), key, text });
            }
        }
        Ok(Self { facts, approved })
    }

    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{HEAD}version = {VERSION}\n");
        for (subject, aspects) in &self.facts.0 {
            // A heading of the one kind without a name, or of a kind and a name.
            let _ = writeln!(text, "\n[{}]", heading(subject));
            for (key, value) in in_order(aspects) {
                let _ = writeln!(text, "{} = {}", key_text(key), quoted(value));
            }
        }
        for it in &self.approved {
            let _ = writeln!(text, "\n[[approved]]");
            for (key, value) in it.lines() {
                let _ = writeln!(text, "{key} = {}", quoted(&value));
            }
        }
        text
    }
}

impl Form {
    fn subjects(self) -> BTreeMap<Subject, Aspects> {
        let mut subjects = BTreeMap::from([
            (Subject::Service, self.service),
            (Subject::Configuration, self.configuration),
        ]);
        let mut add = |named: Named, kind: fn(String) -> Subject| {
            subjects.extend(named.into_iter().map(|(name, aspects)| (kind(name), aspects)));
        };
        add(self.endpoints, Subject::Endpoint);
        add(self.scopes, Subject::Scope);
        add(self.roles, Subject::Role);
        add(self.resources, Subject::Resource);
        add(self.stores, Subject::Store);
        subjects
    }
}

fn heading(subject: &Subject) -> String {
    let kind = match subject {
        Subject::Service | Subject::Configuration => return subject.to_string(),
        Subject::Endpoint(_) => "endpoints",
        Subject::Scope(_) => "scopes",
        Subject::Role(_) => "roles",
        Subject::Resource(_) => "resources",
        Subject::Store(_) => "stores",
    };
    format!("{kind}.{}", key_text(&subject.to_string()))
}

fn in_order(aspects: &Aspects) -> Vec<(&String, &String)> {
    let mut all: Vec<_> = aspects.iter().collect();
    all.sort_by_key(|(key, _)| {
        let word = key.split('.').next().unwrap_or_default();
        (ORDER.iter().position(|it| *it == word).unwrap_or(ORDER.len()), *key)
    });
    all
}

fn key_text(key: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { quoted(key) }
}

/// Always on one line: a reason with lines stays one fact.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            other if other.is_control() => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(other));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => {
                write!(
                    f,
                    "this lock has version {version} and this cargo zt reads version {VERSION}"
                )
            }
            Self::Malformed(error) => write!(f, "this is no lock: {error}"),
            Self::Fact { heading, key, text } => write!(
                f,
                "`{heading}`, `{key}`: \"{text}\" is nothing that zt writes there; take the lock from the last commit"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::permissions::{facts::facts, fixture};

    fn lock() -> Lock {
        Lock { facts: facts(&fixture::shop(), Aspects::new()), approved: Vec::new() }
    }

    #[test]
    fn d03_what_is_written_is_read() {
        let mut lock = lock();
        let endpoint = Subject::Endpoint("GET /orders".to_owned());
        let why = "two\nlines \"quoted\" \\ \u{1b} \u{202e}".to_owned();
        lock.facts.0.get_mut(&endpoint).unwrap().insert("why".to_owned(), why);
        assert_eq!(Lock::read(&lock.to_text()).unwrap(), lock);
    }

    #[test]
    fn d03_a_lock_is_a_function_of_the_manifest() {
        assert_eq!(lock().to_text(), lock().to_text());
        let mut turned = fixture::shop();
        turned.endpoints.reverse();
        turned.scopes.reverse();
        assert_eq!(Lock { facts: facts(&turned, Aspects::new()), ..lock() }, lock());
    }

    #[test]
    fn d03_a_line_says_one_thing() {
        let text = lock().to_text();
        let start = text.find("[endpoints.\"POST /orders/{order}/cancel\"]").unwrap();
        let block: Vec<_> =
            text.get(start..).unwrap().lines().take_while(|it| !it.is_empty()).collect();
        let expected = [
            "[endpoints.\"POST /orders/{order}/cancel\"]",
            "why = \"Cancel before it ships.\"",
            "handler = \"cancel_order\"",
            "group = \"OrdersApi\"",
            "access = \"orders:cancel\"",
            "effect = \"writes\"",
            "max_age = \"10m\"",
            "auth_age = \"15m\"",
            "acr = \"urn:acr:mfa or urn:acr:passkey\"",
            "bound = \"needed\"",
            "issuer = \"corp or partner\"",
            "signed = \"needed\"",
            "device = \"managed or shared\"",
            "rate = \"60/min by subject (group)\"",
            "largest_body = \"64KiB\"",
            "time = \"2s\"",
            "\"parameter.order\" = \"object(Order, Cancel, writes)\"",
            "body = \"application/json\"",
            "\"body.reason\" = \"text(0..500)\"",
            "\"store.Orders\" = \"reached\"",
            "answer = \"a view of Order\"",
            "\"shows.id\" = \"id(OrderId)\"",
            "\"shows.total\" = \"whole(..)\"",
        ];
        assert_eq!(block, expected);
    }

    #[test]
    fn a_lock_that_was_tampered_with_is_refused() {
        let text = lock().to_text();
        for (from, to) in [
            ("version = 1", "version = 2"),
            ("60/min by subject (group)", "a lot"),
            ("object(Order, Cancel, writes)", "trust me"),
            ("access = \"orders:cancel\"", "access = \"orders:cancel xor orders:read\""),
            ("largest_body = \"64KiB\"", "largest_body = \"64\""),
            ("answer = \"a view of Order\"", "answer = \"Order\""),
            ("effect = \"writes\"", "effect = \"may write\""),
            ("acr = \"urn:acr:mfa or urn:acr:passkey\"", "acr = \"urn:acr:mfa, urn:acr:passkey\""),
            ("bound = \"needed\"", "bound = \"no\""),
            ("signed = \"needed\"", "signed = \"true\""),
            ("issuer = \"corp or partner\"", "issuer = \"corp or Partner\""),
            ("device = \"managed or shared\"", "device = \"managed, shared\""),
            ("auth_age = \"15m\"", "auth_age = \"long\""),
            ("[endpoints", "[endpoint"),
            ("handler = ", "colour = "),
        ] {
            assert!(text.contains(from), "{from}");
            assert!(Lock::read(&text.replace(from, to)).is_err(), "{to}");
        }
    }
}
