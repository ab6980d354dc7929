//! ZT0902, ZT0903, ZT0904, ZT0915, ZT0940: what is inherited can be tightened, never loosened.

use super::looser_proof::{check_network, check_proof};
use super::segments::check_segment;
use super::text::ConstText;
use crate::contract::{
    Contract, LimitsRule, Mount, NetworkInfo, Outer, ProofRule, RateBy, RateRule, SegmentInfo,
};
use crate::grammar::{Size, Span};

/// Refuses an endpoint whose rules are looser than those of what it stands in: its rate or what the rate counts by
/// (ZT0902), its body or time limit (ZT0903), which credentials it takes (ZT0904), from which networks (ZT0915); or that says another segment (ZT0940).
///
/// # Panics
/// In const evaluation, with the first of these.
#[track_caller]
pub const fn check_tighter(outer: &Outer, contract: &Contract) {
    check(Rules::of_outer(outer, contract.access.is_open()), Rules::of_contract(contract));
}

/// As [`check_tighter`], for a group in its service.
///
/// # Panics
/// As [`check_tighter`].
#[track_caller]
pub const fn check_outer_tighter(service: &Outer, group: &Outer) {
    check(Rules::of_outer(service, false), Rules::of_outer(group, false));
}

/// All comparisons of one name in a service's list with the service: an endpoint, or a group and each of its endpoints.
/// A group compares its endpoints with itself.
///
/// # Panics
/// As [`check_tighter`].
#[track_caller]
pub const fn check_mount_tighter(service: &Outer, mount: &Mount) {
    if let Some(group) = mount.group() {
        check_outer_tighter(service, group);
    }
    let mut contracts = mount.contracts();
    while let [contract, rest @ ..] = contracts {
        check_tighter(service, contract);
        contracts = rest;
    }
}

/// What endpoints, groups and services have in common.
#[derive(Clone, Copy)]
struct Rules<'a> {
    name: &'a str,
    rate: Option<RateRule>,
    limits: LimitsRule,
    proof: ProofRule,
    network: &'static [NetworkInfo],
    segment: Option<SegmentInfo>,
}

impl<'a> Rules<'a> {
    /// What it means for an endpoint: one without callers counts by address and asks for no credential.
    const fn of_outer(outer: &'a Outer, for_open: bool) -> Self {
        let rate = match outer.rate {
            Some(rate) if for_open => Some(RateRule { rate: rate.rate, by: RateBy::Ip }),
            rate => rate,
        };
        let Outer { name, limits, proof, network, segment, .. } = *outer;
        Self { name, rate, limits, proof, network, segment }
    }

    const fn of_contract(contract: &'a Contract) -> Self {
        let rate = match contract.rate {
            Some(rate) => Some(RateRule { rate: rate.rate, by: rate.by.on(&contract.access) }),
            None => None,
        };
        let Contract { name, limits, proof, network, segment, .. } = *contract;
        Self { name, rate, limits, proof, network, segment }
    }
}

#[track_caller]
const fn check(outer: Rules<'_>, inner: Rules<'_>) {
    if let (Some(wide), Some(own)) = (outer.rate, inner.rate) {
        check_rate(outer.name, wide, inner.name, own);
    }
    if let (Some(wide), Some(own)) = (outer.limits.body, inner.limits.body)
        && own.is_larger_than(wide)
    {
        body_refusal(outer.name, wide, inner.name, own).refuse();
    }
    if let (Some(wide), Some(own)) = (outer.limits.time, inner.limits.time)
        && own.is_longer_than(wide)
    {
        time_refusal(outer.name, wide, inner.name, own).refuse();
    }
    check_proof(outer.name, outer.proof, inner.name, inner.proof);
    check_network(outer.name, outer.network, inner.name, inner.network);
    check_segment(outer.name, outer.segment, inner.name, inner.segment);
}

#[track_caller]
const fn check_rate(outer: &str, wide: RateRule, inner: &str, own: RateRule) {
    if !own.by.is_same_as(wide.by) {
        by_refusal(outer, wide, inner, own).refuse();
    }
    if own.rate.is_looser_than(wide.rate) {
        rate_refusal(outer, wide, inner, own).refuse();
    }
}

const fn by_refusal(outer: &str, wide: RateRule, inner: &str, own: RateRule) -> ConstText {
    ConstText::new()
        .name(inner)
        .text(" counts by ")
        .by(own.by)
        .text(", ")
        .name(outer)
        .text(" by ")
        .by(wide.by)
        .code("ZT0902")
        .note()
        .text("limits that count differently can't be compared, so this one could let more through")
        .help()
        .text("write `rate(\"")
        .rate(own.rate)
        .text("\", by = ")
        .by(wide.by)
        .text(")`")
}

const fn rate_refusal(outer: &str, wide: RateRule, inner: &str, own: RateRule) -> ConstText {
    ConstText::new()
        .name(inner)
        .text(" allows ")
        .rate(own.rate)
        .text(", ")
        .name(outer)
        .text(" only ")
        .rate(wide.rate)
        .code("ZT0902")
        .note()
        .text(if own.rate.is_faster_than(wide.rate) {
            "a limit that an endpoint can lift does not hold back who floods that endpoint"
        } else {
            "all requests of a period may come in one moment, so a larger number of them is a larger flood"
        })
        .help()
        .text("write `rate(\"")
        .rate(wide.rate)
        .text("\", by = ")
        .by(wide.by)
        .text(")` or less, or leave it out to inherit it")
}

const fn body_refusal(outer: &str, wide: Size, inner: &str, own: Size) -> ConstText {
    ConstText::new()
        .name(inner)
        .text(" takes bodies of ")
        .size(own)
        .text(", ")
        .name(outer)
        .text(" only of ")
        .size(wide)
        .code("ZT0903")
        .note()
        .text("a limit that an endpoint can lift does not save the memory that it was to save")
        .help()
        .text("write `limits(body = \"")
        .size(wide)
        .text("\")` or less, or leave it out to inherit it")
}

const fn time_refusal(outer: &str, wide: Span, inner: &str, own: Span) -> ConstText {
    ConstText::new()
        .name(inner)
        .text(" may take ")
        .span(own)
        .text(", ")
        .name(outer)
        .text(" only ")
        .span(wide)
        .code("ZT0903")
        .note()
        .text("a limit that an endpoint can lift lets slow requests pile up there")
        .help()
        .text("write `limits(time = \"")
        .span(wide)
        .text("\")` or less, or leave it out to inherit it")
}

#[cfg(test)]
#[path = "tighter_tests.rs"]
mod tests;
