//! SARIF 2.1.0 (OASIS), in the subset that code scanning reads.

use serde_json::{Value, json};

use crate::finding::{CODES, Code, Finding, Level};
use crate::pages;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn text(findings: &[Finding]) -> String {
    let rules: Vec<_> = CODES.iter().map(|it| rule(it)).collect();
    let results: Vec<_> = findings.iter().map(result).collect();
    let driver = json!({
        "name": "cargo zt",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let run = json!({
        "tool": { "driver": driver },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { "SRCROOT": { "description": { "text": "the root of the workspace" } } },
        "results": results,
    });
    format!("{:#}\n", json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }))
}

fn rule(code: &Code) -> Value {
    let page = pages::find(code.code);
    let title = page.map_or(code.code, |page| page.title());
    let help = page.map(|page| page.sections()).unwrap_or_default();
    let help: Vec<_> =
        help.into_iter().map(|(heading, text)| format!("## {heading}\n\n{text}")).collect();
    json!({
        "id": code.code,
        "shortDescription": { "text": title },
        "fullDescription": { "text": code.reason },
        "help": { "text": code.reason, "markdown": help.join("\n\n") },
        "defaultConfiguration": { "level": code.level.word() },
        "properties": { "tags": ["security"], "security-severity": severity(code.level) },
    })
}

/// Of GitHub: above 7.0 is high, above 4.0 medium.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "8.0",
        Level::Warning => "5.0",
        Level::Note => "2.0",
    }
}

fn result(finding: &Finding) -> Value {
    let place = &finding.place;
    let (line, column) = (place.line.max(1), place.column.max(1));
    let region = match place.width {
        0 => json!({ "startLine": line, "startColumn": column }),
        width => json!({ "startLine": line, "startColumn": column, "endColumn": column + width }),
    };
    json!({
        "ruleId": finding.code,
        "ruleIndex": CODES.iter().position(|it| it.code == finding.code),
        "level": finding.level.word(),
        "message": { "text": format!("{}. {}. {}", finding.what, finding.reason, finding.mend) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&place.file), "uriBaseId": "SRCROOT" },
                "region": region,
            }
        }],
        // The same finding at another line stays the same alert.
        "partialFingerprints": { "ztFinding/v1": format!("{}:{}:{}", finding.code, place.file, finding.what) },
    })
}

/// RFC 3986: what is no character of a path is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::report::fixture::findings;

    /// What the schema requires, and what code scanning asks for beyond it.
    #[test]
    fn d06_every_required_part_of_sarif_is_there() {
        let log: Value = serde_json::from_str(&text(&findings())).unwrap();
        assert_eq!(log["version"], "2.1.0");
        assert!(log["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        assert!(driver["name"].is_string());
        let rules = driver["rules"].as_array().unwrap();
        for rule in rules {
            for part in
                ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"]
            {
                assert!(!rule.pointer(part).unwrap().as_str().unwrap().is_empty(), "{part}");
            }
        }
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            let place = &result["locations"][0]["physicalLocation"];
            assert!(!place["artifactLocation"]["uri"].as_str().unwrap().starts_with('/'));
            assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
            assert!(result["partialFingerprints"].as_object().is_some_and(|it| it.len() == 1));
        }
    }

    #[test]
    fn d06_places_are_uris() {
        assert_eq!(uri("src/a b#c.rs"), "src/a%20b%23c.rs");
        assert_eq!(uri("src/é.rs"), "src/%C3%A9.rs");
    }
}
