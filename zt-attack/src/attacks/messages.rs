//! X21, X27: what is said over a WebSocket that is open, and isn't what its service listens to.

use serde_json::{Value, json};

use crate::case::{Case, JSON};
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::Upgrade;

const BEHIND: &str = "what is said over a socket that is open is decided about by nobody: who may listen may do everything";
const TOO_MUCH: &str = "one message takes the memory or the time of many (OWASP API4:2023)";

/// More than this is a load, not an attack to be tried by the way.
const MOST: u64 = 1024 * 1024;

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let mut steps = not_said(case);
    steps.extend(too_much(case));
    steps
}

/// Texts that are no call of this message, though they look like one.
fn not_said(case: &Case<'_>) -> Vec<Step> {
    let request = case.by(case.caller());
    let Some(said) = request.said() else { return Vec::new() };
    let Some(Upgrade::Say(name)) = request.upgrade.clone() else { return Vec::new() };
    let renamed = |other: &str| said.replacen(&format!("\"{name}\""), &format!("\"{other}\""), 1);
    let texts = [
        ("a message in a list", format!("[{said}]")),
        ("two messages in one text", format!("{said}{said}")),
        ("a message of JSON-RPC 1.0", said.replacen("2.0", "1.0", 1)),
        ("a message without an id", said.replacen("\"id\":1,", "", 1)),
        ("a message that names two", said.replacen("\"id\":1", "\"id\":1,\"method\":\"x\"", 1)),
        ("a message with a token in it", said.replacen("\"id\":1", "\"id\":1,\"token\":\"x\"", 1)),
        ("a message in upper case", renamed(&name.to_uppercase())),
        ("a message with a blank behind its name", renamed(&format!("{name} "))),
        ("a message called by its path", renamed(&format!("{}#{name}", case.path))),
        ("a method of JSON-RPC's own", renamed("rpc.discover")),
        ("a handler of the service's", renamed(&case.endpoint.name)),
    ];
    let steps = texts.into_iter().filter(|(_, text)| *text != said).map(|(tried, text)| {
        let request = case.by(case.caller()).upgrading(Upgrade::Text(text));
        Step::new("X21", BEHIND, tried, request, Expect::Status(&[400, 404])).at(case)
    });
    steps.collect()
}

fn too_much(case: &Case<'_>) -> Vec<Step> {
    let with = |text: &str| case.bearing(case.with_body(JSON, text), case.caller());
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(3_000), "]".repeat(3_000));
    let digits = format!("{{\"a\":{}}}", "9".repeat(20_000));
    let mut tries = vec![
        ("a message of 3,000 levels", with(&deep), REFUSED),
        ("a number of 20,000 digits in a message", with(&digits), REFUSED),
    ];
    let limit = case.endpoint.limits.body_bytes;
    if case.endpoint.body.is_some() && limit < MOST {
        let length = usize::try_from(limit).unwrap_or(usize::MAX);
        let long: Value = json!({ "a": "a".repeat(length) });
        tries.push(("a message over its limit", with(&long.to_string()), REFUSED));
        // The service doesn't wait for it: it ends the socket.
        let huge: Value = json!({ "a": "a".repeat(length.saturating_mul(64)) });
        tries.push(("a message far over the limit", with(&huge.to_string()), Expect::Refusal));
    }
    let steps = tries.into_iter().map(|(tried, request, expect)| {
        Step::new("X27", TOO_MUCH, tried, request, expect).at(case)
    });
    steps.collect()
}

const REFUSED: Expect = Expect::Refusal;
