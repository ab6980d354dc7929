//! What holds of each criterion, as far as the source shows it.

use serde::Serialize;

use zt_core::stage::{CRITERIA, Criterion, Stage};

use super::Around;
use super::criteria::mend;
use crate::source::application::{Application, Kind};

/// Whether a criterion holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Holds {
    Met,
    Unmet,
    /// The source can't show it. It counts as unmet.
    Unknown,
}

/// A criterion, and what is known of it.
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    pub(super) id: &'static str,
    #[serde(skip)]
    pub(super) stage: Stage,
    pub(super) what: &'static str,
    pub(super) holds: Holds,
    /// What it rests on.
    pub(super) because: String,
    pub(super) mend: &'static str,
}

impl Verdict {
    pub(super) fn is_met(&self) -> bool {
        self.holds == Holds::Met
    }
}

/// One for each criterion, in their order.
pub(super) fn verdicts(application: &Application, around: &Around) -> Vec<Verdict> {
    let verdict = |criterion: &Criterion| {
        let (holds, because) = judge(criterion.id, application, around);
        let Criterion { id, stage, what, .. } = *criterion;
        Verdict { id, stage, what, holds, because, mend: mend(criterion) }
    };
    CRITERIA.iter().map(verdict).collect()
}

fn judge(id: &str, application: &Application, around: &Around) -> (Holds, String) {
    match id {
        "T1" | "I8" => rules(application),
        "I3" => scopes(application),
        "T2" => seen(around, &AUTHENTICATORS, "what they take isn't seen"),
        "T3" => listeners(application),
        "T5" => wrapped(application, &LOGGERS, "a line for each request isn't seen to be written"),
        "T6" => methods(application),
        "I1" | "I2" => seen(around, &TOKENS, "which checks they are told to make isn't seen"),
        "I4" => wrapped(application, &LIMITERS, "whom they count and how often isn't seen"),
        "I6" => tls(application),
        "I9" => lock(around),
        _ => (Holds::Unknown, "the source doesn't show it".to_owned()),
    }
}

const AUTHENTICATORS: [&str; 7] = [
    "actix_identity",
    "actix_session",
    "actix_web_httpauth",
    "jsonwebtoken",
    "oauth2",
    "openidconnect",
    "pasetors",
];
const TOKENS: [&str; 5] =
    ["jsonwebtoken", "jwt_simple", "openidconnect", "pasetors", "rusty_paseto"];
/// Parts of names.
const LOGGERS: [&str; 2] = ["Logger", "RequestTracing"];
const LIMITERS: [&str; 2] = ["Governor", "Limiter"];

/// What guards a route in the handler's own words is no rule: nobody sees where it is missing.
fn rules(application: &Application) -> (Holds, String) {
    let Application { routes, endpoints, made, .. } = application;
    match (routes.len(), endpoints) {
        (0, 0) => (Holds::Unknown, "no route was found".to_owned()),
        (0, _) if *made > 0 => {
            (Holds::Unknown, "an application is made, and no route of it was found".to_owned())
        }
        (0, _) => (Holds::Met, format!("all {endpoints} endpoints are built on zt")),
        (count, _) => (Holds::Unmet, format!("{count} routes answer without a rule")),
    }
}

fn scopes(application: &Application) -> (Holds, String) {
    match application.authenticated {
        0 => rules(application),
        count => (Holds::Unmet, format!("{count} endpoints name no scope: `authenticated(..)`")),
    }
}

fn seen(around: &Around, names: &[&str], but: &str) -> (Holds, String) {
    let here: Vec<_> = around.crates.iter().filter(|it| names.contains(&it.as_str())).collect();
    match here.as_slice() {
        [] => (Holds::Unmet, "no crate for it is among the dependencies".to_owned()),
        [first, ..] => (Holds::Unknown, format!("`{first}` is among the dependencies; {but}")),
    }
}

fn wrapped(application: &Application, names: &[&str], but: &str) -> (Holds, String) {
    let mut wraps = application.wraps.iter();
    match wraps.find(|wrap| names.iter().any(|name| wrap.contains(name))) {
        Some(wrap) => (Holds::Unknown, format!("`{wrap}` is seen; {but}")),
        None => (Holds::Unmet, "no middleware for it is seen".to_owned()),
    }
}

fn listeners(application: &Application) -> (Holds, String) {
    let kinds = || application.listeners.iter().map(|it| it.kind);
    let at = |kind: Kind| application.listeners.iter().find(|it| it.kind == kind);
    if let Some(open) = at(Kind::Open) {
        return (Holds::Unmet, format!("{} listens without TLS beyond this machine", open.place));
    }
    match application.listeners.first() {
        Some(first) if kinds().all(|it| it != Kind::Unknown) => {
            (Holds::Met, format!("{} listens on a loopback address or with TLS", first.place))
        }
        _ => (Holds::Unknown, "the address isn't written in the source".to_owned()),
    }
}

fn tls(application: &Application) -> (Holds, String) {
    match application.listeners.iter().find(|it| it.kind == Kind::Tls) {
        Some(it) => (Holds::Unknown, format!("{} has TLS; which versions isn't seen", it.place)),
        None => (Holds::Unknown, "no TLS is seen; a proxy may speak it".to_owned()),
    }
}

fn methods(application: &Application) -> (Holds, String) {
    match application.routes.iter().find(|it| it.method.is_none()) {
        Some(it) => (Holds::Unmet, format!("`{}` answers every method ({})", it.path, it.place)),
        None => (Holds::Unknown, "what answers the other methods and paths isn't seen".to_owned()),
    }
}

fn lock(around: &Around) -> (Holds, String) {
    match around.has_lock {
        true => (Holds::Unknown, "`zt.lock` is there; the pipeline isn't seen".to_owned()),
        false => (Holds::Unmet, "there is no `zt.lock`".to_owned()),
    }
}
