//! ZT0950, ZT0951, ZT0952: no endpoint is below the service's stage, and administration takes more than a token.

use super::stage_mend::mend;
use super::text::ConstText;
use crate::contract::effective::{network, proof};
use crate::contract::{Contract, Mount, Outer, ScopeInfo};
use crate::stage::{Gap, Gaps, Stage, gaps};

/// More endpoints of a group than that are only counted.
const MOST_NAMED: usize = 6;

/// Refuses a name in a service's list that brings an endpoint below the service's stage (ZT0950), or one for administrators
/// that a token alone opens (ZT0951, A-12).
///
/// # Panics
/// In const evaluation, with the first of these.
#[track_caller]
pub const fn check_mount_stage(service: &Outer, mount: &Mount) {
    let group = mount.group();
    let mut contracts = mount.contracts();
    while let [contract, rest @ ..] = contracts {
        if let Some(scope) = contract.access.admin_scope()
            && !proof(contract.proof, group, service).has_second_factor()
        {
            token_alone(contract, scope).refuse();
        }
        contracts = rest;
    }
    if let Some(stage) = service.stage {
        let below = Below::of(service, mount, stage);
        if below.count > 0 {
            below.refusal(service, mount).refuse();
        }
    }
}

/// Refuses a stage above the lowest where nobody is ever asked who it is (ZT0952): a service without a lock has no stage by
/// having nothing to lock.
///
/// # Panics
/// In const evaluation, with ZT0952.
#[track_caller]
pub const fn check_service_stage(service: &Outer, mounts: &[Mount]) {
    if let Some(stage) = service.stage
        && !matches!(stage, Stage::Traditional)
        && !asks_somebody(mounts)
    {
        nobody_asked(service, stage).refuse();
    }
}

const fn asks_somebody(mut mounts: &[Mount]) -> bool {
    while let [mount, rest @ ..] = mounts {
        let mut contracts = mount.contracts();
        while let [contract, others @ ..] = contracts {
            if !contract.access.is_open() {
                return true;
            }
            contracts = others;
        }
        mounts = rest;
    }
    false
}

/// The endpoints of one name that are below a stage.
struct Below {
    stage: Stage,
    count: usize,
    /// What any of them lacks.
    gaps: Gaps,
}

impl Below {
    const fn of(service: &Outer, mount: &Mount, stage: Stage) -> Self {
        let mut below = Self { stage, count: 0, gaps: Gaps::NONE };
        let mut contracts = mount.contracts();
        while let [contract, rest @ ..] = contracts {
            let proof = proof(contract.proof, mount.group(), service);
            let network = network(contract.network, mount.group(), service);
            let lacks = gaps(contract, proof, network).below(stage);
            below.gaps = below.gaps.or(lacks);
            below.count += !lacks.is_empty() as usize;
            contracts = rest;
        }
        below
    }

    const fn refusal(&self, service: &Outer, mount: &Mount) -> ConstText {
        let text = self.mends(service, mount, self.reasons(self.what(mount)));
        if self.count > MOST_NAMED {
            let more = (self.count - MOST_NAMED) as u64;
            return text.help().text("and so on, for ").number(more).text(" more");
        }
        text
    }

    const fn what(&self, mount: &Mount) -> ConstText {
        let text = match (mount, self.count) {
            (Mount::Endpoint(contract), _) => ConstText::new().name(contract.name).text(" is"),
            (Mount::Decoy(decoy), _) => ConstText::new().name(decoy.name).text(" is"),
            (Mount::Group(group, _), 1) => {
                ConstText::new().text("1 endpoint of ").name(group.name).text(" is")
            }
            (Mount::Group(group, _), count) => ConstText::new()
                .number(count as u64)
                .text(" endpoints of ")
                .name(group.name)
                .text(" are"),
        };
        text.text(" below stage ").name(self.stage.as_str()).code("ZT0950")
    }

    /// What any of them lacks, each once.
    const fn reasons(&self, mut text: ConstText) -> ConstText {
        let mut rest: &[Gap] = &Gap::ALL;
        while let [gap, others @ ..] = rest {
            if self.gaps.has(*gap) {
                let criterion = gap.criterion();
                text = text.note().text(criterion.id).text(": ").text(criterion.what);
            }
            rest = others;
        }
        text
    }

    const fn mends(&self, service: &Outer, mount: &Mount, mut text: ConstText) -> ConstText {
        let (mut contracts, mut named) = (mount.contracts(), 0);
        while let [contract, rest @ ..] = contracts {
            let proof = proof(contract.proof, mount.group(), service);
            let network = network(contract.network, mount.group(), service);
            let lacks = gaps(contract, proof, network).below(self.stage);
            if !lacks.is_empty() && named < MOST_NAMED {
                text = mend(text, contract, &proof, network, lacks);
                named += 1;
            }
            contracts = rest;
        }
        text
    }
}

const fn token_alone(contract: &Contract, scope: &ScopeInfo) -> ConstText {
    ConstText::new()
        .text("a token alone opens ")
        .name(contract.name)
        .text(", which is for ")
        .name(scope.name)
        .code("ZT0951")
        .note()
        .text("whoever finds one administrator's token is an administrator")
        .help()
        .text(if contract.message.is_some() {
            "add `bound` to its `proof(..)`, or another of `acr = ..` and `device = ..`, here or around it"
        } else if contract.proof.is_none() {
            "add `proof(bound)`, or another of `acr = ..`, `signed` and `device = ..`, here or around it"
        } else {
            "add `bound` to its `proof(..)`, or another of `acr = ..`, `signed` and `device = ..`, here or around it"
        })
}

const fn nobody_asked(service: &Outer, stage: Stage) -> ConstText {
    ConstText::new()
        .name(service.name)
        .text(" is below stage ")
        .name(stage.as_str())
        .text(": nobody is asked who it is")
        .code("ZT0952")
        .note()
        .text("what is open to everybody isn't safe because nothing in it could be stolen")
        .help()
        .text("drop `stage`, or guard an endpoint with `scopes(..)`")
}

#[cfg(test)]
#[path = "stage_tests.rs"]
mod tests;
