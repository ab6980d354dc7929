//! The stages that contracts reach, as the document tells them.

use zt_core::contract::Effective;
use zt_core::stage::{self, Gap, Gaps, gaps};
use zt_manifest::{Reached, Stage};

use crate::serve::Mounted;

pub(crate) const fn stage(stage: stage::Stage) -> Stage {
    match stage {
        stage::Stage::Traditional => Stage::Traditional,
        stage::Stage::Initial => Stage::Initial,
        stage::Stage::Advanced => Stage::Advanced,
        stage::Stage::Optimal => Stage::Optimal,
    }
}

pub(super) fn of_endpoint(effective: &Effective) -> Reached {
    reached(gaps_of(effective))
}

/// That of the weakest endpoint. A service that asks nobody who it is has nothing that a stage could speak of: it is at the
/// lowest.
pub(super) fn of_service(mounted: &[Mounted]) -> Reached {
    let all = mounted.iter().map(|it| gaps_of(it.effective()));
    let lacks = all.fold(Gaps::NONE, Gaps::or);
    let asks = mounted.iter().any(|it| !it.contract().access.is_open());
    if asks { reached(lacks) } else { Reached { stage: Stage::Traditional, held_back_by: scope() } }
}

fn gaps_of(effective: &Effective) -> Gaps {
    gaps(effective.contract, effective.proof, effective.network)
}

fn reached(lacks: Gaps) -> Reached {
    let held_back_by = lacks.first().map(|gap| gap.criterion().id.to_owned());
    Reached { stage: stage(lacks.reached()), held_back_by }
}

fn scope() -> Option<String> {
    Some(Gap::NoScope.criterion().id.to_owned())
}
