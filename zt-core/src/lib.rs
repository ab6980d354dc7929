//! What zt's macros, runtime and command agree on: the grammar of every literal in an annotation, the contract that an
//! annotation becomes, the one spelling of a request's path, and the decision itself.
//!
//! No IO, no clock, no async, no dependencies: everything here is a function of its arguments, so that compile time and
//! run time can't disagree, and so that it can be proved, mutated and fuzzed in seconds.

#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod contract;
pub mod decide;
pub mod grammar;
pub mod path;
pub mod stage;
