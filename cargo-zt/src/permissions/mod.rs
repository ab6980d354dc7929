//! Who may do what, as facts that can be written down, compared and approved.
//!
//! `facts` makes the facts of a manifest and a configuration, `lock` writes and reads them, `compare` says what
//! changed and in which direction, `approve` whether somebody answers for it. Pure functions all.

mod approve;
mod change;
mod compare;
mod configuration;
mod facts;
mod fields;
mod lock;
mod order;
mod sentence;
mod values;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod mutations;
#[cfg(test)]
mod properties;

pub(crate) use approve::{Approval, ApprovalFault, Approvals, InForce, Review, review};
pub(crate) use change::Change;
pub(crate) use compare::compare;
pub(crate) use configuration::read as configuration;
pub(crate) use facts::{Facts, Subject, facts, route};
#[cfg(test)]
pub(crate) use fixture::shop;
pub(crate) use lock::Lock;
pub(crate) use order::Class;
pub(crate) use values::core_stage;
