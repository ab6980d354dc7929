//! Which endpoints count together.

use zt_core::contract::{Access, Contract, Effective, RateOrigin};

use super::Mounted;
use crate::access::{Limiter, Tables};
use crate::clock::Clock;

/// Limiters by where the rule was written: endpoints that inherit one share its count.
pub(super) struct Limiters {
    tables: Tables,
    shared: Vec<(Option<usize>, Limiter)>,
}

impl Limiters {
    pub(super) fn new(clock: &Clock) -> Self {
        Self { tables: Tables::new(clock), shared: Vec::new() }
    }

    pub(super) fn of(&mut self, mounted: &Mounted) -> Limiter {
        let rate = mounted.effective.rate.rate;
        let name = limit_name(mounted);
        let Some(origin) = origin(mounted) else { return Limiter::named(name, rate, &self.tables) };
        if let Some((_, limiter)) = self.shared.iter().find(|(known, _)| *known == origin) {
            return limiter.clone();
        }
        let limiter = Limiter::named(name, rate, &self.tables);
        self.shared.push((origin, limiter.clone()));
        limiter
    }
}

/// The group (by its place in the list) or the service (`None`) that the rule is inherited from. The endpoint's own
/// rule and the default are its own; so is a probe's, which a flood elsewhere must not silence.
fn origin(mounted: &Mounted) -> Option<Option<usize>> {
    match mounted.effective.rate_origin {
        _ if is_probe(mounted.contract()) => None,
        RateOrigin::Endpoint | RateOrigin::Default => None,
        RateOrigin::Group => Some(Some(mounted.listed)),
        RateOrigin::Service => Some(None),
    }
}

/// What tells a limit from all others of the service, in each instance and each build alike. A gate has a segment's own.
fn limit_name(mounted: &Mounted) -> String {
    let Effective { contract, group, segment, .. } = &mounted.effective;
    let of = match origin(mounted) {
        None => format!("{} {}", contract.method.as_str(), mounted.effective.path()),
        Some(Some(_)) => {
            let group = group.map_or(("", ""), |group| (group.name, group.prefix));
            format!("group {} {}", group.0, group.1)
        }
        Some(None) => "service".to_owned(),
    };
    format!("{} {of}", segment.name)
}

const fn is_probe(contract: &Contract) -> bool {
    matches!(contract.access, Access::Probe)
}
