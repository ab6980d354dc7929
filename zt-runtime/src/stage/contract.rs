//! What an endpoint's contract decides, as the compiler decided it.

use zt_core::contract::{Access, Effective, RateOrigin};
use zt_core::stage::{CRITERIA, Criterion, Decider, Gap, Gaps, gaps};
use zt_manifest::Judged;

use super::judgement::{Finding, idle, met, unmet};

pub(super) fn judged(effective: &Effective) -> Vec<Judged> {
    let lacks = gaps(effective.contract, effective.proof, effective.network);
    let decided = CRITERIA.iter().filter(|it| it.decider == Decider::Contract);
    decided.map(|it| finding(it, effective, lacks).about(it)).collect()
}

fn finding(criterion: &Criterion, effective: &Effective, lacks: Gaps) -> Finding {
    let contract = effective.contract;
    let gap = Gap::ALL.into_iter().find(|gap| gap.criterion().id == criterion.id);
    if let Some(gap) = gap {
        return if lacks.has(gap) { unmet(said(effective, gap)) } else { without(effective, gap) };
    }
    match criterion.id {
        "T1" => met("it has an access rule, for without one it doesn't compile"),
        "I4" => met(limit(effective)),
        "I8" => met(contract.reason),
        "A4" if contract.params.is_empty() => {
            idle("its path has no parameter; ids elsewhere are loaded and authorized")
        }
        "A4" => met("each parameter is tied to the caller, or waived by name"),
        "A5" => met("it takes inputs and answers views, field by field"),
        _ => unmet("zt doesn't decide it yet"),
    }
}

fn limit(effective: &Effective) -> String {
    let rate = effective.rate.rate;
    let origin = match effective.rate_origin {
        RateOrigin::Endpoint => "its own",
        RateOrigin::Group => "its group's",
        RateOrigin::Service => "the service's",
        RateOrigin::Default => "the default",
    };
    format!("{}/{}, {origin}; refusals are limited by address", rate.count, rate.per.as_str())
}

/// What is missing.
fn said(effective: &Effective, gap: Gap) -> String {
    let contract = effective.contract;
    let text = match gap {
        Gap::NoScope => "`authenticated(..)` asks for no scope",
        Gap::ChangeUnbound => "it changes data, and takes tokens that are bound to no key",
        Gap::NoStepUp => "it is sensitive, and takes any login of any age",
        Gap::OneFactor => "it is sensitive, and looks at less than two things beside the token",
        Gap::LooseWaiver => "a waiver of it has no owner or no last day",
        Gap::Unbound => "it takes tokens that are bound to no key",
        Gap::LongLived if contract.access.admin_scope().is_some() => {
            "it is for administrators, whose power stands"
        }
        Gap::LongLived => "it takes tokens that are older than five minutes",
    };
    text.to_owned()
}

/// What is there, or why nothing has to be.
fn without(effective: &Effective, gap: Gap) -> Finding {
    let contract = effective.contract;
    if contract.access.is_open() && gap != Gap::LooseWaiver {
        return idle("everybody may call it");
    }
    match gap {
        Gap::NoScope => met("its scopes are named"),
        Gap::ChangeUnbound if !contract.changes() => idle("it only reads"),
        Gap::NoStepUp | Gap::OneFactor if !contract.is_sensitive() => idle("it isn't sensitive"),
        Gap::ChangeUnbound | Gap::Unbound | Gap::NoStepUp | Gap::OneFactor | Gap::LongLived => {
            met("`proof(..)` asks for it")
        }
        Gap::LooseWaiver if has_waiver(effective) => {
            met("its waivers have an owner and a last day")
        }
        Gap::LooseWaiver => idle("nothing is waived"),
    }
}

fn has_waiver(effective: &Effective) -> bool {
    let contract = effective.contract;
    matches!(contract.access, Access::Authenticated(_) | Access::Public(_))
        || !contract.open.is_empty()
}
