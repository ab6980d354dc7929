//! X30: whatever fails, nobody gets in who wouldn't otherwise.

use crate::callers::Who;
use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;
use crate::run::Fault;

const DANGER: &str = "who can make a part fail, or waits until one does, is let in by its failure";

const FAULTS: [(&str, Fault); 5] = [
    ("the store fails", Fault::Store),
    ("policies panic", Fault::Policy),
    ("the issuer is away", Fault::Issuer),
    ("the clock went back", Fault::ClockBack),
    ("the clock ran ahead", Fault::ClockAhead),
];

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    if case.is_open() {
        return Vec::new();
    }
    FAULTS.into_iter().flat_map(|(when, fault)| during(case, when, fault)).collect()
}

fn during(case: &Case<'_>, when: &str, fault: Fault) -> Vec<Step> {
    let step = |tried: &str, request, expect| {
        Step::new("X30", DANGER, format!("{tried} while {when}"), request, expect)
            .at(case)
            .during(fault)
    };
    let mut steps = vec![step("no credential", case.anonymous(), Expect::Refusal)];
    if case.wants_scopes() {
        let nothing = case.anonymous().bearing(case.credential(case.caller(), Vec::new()));
        steps.push(step("a token without scopes", nothing, Expect::Refusal));
    }
    if !case.objects_in_path().is_empty() && !case.samples.is_shared(&case.endpoint.name) {
        steps.push(step("somebody else", case.by(Who::Other), Expect::Refusal));
        steps.push(step("somebody of another tenant", case.by(Who::Foreigner), Expect::Refusal));
    }
    // A token of before the jump has run out, or comes from the future.
    let expect = match fault {
        Fault::ClockBack | Fault::ClockAhead => Expect::Refusal,
        _ => Expect::NothingInner,
    };
    steps.push(step("the valid request", case.by(case.caller()), expect));
    steps
}
