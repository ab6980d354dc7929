//! Syntax → types that can't hold a mistake: an endpoint without an access rule has no representation here.

mod decoy;
pub(crate) mod endpoint;
pub(crate) mod outer;
pub(crate) mod rule;

pub(crate) use decoy::Decoy;
pub(crate) use endpoint::{Binding, Endpoint, Handler, Target};
pub(crate) use outer::{Kind, LegacyPath, Outer};
pub(crate) use rule::{
    Access, By, Clause, Limits, OpenParam, Proof, RateRule, Shared, Stream, Waiver,
};
