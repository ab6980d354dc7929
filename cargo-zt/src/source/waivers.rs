//! ZT2008: a waiver of nobody; ZT2009: a waiver past its day.

use zt_core::grammar::Date;

use super::Unit;
use super::annotation::Waiver;
use crate::finding::{Finding, WAIVER_RAN_OUT, WAIVER_WITHOUT_OWNER};

pub(super) fn check(unit: &Unit, today: Date) -> Vec<Finding> {
    let annotations = &unit.annotations;
    let of_endpoints = annotations.endpoints.iter().flat_map(|it| &it.waivers);
    let of_stores = annotations.stores.iter().flat_map(|it| &it.waivers);
    let of_services = annotations.lists.iter().flat_map(|it| &it.legacy);
    of_endpoints.chain(of_stores).chain(of_services).flat_map(|it| waiver(it, today)).collect()
}

fn waiver(waiver: &Waiver, today: Date) -> Vec<Finding> {
    let Waiver { word, of, place, why, owner, until } = waiver;
    let mut found = Vec::new();
    if owner.is_none() {
        let what = format!("the waiver `{word}` of `{of}` has no owner");
        let mend =
            format!("say who answers for it: `{word}(.., why = {why:?}, owner = \"team-shop\")`");
        let has_more = ["open", "shared"].contains(&word.as_str());
        let mend = if has_more { mend } else { mend.replace("(.., ", "(") };
        found.push(WAIVER_WITHOUT_OWNER.at(place.clone(), what, mend));
    }
    let ended = until.as_deref().filter(|it| Date::parse(it).is_ok_and(|until| until < today));
    if let Some(until) = ended {
        let what = format!("the waiver `{word}` of `{of}` ended on {until}");
        let mend =
            "take the waiver away, or let its owner agree to a later day: `until = \"YYYY-MM-DD\"`";
        found.push(WAIVER_RAN_OUT.at(place.clone(), what, mend));
    }
    found
}
