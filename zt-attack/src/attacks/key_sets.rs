//! X06: what goes wrong where an issuer's keys are kept: keys that it dropped, ids that nobody knows, another issuer's key of
//! the same id.

use serde_json::json;
use zt_manifest::Method;

use crate::callers::{Altered, Spoilt};
use crate::case::Case;
use crate::expect::Expect;
use crate::forgery::Forgery;
use crate::plan::{Sending, Step};
use crate::run::Fault;

const DROPPED: &str =
    "whoever stole the key for which its issuer has another by now could be anybody";
const STORM: &str = "made-up tokens have the service ask its issuer again and again, or forget the keys that it has";
const NEIGHBOUR: &str =
    "an issuer that is trusted for its own people could be anybody at another one";

/// Tokens under ids that nobody knows.
const FLOOD: u32 = 1000;

/// Keys are kept for the whole service, so one endpoint is enough: the first that reads.
pub(super) fn steps(cases: &[Case<'_>]) -> Vec<Step> {
    let reads = |case: &&Case<'_>| !case.is_open() && case.endpoint.method == Method::Get;
    // Best where nothing else is asked for that could refuse.
    let first = cases.iter().filter(reads).min_by_key(|case| case.endpoint.proof.bound);
    let Some(case) = first.filter(|case| case.samples.is_jwt()) else { return Vec::new() };
    let refused = Expect::Status(&[401]);
    let valid = || case.by(case.caller());
    let bearing = |credential| case.anonymous().bearing(credential);
    let unknown = case.whole().spoilt(Spoilt::Forged(Forgery::UnknownKeyId));
    let altered = Altered { claims: json!({}), typ: None, by_neighbour: true };
    let step = |danger, tried: &str, request, expect| {
        Step::new("X06", danger, tried, request, expect).at(case)
    };
    let mut steps = vec![
        step(DROPPED, "a token under a key that its issuer dropped", valid(), refused.clone())
            .during(Fault::KeyDropped),
        step(STORM, "a thousand tokens under unknown keys", bearing(unknown), Expect::EachRefused)
            .sending(Sending::Each(FLOOD))
            .during(Fault::Issuer),
        step(STORM, "a good token after these", valid(), Expect::Status(&[200, 204]))
            .during(Fault::Issuer),
    ];
    if case.samples.has_neighbour() {
        let tried = "a token of another issuer's, under a key of the same id";
        steps.push(step(NEIGHBOUR, tried, bearing(case.whole().altered(altered)), refused));
    }
    steps
}
