//! X10, X31: tokens that are bound to a key, in the hands of who has stolen them, with proofs that were made for something
//! else, or were used before.

use crate::callers::Bound;
use crate::case::Case;
use crate::expect::Expect;
use crate::plan::{Sending, Step};
use crate::proof::Proof;

const STOLEN: &str = "a stolen token would do without the key that it is bound to";
const AGAIN: &str = "whoever reads a request in passing sends it again";

/// Copies that race each other.
const RACERS: u32 = 20;

const PROOFS: [(&str, Proof, Expect); 11] = [
    ("a bound token as a bearer token", Proof::AsBearer, REFUSED),
    ("a bound token without a proof", Proof::Missing, REFUSED),
    ("a proof of another key", Proof::OtherKey, REFUSED),
    ("a proof for another token", Proof::OtherToken, REFUSED),
    ("a proof for another path", Proof::OtherPath, REFUSED),
    ("a proof for another method", Proof::OtherMethod, REFUSED),
    ("a proof of two minutes ago", Proof::Made(-120), REFUSED),
    ("a proof from two minutes ahead", Proof::Made(120), REFUSED),
    ("a proof that shows a private key", Proof::PrivateKey, REFUSED),
    ("a proof without the nonce", Proof::NoNonce, REFUSED),
    ("two proofs", Proof::Two, Expect::Status(&[400])),
];

const REFUSED: Expect = Expect::Status(&[401]);

/// Where tokens are bound to keys of proofs: because the endpoint asks for it, or because callers have such.
pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let proof = &case.endpoint.proof;
    if case.is_open() || proof.signed || !(proof.bound || case.samples.has_dpop()) {
        return Vec::new();
    }
    bad_proofs(case).chain(replays(case)).collect()
}

fn bad_proofs(case: &Case<'_>) -> impl Iterator<Item = Step> {
    PROOFS.into_iter().map(|(tried, proof, expect)| {
        let request = case.anonymous().bearing(case.whole().bound(Bound::Dpop(proof)));
        Step::new("X10", STOLEN, tried, request, expect).at(case)
    })
}

/// A proof is used up before anybody asks what its token may. So where something would change, the one that counts holds no
/// scope, and is refused for that.
fn replays(case: &Case<'_>) -> Vec<Step> {
    let scopes = match case.method() {
        "GET" => case.needed(),
        _ if case.wants_scopes() => Vec::new(),
        _ => return Vec::new(),
    };
    let credential = case.credential(case.caller(), scopes).bound(Bound::Dpop(Proof::Good));
    let step = |attack, tried: String, sending| {
        let request = case.anonymous().bearing(credential.clone());
        Step::new(attack, AGAIN, tried, request, Expect::OnePasses).at(case).sending(sending)
    };
    vec![
        step("X10", "the same proof twice".to_owned(), Sending::Twice),
        step("X31", format!("the same proof {RACERS} times at once"), Sending::AtOnce(RACERS)),
    ]
}
