//! The attacks, one file a kind.

mod assignment;
mod credentials;
mod disclosure;
mod doubled;
mod framing;
mod headers;
mod limits;
mod methods;
mod objects;
mod paths;
mod rates;
mod scopes;
mod surface;

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;

/// Attacks on one endpoint.
pub(crate) type OfEach = fn(&Case<'_>) -> Vec<Step>;

/// Attacks on all of them together.
pub(crate) type OfAll = fn(&[Case<'_>]) -> Vec<Step>;

pub(crate) const OF_EACH: [OfEach; 12] = [
    credentials::steps,
    scopes::steps,
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
];

pub(crate) const OF_ALL: [OfAll; 1] = [surface::steps];

/// The valid request: what every refusal is held against.
pub(crate) fn baseline(case: &Case<'_>) -> Step {
    let danger = "refusals prove nothing where the valid request is refused, too";
    Step::new("baseline", danger, "the valid request", case.by(case.caller()), Expect::Success)
        .at(case)
}
