//! `cargo zt audit trace`

use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::open;
use crate::commands::format::Format;
use crate::failure::Failure;

/// Tell what a token, a subject or a request touched, in the order of the log: decisions, streams, what the watch found, and
/// revocations.
///
/// It says what the log says. Whether that is what was written, `cargo zt audit verify` tells.
#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// The log; of one in several files, all of them in their order.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    of: Of,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Whose traces.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Of {
    /// A token: its id (`jti`), or the digest of it that the log has.
    #[arg(long)]
    token: Option<String>,
    /// A subject: its name (`sub`), at whichever issuer.
    #[arg(long)]
    subject: Option<String>,
    /// A request: its trace, as the answer to it says it.
    #[arg(long)]
    request: Option<String>,
}

/// What was touched, all in all.
#[derive(Default)]
struct Touched {
    endpoints: BTreeSet<String>,
    objects: BTreeSet<String>,
    addresses: BTreeSet<String>,
    tokens: BTreeSet<String>,
}

impl Trace {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let mut touched = Touched::default();
        let mut records = Vec::new();
        for path in &self.files {
            let (_, reader) = open(path).map_err(|error| Failure::new(error.to_string()))?;
            for (number, line) in reader.lines().enumerate() {
                let line = line.map_err(|error| Failure::at(path, error))?;
                let record: Value = serde_json::from_str(&line).map_err(|_| {
                    Failure::new(format!(
                        "{}:{}: it is no record; `cargo zt audit verify` tells what happened to the log",
                        path.display(),
                        number + 1
                    ))
                })?;
                if self.of.meets(&record) {
                    touched.add(&record);
                    match self.format {
                        Format::Human => println!("{}", told(&record)),
                        Format::Json => records.push(record),
                    }
                }
            }
        }
        match self.format {
            Format::Human => println!("{}", touched.told()),
            Format::Json => {
                println!("{}", json!({ "records": records, "touched": touched.json() }))
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Of {
    fn meets(&self, record: &Value) -> bool {
        let is = |pointer: &str, wanted: &str| text(record, pointer) == Some(wanted);
        if let Some(token) = &self.token {
            return is("/token", token) || is("/token", &digest(token));
        }
        if let Some(subject) = &self.subject {
            return is("/subject/name", subject);
        }
        self.request.as_deref().is_some_and(|trace| is("/trace", trace) || is("/socket", trace))
    }
}

/// As the log has a token's id.
fn digest(id: &str) -> String {
    Sha256::digest(id.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Touched {
    fn add(&mut self, record: &Value) {
        let of = |pointer| text(record, pointer).map(str::to_owned);
        self.endpoints.extend(of("/endpoint"));
        self.addresses.extend(of("/peer"));
        self.tokens.extend(of("/token"));
        self.objects.extend(objects(record));
    }

    fn told(&self) -> String {
        let row = |(name, all): (&str, &BTreeSet<String>)| {
            let all: Vec<_> = all.iter().map(|it| plain(it)).collect();
            format!("{name}: {}", if all.is_empty() { "none".to_owned() } else { all.join(", ") })
        };
        self.rows().map(row).join("\n")
    }

    fn json(&self) -> Value {
        self.rows().into_iter().map(|(name, all)| (name.to_owned(), json!(all))).collect()
    }

    const fn rows(&self) -> [(&'static str, &BTreeSet<String>); 4] {
        [
            ("endpoints", &self.endpoints),
            ("objects", &self.objects),
            ("addresses", &self.addresses),
            ("tokens", &self.tokens),
        ]
    }
}

fn told(record: &Value) -> String {
    let words =
        ["/time", "/event", "/outcome", "/reason", "/method", "/path", "/detection", "/peer"];
    let words = words.into_iter().filter_map(|it| text(record, it)).map(plain);
    let objects = objects(record).into_iter().map(|it| plain(&it));
    words.chain(objects).collect::<Vec<_>>().join(" ")
}

fn objects(record: &Value) -> Vec<String> {
    let listed = record.get("objects").and_then(Value::as_array).into_iter().flatten();
    let named = |it: &Value| Some(format!("{} {}", text(it, "/type")?, text(it, "/id")?));
    listed.filter_map(named).collect()
}

fn text<'r>(record: &'r Value, pointer: &str) -> Option<&'r str> {
    record.pointer(pointer).and_then(Value::as_str)
}

/// What callers sent does nothing in a terminal (X25).
fn plain(text: &str) -> String {
    text.escape_default().to_string()
}
