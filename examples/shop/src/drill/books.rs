//! What the audit logs of both instances say together.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde_json::Value;
use zt_audit::{Keys, Verified};

use super::house::Log;

/// What a service asks itself at its start, to see that it refuses.
const PROBE: &str = "/.zt-probe";

/// The decisions about requests in a log, which may still be written: each complete line that is one.
pub(crate) fn decisions(log: &Log) -> zt::Result<Vec<Value>> {
    let text = fs::read_to_string(&log.lines)?;
    let complete = text.rsplit_once('\n').map_or("", |(complete, _)| complete);
    let records = complete.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    let of_callers =
        |it: &Value| text_of(it, "event") == Some("decision") && text_of(it, "path") != Some(PROBE);
    Ok(records.into_iter().filter(of_callers).collect())
}

pub(crate) fn text_of<'r>(record: &'r Value, name: &str) -> Option<&'r str> {
    record.get(name).and_then(Value::as_str)
}

/// No request is in both, none in neither.
pub(crate) fn each_once(logs: &[Log; 2], sent: u64) -> zt::Result<String> {
    let [one, other] = logs;
    let (one, other) = (decisions(one)?, decisions(other)?);
    let all = one.iter().chain(&other);
    let traces: HashSet<_> = all.filter_map(|it| text_of(it, "trace")).collect();
    let (records, traces) = (one.len().saturating_add(other.len()), traces.len());
    if u64::try_from(records)? != sent || traces != records {
        let why = format!("{sent} requests, {records} records, {traces} traces");
        return Err(zt::Error::new(why));
    }
    Ok(format!("{sent} requests, {} and {} records", one.len(), other.len()))
}

/// Nothing was changed, all of it is signed, and the anchor has it.
pub(crate) fn whole(logs: &[Log; 2], keys: &Keys) -> zt::Result<String> {
    let mut checkpoints = Vec::with_capacity(logs.len());
    for log in logs {
        let (lines, anchor) = (opened(&log.lines), opened(&log.anchor)?);
        let report = match zt_audit::verify([lines], keys, Some(anchor))? {
            Verified::Whole(report) => report,
            Verified::Broken(broken, _) => return Err(zt::Error::new(broken.to_string())),
        };
        if report.unsigned > 0 || report.anchored != report.signed {
            let why = format!("of `{}` not all is signed and anchored: {report:?}", log.name);
            return Err(zt::Error::new(why));
        }
        checkpoints.push(report.checkpoints.to_string());
    }
    Ok(format!("{} checkpoints", checkpoints.join(" and ")))
}

fn opened<'r>(file: &Path) -> io::Result<(String, Box<dyn BufRead + 'r>)> {
    Ok((file.display().to_string(), Box::new(BufReader::new(File::open(file)?))))
}
