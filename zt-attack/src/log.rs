//! What an audit log may not hold, whatever was sent (X25, L-03).

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use crate::finding::Finding;

/// Sent wherever somebody might put a secret.
pub(crate) const CANARY: &str = "canary-zt-attack-4f1c";

const DANGER: &str = "whoever reads the log reads what an attacker wrote, or what nobody may know";

/// So many characters of a token are no accident.
const TELLING: usize = 24;

pub(crate) fn findings(log: &str, tokens: &BTreeSet<String>, secrets: &[String]) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(number) = log.lines().position(|line| !is_record(line)) {
        found.push(format!("line {} is no JSON object by itself", number + 1));
    }
    if log.chars().any(|it| it.is_control() && it != '\n' || matches!(it, '\u{202a}'..='\u{202e}'))
    {
        found.push("there are characters in it that a terminal obeys".to_owned());
    }
    if log.contains(CANARY) {
        found.push(format!("it holds `{CANARY}`, which was sent as a secret"));
    }
    if secrets.iter().any(|secret| log.contains(secret.as_str())) {
        found.push("it holds a secret of the samples".to_owned());
    }
    if holds_a_piece(log, tokens) {
        found.push("it holds a piece of a token or a proof".to_owned());
    }
    found.into_iter().map(finding).collect()
}

fn is_record(line: &str) -> bool {
    matches!(serde_json::from_str(line), Ok(Value::Object(_)))
}

/// Thousands of tokens in megabytes of log: each place of the log is looked up once, and only where a token could stand.
fn holds_a_piece(log: &str, tokens: &BTreeSet<String>) -> bool {
    let pieces: HashSet<_> = tokens.iter().filter_map(|token| telling(token)).collect();
    let words = log.split(|it: char| !it.is_ascii_graphic() || matches!(it, '"' | '\\'));
    let mut places = words.flat_map(|word| word.as_bytes().windows(TELLING));
    places.any(|place| pieces.contains(place))
}

/// The end of a token's longest part: its signature.
fn telling(token: &str) -> Option<&[u8]> {
    let longest = token.split('.').max_by_key(|part| part.len())?;
    let at = longest.len().checked_sub(TELLING)?;
    longest.as_bytes().get(at..)
}

fn finding(found: String) -> Finding {
    Finding {
        attack: "X25",
        endpoint: None,
        tried: "all of the above, seen in the audit log".to_owned(),
        found,
        danger: DANGER,
        reproduce: "read the audit log".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const GOOD: &str = "{\"decision\":\"allow\"}\n{\"decision\":\"deny\"}\n";

    fn found(log: &str) -> usize {
        let token = format!("v4.public.{}.Zm9v", "QUJD".repeat(20));
        findings(log, &BTreeSet::from([token]), &["canary-pin".to_owned()]).len()
    }

    #[test]
    fn x25_each_planted_leak_is_found() {
        assert_eq!(found(GOOD), 0);
        let tail = "QUJD".repeat(8);
        for line in [
            "plain text",
            "{\"a\":1}{\"b\":2}",
            "{\"agent\":\"canary-zt-attack-4f1c\"}",
            "{\"body\":\"canary-pin\"}",
            "{\"agent\":\"\u{202e}\"}",
            &format!("{{\"token\":\"{tail}\"}}"),
        ] {
            assert_eq!(found(&format!("{GOOD}{line}\n")), 1, "{line}");
        }
        // An escape is a line that is no JSON either.
        assert_eq!(found(&format!("{GOOD}{{\"agent\":\"\u{1b}[2J\"}}\n")), 2);
    }
}
