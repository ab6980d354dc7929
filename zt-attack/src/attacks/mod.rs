//! The attacks, one file a kind.

mod assignment;
mod credentials;
mod disclosure;
mod doubled;
mod failures;
mod framing;
mod headers;
mod jwt;
mod key_sets;
mod limits;
mod logins;
mod logs;
mod messages;
mod methods;
mod networks;
mod objects;
mod paths;
mod proofs;
mod rates;
mod scopes;
mod segments;
mod sockets;
mod streams;
mod surface;

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;

/// Attacks on one endpoint.
pub(crate) type OfEach = fn(&Case<'_>) -> Vec<Step>;

/// Attacks on all of them together.
pub(crate) type OfAll = fn(&[Case<'_>]) -> Vec<Step>;

pub(crate) const OF_EACH: [OfEach; 21] = [
    credentials::steps,
    jwt::steps,
    logins::steps,
    proofs::steps,
    scopes::steps,
    segments::steps,
    networks::steps,
    streams::steps,
    sockets::steps,
    objects::steps,
    methods::steps,
    paths::steps,
    headers::steps,
    doubled::steps,
    framing::steps,
    assignment::steps,
    disclosure::steps,
    limits::steps,
    rates::steps,
    logs::steps,
    failures::steps,
];

/// Attacks on one message. What a request has beside, it has not; its socket is an endpoint that is attacked by itself.
pub(crate) const OF_MESSAGE: [OfEach; 9] = [
    credentials::steps,
    logins::steps,
    scopes::steps,
    messages::steps,
    objects::steps,
    assignment::steps,
    disclosure::steps,
    segments::steps,
    failures::steps,
];

pub(crate) const OF_ALL: [OfAll; 2] = [surface::steps, key_sets::steps];

pub(crate) use segments::at_another_door;

/// The valid request: what every refusal is held against.
pub(crate) fn baseline(case: &Case<'_>) -> Step {
    let danger = "refusals prove nothing where the valid request is refused, too";
    Step::new("baseline", danger, "the valid request", case.by(case.caller()), Expect::Success)
        .at(case)
}
