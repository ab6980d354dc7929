//! The attack suite: what an attacker would try at each endpoint of a service, planned from its manifest.
//!
//! ```text
//! manifest + samples → plan (each endpoint × each attack that applies) → run → report
//! ```
//!
//! It speaks HTTP through sockets of its own and believes nothing that the service says of itself: a finding is what came
//! over the wire. Requests hold no token: whose credential goes where is a placeholder until the moment of sending, so a
//! finding can be printed.

mod answer;
mod attacks;
mod attempt;
mod callers;
mod case;
mod expect;
mod finding;
mod forgery;
mod key;
mod log;
mod plan;
mod proof;
mod request;
mod run;
mod sample;
mod signature;
mod socket;
mod wallet;
mod wire;

pub use answer::Answer;
pub use callers::{Altered, Bound, Callers, Credential, Spoilt, Wanted, Who};
pub use finding::{Finding, Report, Unproven};
pub use forgery::{Forgery, PublicForm, Signature};
pub use plan::{Plan, Step};
pub use proof::Proof;
pub use request::Request;
pub use run::{Fault, Faults, Target, attack};
pub use sample::Samples;
