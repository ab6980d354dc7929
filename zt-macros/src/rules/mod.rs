//! One function, one rule, one code. Each takes syntax and gives a model, or says in the sink why it can't.

pub(crate) mod access;
pub(crate) mod any_of;
pub(crate) mod binding;
pub(crate) mod decoy;
pub(crate) mod doc;
pub(crate) mod endpoint;
mod legacy;
pub(crate) mod limits;
pub(crate) mod main;
mod message;
pub(crate) mod open;
pub(crate) mod outer;
pub(crate) mod path;
mod proof;
mod rate;
pub(crate) mod roles;
pub(crate) mod scopes;
pub(crate) mod segment;
pub(crate) mod signature;
mod stage;
pub(crate) mod stream;
#[cfg(test)]
mod tests;
pub(crate) mod types;
pub(crate) mod waiver;
pub(crate) mod words;
