//! X25: texts that would become lines, colours or members of a log, and secrets in every place where somebody puts one. What
//! the log makes of them is looked at when all is over (`log.rs`).

use crate::case::Case;
use crate::expect::Expect;
use crate::log::CANARY;
use crate::plan::Step;
use crate::request::Request;

const DANGER: &str = "whoever reads the log reads what an attacker wrote, or what nobody may know";

/// As a path or a query has them.
const IN_TARGETS: [(&str, &str); 5] = [
    ("a line break", "%0d%0a{\"decision\":\"allow\"}"),
    ("an escape", "%1b[2J%1b[1;1H"),
    ("text that runs backwards", "%e2%80%ae"),
    ("the end of a text", "%22},{%22decision%22:%22allow%22"),
    ("a lone byte", "%ff"),
];

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let joint = if case.query.is_empty() { '?' } else { '&' };
    let query = |text: &str| case.to(&format!("{}{joint}q={text}", case.target()));
    let mut tries: Vec<(String, Request)> = Vec::new();
    for (name, text) in IN_TARGETS {
        tries.push((format!("{name} in the query"), query(text)));
        tries.push((format!("{name} in the path"), case.to(&format!("{}/{text}", case.path))));
    }
    // What changes something would do so, and that is no finding.
    let reads = case.method() == "GET";
    let sent = || if reads { case.by(case.caller()) } else { case.anonymous() };
    let header = |name: &str, value: &str| sent().header(name, value);
    for name in ["user-agent", "x-request-id", "traceparent", "referer", "x-forwarded-for"] {
        let value = format!("\"}},{{\"decision\":\"allow\",\"{CANARY}");
        tries.push((format!("the end of a text in {name}"), header(name, &value)));
    }
    tries.extend([
        ("a secret in the query".to_owned(), query(CANARY)),
        (
            "a secret as a token".to_owned(),
            case.anonymous().header("authorization", &format!("Bearer {CANARY}")),
        ),
        (
            "a secret as a password".to_owned(),
            case.anonymous().header("authorization", &format!("Basic {CANARY}")),
        ),
        ("a secret in a cookie".to_owned(), header("cookie", &format!("session={CANARY}"))),
        ("a secret as a proof".to_owned(), header("dpop", CANARY)),
    ]);
    if let Some(media) = &case.media {
        let body = case.with_body(media, &format!("{{\"{CANARY}\":\"{CANARY}\"}}"));
        tries.push(("a secret in the body".to_owned(), case.bearing(body, case.caller())));
    }
    let step =
        |(tried, request)| Step::new("X25", DANGER, tried, request, Expect::NothingInner).at(case);
    tries.into_iter().map(step).collect()
}
