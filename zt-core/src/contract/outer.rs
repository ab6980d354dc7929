//! What stands around endpoints: groups and the service.

use crate::contract::{
    Contract, Decoy, LegacyPath, LimitsRule, NetworkInfo, Place, ProofRule, RateRule, SegmentInfo,
};
use crate::stage::Stage;

/// A group or a service: rules that its endpoints inherit or tighten. Scopes and waivers have no field here, for they are
/// never inherited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outer {
    /// The type's name.
    pub name: &'static str,
    /// Its doc comment.
    pub reason: &'static str,
    /// What its endpoints' paths start with; `""` for nothing.
    pub prefix: &'static str,
    /// Where the annotation stands.
    pub place: Place,
    /// Which credentials count.
    pub proof: ProofRule,
    /// The networks from which they may be called, any of them. With none listed, from everywhere.
    pub network: &'static [NetworkInfo],
    /// The limit of requests.
    pub rate: Option<RateRule>,
    /// Resource limits.
    pub limits: LimitsRule,
    /// The isolated part of the service that they belong to.
    pub segment: Option<SegmentInfo>,
    /// The stage below which nothing may be, as a service says it. A group has none.
    pub stage: Option<Stage>,
    /// Of a service: what an application beside it still answers.
    pub legacy: &'static [LegacyPath],
}

/// One name in a service's list `endpoints(health, OrdersApi)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mount {
    /// An endpoint of its own.
    Endpoint(&'static Contract),
    /// A group and its endpoints.
    Group(&'static Outer, &'static [&'static Contract]),
    /// A path that answers nobody, and notices who asks.
    Decoy(&'static Decoy),
}

impl Mount {
    /// The group, if it is one.
    #[must_use]
    pub const fn group(&self) -> Option<&'static Outer> {
        match self {
            Self::Endpoint(_) | Self::Decoy(_) => None,
            Self::Group(group, _) => Some(group),
        }
    }

    /// The decoy, if it is one.
    #[must_use]
    pub const fn decoy(&self) -> Option<&'static Decoy> {
        match self {
            Self::Decoy(decoy) => Some(decoy),
            Self::Endpoint(_) | Self::Group(..) => None,
        }
    }

    /// The group's prefix; `""` for an endpoint of its own.
    #[must_use]
    pub const fn prefix(&self) -> &'static str {
        match self {
            Self::Endpoint(_) | Self::Decoy(_) => "",
            Self::Group(group, _) => group.prefix,
        }
    }

    /// The endpoints.
    #[must_use]
    pub const fn contracts(&self) -> &[&'static Contract] {
        match self {
            Self::Endpoint(contract) => core::slice::from_ref(contract),
            Self::Group(_, contracts) => contracts,
            Self::Decoy(_) => &[],
        }
    }
}
