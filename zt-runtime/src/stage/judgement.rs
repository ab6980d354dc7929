//! A verdict with its evidence.

use zt_core::stage::{Criterion, Stage};
use zt_manifest::{Judged, Reached, Verdict};

use crate::manifest;

/// Whether something holds, and what that was seen by.
pub(super) struct Finding {
    verdict: Verdict,
    evidence: String,
}

pub(super) fn met(evidence: impl Into<String>) -> Finding {
    Finding { verdict: Verdict::Met, evidence: evidence.into() }
}

pub(super) fn unmet(evidence: impl Into<String>) -> Finding {
    Finding { verdict: Verdict::Unmet, evidence: evidence.into() }
}

pub(super) fn idle(evidence: impl Into<String>) -> Finding {
    Finding { verdict: Verdict::NotApplicable, evidence: evidence.into() }
}

pub(super) fn unknown(evidence: impl Into<String>) -> Finding {
    Finding { verdict: Verdict::Unknown, evidence: evidence.into() }
}

/// Where nothing is wrong, the evidence; otherwise all that is.
pub(super) fn none_of(wrong: Vec<String>, evidence: impl Into<String>) -> Finding {
    if wrong.is_empty() { met(evidence) } else { unmet(wrong.join(", and ")) }
}

impl Finding {
    pub(super) fn about(self, criterion: &Criterion) -> Judged {
        let holds = matches!(self.verdict, Verdict::Met | Verdict::NotApplicable);
        Judged {
            id: criterion.id.to_owned(),
            stage: manifest::stage(criterion.stage),
            what: criterion.what.to_owned(),
            verdict: self.verdict,
            evidence: self.evidence,
            mend: (!holds).then(|| criterion.mend.to_owned()),
        }
    }
}

/// The highest stage of which all holds, and what keeps from the next: the first of the lowest stage.
pub(super) fn reached<'j>(judged: impl Iterator<Item = &'j Judged> + Clone) -> Reached {
    let holds = |it: &&Judged| matches!(it.verdict, Verdict::Met | Verdict::NotApplicable);
    let lowest = judged.clone().filter(|it| !holds(it)).map(|it| it.stage).min();
    let Some(lowest) = lowest else {
        return Reached { stage: manifest::stage(Stage::Optimal), held_back_by: None };
    };
    let first = judged.filter(|it| !holds(it)).find(|it| it.stage == lowest);
    let below = Stage::ALL.into_iter().find(|it| manifest::stage(*it) == lowest);
    let stage = below.and_then(Stage::below).unwrap_or(Stage::Traditional);
    Reached { stage: manifest::stage(stage), held_back_by: first.map(|it| it.id.clone()) }
}
