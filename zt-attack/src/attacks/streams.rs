//! X21: streams that are opened in somebody's name by a page that lured them there, or by nobody at all (Vite CVE-2025-24010,
//! Mattermost CVE-2026-9162).

use zt_manifest::Answer;

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::{Request, TOKEN};

const LISTENS: &str = "whoever opens a stream hears all that comes, for as long as it is open";
const LURED: &str = "a page of another site listens in its visitor's name";

/// Of nobody's, of somebody's, and of one that only begins like ours.
const ORIGINS: [&str; 3] = ["null", "https://evil.example", "https://localhost.evil.example"];

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    if !matches!(case.endpoint.answer, Answer::Stream { .. }) || case.is_open() {
        return Vec::new();
    }
    let mut steps = uncredentialed(case);
    steps.extend(ORIGINS.iter().map(|origin| {
        let request = case.by(case.caller()).header("origin", origin);
        let tried = format!("a stream for a page of {origin}");
        Step::new("X21", LURED, tried, request, Expect::Status(&[403])).at(case)
    }));
    steps
}

fn uncredentialed(case: &Case<'_>) -> Vec<Step> {
    let joint = if case.query.is_empty() { '?' } else { '&' };
    let in_query = case.to(&format!("{}{joint}access_token={TOKEN}", case.target()));
    let upgrade = |request: Request| {
        request
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
    };
    let tries = [
        ("a stream without a token", case.anonymous()),
        ("a stream with a token in the query", in_query.holding(case.whole())),
        ("an upgrade without a token", upgrade(case.anonymous())),
    ];
    // A socket is opened by an upgrade in any case.
    let tries = tries.into_iter().take(if case.is_socket() { 2 } else { 3 });
    let step = |(tried, request)| {
        Step::new("X21", LISTENS, tried, request, Expect::Status(&[400, 401])).at(case)
    };
    tries.map(step).collect()
}
