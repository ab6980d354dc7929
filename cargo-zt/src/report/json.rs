//! One document: `{"findings": [..]}`.

use serde_json::json;

use crate::finding::Finding;

pub(super) fn text(findings: &[Finding]) -> String {
    format!("{:#}\n", json!({ "version": 1, "findings": findings }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::report::fixture::findings;

    #[test]
    fn every_finding_has_every_part() {
        let value: serde_json::Value = serde_json::from_str(&text(&findings())).unwrap();
        let first = value.pointer("/findings/0").unwrap();
        for part in ["code", "level", "place", "what", "reason", "mend"] {
            assert!(first.get(part).is_some(), "{part}");
        }
        assert_eq!(value.pointer("/findings/0/place/line").unwrap(), 2);
        assert_eq!(value.pointer("/findings/1/level").unwrap(), "warning");
    }
}
