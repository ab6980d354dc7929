//! S-10: tokens of people who logged in in another way, or don't say how.

use crate::callers::Wanted;
use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;

const DANGER: &str = "a stolen session, or a password alone, would do for what asks for more";

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let proof = &case.endpoint.proof;
    let mut tries = Vec::new();
    if proof.auth_age_ms.is_some() || !proof.acr.is_empty() {
        tries.push(("a token that tells of no login", false, None));
    }
    if let Some(acr) = proof.acr.first() {
        tries.extend([
            ("a token that tells of no way to log in", true, None),
            ("a login in upper case", true, Some(acr.to_uppercase())),
            ("a login by a way that starts alike", true, Some(format!("{acr}:0"))),
            ("a login by two ways in one text", true, Some(format!("pwd {acr}"))),
        ]);
        // What is its own upper case would be the right one.
        tries.retain(|(_, _, other)| other.as_ref() != Some(acr));
    }
    let step = |(tried, logged_in, acr): (&'static str, bool, Option<String>)| {
        let wanted = Wanted { logged_in, acr, ..case.wanted(case.needed()) };
        let request = case.anonymous().bearing(case.holding(case.caller(), wanted));
        Step::new("S-10", DANGER, tried, request, Expect::Status(&[401])).at(case)
    };
    tries.into_iter().map(step).collect()
}
