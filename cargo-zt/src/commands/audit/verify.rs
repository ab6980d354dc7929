//! `cargo zt audit verify`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use zt_audit::{Broken, Keys, Report, Verified};

use super::open;
use crate::commands::format::Format;
use crate::failure::Failure;

/// Find what was changed in an audit log, and where: an edit, a loss, a copy, a swap, a record that was put in, a forged or missing
/// checkpoint, and with the anchor also a tail that was cut off and an older file in the place of a newer one.
///
/// It needs the log, the public key of `audit_key`, and nothing of the service.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The log; of one in several files, all of them in their order.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The public key of the service's `audit_key`. Where it was replaced, each of them.
    #[arg(long = "key", value_name = "k4.public..", required = true)]
    keys: Vec<String>,
    /// The file that `audit_anchor` names.
    #[arg(long, value_name = "FILE")]
    anchor: Option<PathBuf>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

impl Verify {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let keys = keys(&self.keys)?;
        let anchor = self.anchor.as_deref().map(open).transpose();
        let anchor = anchor.map_err(|error| Failure::new(error.to_string()))?;
        let files = self.files.iter().map(|path| open(path));
        let verified = zt_audit::verify(files, &keys, anchor);
        let verified = verified.map_err(|error| Failure::new(error.to_string()))?;
        println!(
            "{}",
            match self.format {
                Format::Human => human(&verified, self.anchor.is_some()),
                Format::Json => json(&verified),
            }
        );
        Ok(match verified {
            Verified::Whole(_) => ExitCode::SUCCESS,
            Verified::Broken(..) => ExitCode::FAILURE,
        })
    }
}

/// What was given isn't repeated: it may be the secret key.
fn keys(texts: &[String]) -> Result<Keys, Failure> {
    let mut keys = Keys::default();
    for text in texts {
        keys.add(text).map_err(|_| {
            let is_secret = text.starts_with("k4.secret.");
            Failure::new(match is_secret {
                true => {
                    "`--key` was given a secret key, which by now is in the shell's history: make the service a new one, and give \
                     the `k4.public...` of each"
                }
                false => "`--key` is no PASERK public key of version 4, `k4.public.` and 43 characters",
            })
        })?;
    }
    Ok(keys)
}

fn json(verified: &Verified) -> String {
    let (broken, report) = match verified {
        Verified::Whole(report) => (None, report),
        Verified::Broken(broken, report) => (Some(broken), report),
    };
    let broken = broken.map(|broken| {
        let mut value = json!(broken);
        if let Some(members) = value.as_object_mut() {
            members.insert("told".to_owned(), broken.to_string().into());
        }
        value
    });
    json!({ "whole": broken.is_none(), "broken": broken, "report": report }).to_string()
}

fn human(verified: &Verified, has_anchor: bool) -> String {
    match verified {
        Verified::Whole(report) => whole(report, has_anchor),
        Verified::Broken(broken, report) => told(broken, report),
    }
}

fn told(broken: &Broken, report: &Report) -> String {
    let good = match report.signed {
        Some(signed) => format!("records up to {signed} are what was signed"),
        None => "no record before it is known to be what was signed".to_owned(),
    };
    format!("broken\n{broken}\n{good}; nothing after this place is evidence")
}

fn whole(report: &Report, has_anchor: bool) -> String {
    let Report { lines, checkpoints, signed, signed_at, unsigned, torn, anchored, unseen, .. } =
        report;
    let mut told = vec!["whole".to_owned()];
    told.push(format!(
        "log {}: {lines} lines, {checkpoints} of them checkpoints",
        known(&report.log)
    ));
    told.push(format!(
        "signed: records up to {} at {}",
        number(*signed),
        signed_at.as_deref().unwrap_or("an unknown time")
    ));
    told.push(match (has_anchor, anchored) {
        (false, _) => {
            "not anchored: whether its end was cut off, only `--anchor` could show".to_owned()
        }
        (true, Some(anchored)) => format!("anchored: records up to {anchored}"),
        (true, None) => "anchored: nothing of it, the anchor is empty".to_owned(),
    });
    if *unsigned > 0 {
        told.push(format!(
            "unsigned tail: the last {unsigned} lines are behind the last checkpoint, and prove nothing yet"
        ));
    }
    if *torn > 0 {
        told.push(format!(
            "half a line: the last {torn} bytes, as of a service that is writing or was killed"
        ));
    }
    for over in &report.taken_over {
        told.push(format!(
            "signed late: records {} to {}, which a service left unsigned and its next start signed; whoever could write to the \
             file in between could have written them",
            over.from, over.through
        ));
    }
    if *unseen > 0 {
        told.push(format!(
            "without a record: {unseen} requests were refused while the log could take none"
        ));
    }
    told.join("\n")
}

fn number(of: Option<u64>) -> String {
    of.map_or_else(|| "none".to_owned(), |of| of.to_string())
}

fn known(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("without a name")
}
