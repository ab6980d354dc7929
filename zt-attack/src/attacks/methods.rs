//! X15: methods that nobody declared, and headers that ask for another.

use crate::case::{Case, method};
use crate::expect::Expect;
use crate::plan::Step;

const UNDECLARED: &str = "a method that nobody guarded runs what another one guards (CWE-650)";
const OVERRIDE: &str = "a request that is allowed turns into one that isn't, behind the rule";

const METHODS: [&str; 16] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND",
    "SEARCH", "get", "Get", "JEFF", "GETS", "DEBUG",
];

const OVERRIDES: [&str; 4] =
    ["x-http-method-override", "x-http-method", "x-method-override", "x-original-method"];

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let mut steps = undeclared(case);
    if case.method() == "GET" && !case.is_open() {
        steps.push(head(case));
        steps.extend(overridden(case));
    }
    steps
}

/// Methods that some endpoint answers at a path that this one's could be.
fn declared(case: &Case<'_>) -> Vec<&'static str> {
    let here = case.manifest.endpoints.iter().filter(|it| matches(&it.path, &case.path));
    here.map(|it| method(it.method)).collect()
}

fn matches(pattern: &str, path: &str) -> bool {
    let fits = |(wanted, found): (&str, &str)| wanted.starts_with('{') || wanted == found;
    pattern.split('/').count() == path.split('/').count()
        && pattern.split('/').zip(path.split('/')).all(fits)
}

fn undeclared(case: &Case<'_>) -> Vec<Step> {
    let declared = declared(case);
    let answers =
        |name: &str| declared.contains(&name) || name == "HEAD" && declared.contains(&"GET");
    let others = METHODS.into_iter().filter(|name| !answers(name));
    let both = others.flat_map(|name| {
        let with_token = case.by(case.caller()).with_method(name);
        let without = case.anonymous().with_method(name);
        [(name, "the owner", with_token), (name, "a stranger", without)]
    });
    let steps = both.map(|(name, who, request)| {
        let tried = format!("{name}, which isn't declared here, by {who}");
        Step::new("X15", UNDECLARED, tried, request, Expect::Status(&[400, 401, 404, 405, 501]))
            .at(case)
    });
    steps.collect()
}

/// RFC 9110 §9.3.2: HEAD is GET without the body, also before the gate.
fn head(case: &Case<'_>) -> Step {
    let request = case.anonymous().with_method("HEAD");
    // No HEAD opens a WebSocket (RFC 6455 §4.1).
    let refused = if case.is_socket() { Expect::Status(&[400]) } else { Expect::Status(&[401]) };
    Step::new("X15", UNDECLARED, "HEAD without a credential", request, refused).at(case)
}

/// The GET is answered; the object must still be there afterwards.
fn overridden(case: &Case<'_>) -> impl Iterator<Item = Step> {
    let headers = OVERRIDES.into_iter().map(|name| {
        (format!("a GET whose `{name}` says DELETE"), case.by(case.caller()).header(name, "DELETE"))
    });
    let joint = if case.query.is_empty() { '?' } else { '&' };
    let target = format!("{}{joint}_method=DELETE", case.target());
    let query =
        ("a GET whose query says DELETE".to_owned(), case.bearing(case.to(&target), case.caller()));
    let steps = headers.chain([query]).map(|(tried, request)| {
        // A query that is read as an input refuses the word: also well.
        Step::new("X15", OVERRIDE, tried, request, Expect::Status(&[101, 200, 204, 303, 400, 422]))
            .at(case)
    });
    steps.collect::<Vec<_>>().into_iter()
}
