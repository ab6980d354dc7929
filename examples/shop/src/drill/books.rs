//! What the audit logs of both instances say together.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// What a service asks itself at its start, to see that it refuses.
const PROBE: &str = "/.zt-probe";

/// The decisions about requests in a log, which may still be written: each complete line that is one.
pub(crate) fn decisions(log: &PathBuf) -> zt::Result<Vec<Value>> {
    let text = fs::read_to_string(log)?;
    let complete = text.rsplit_once('\n').map_or("", |(complete, _)| complete);
    let records = complete.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    let of_callers =
        |it: &Value| text_of(it, "event") == Some("decision") && text_of(it, "path") != Some(PROBE);
    Ok(records.into_iter().filter(of_callers).collect())
}

pub(crate) fn text_of<'r>(record: &'r Value, name: &str) -> Option<&'r str> {
    record.get(name).and_then(Value::as_str)
}

/// None is in both, none in neither.
pub(crate) fn each_once(logs: &[PathBuf; 2], sent: u64) -> zt::Result<String> {
    let [one, other] = logs;
    let (one, other) = (decisions(one)?, decisions(other)?);
    let traces: HashSet<_> =
        one.iter().chain(&other).filter_map(|it| text_of(it, "trace")).collect();
    let (records, traces) = (one.len().saturating_add(other.len()), traces.len());
    if u64::try_from(records)? != sent || traces != records {
        let why = format!("{sent} requests, {records} records, {traces} traces");
        return Err(zt::Error::new(why));
    }
    Ok(format!("{sent} requests, {} and {} records", one.len(), other.len()))
}
