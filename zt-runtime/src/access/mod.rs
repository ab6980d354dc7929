//! The third and fourth stages: who calls, and whether they may. Nothing of the body is read until both are settled.
//!
//! Identity before access, access before rate: a limit counts by subject, so it has to know the subject first, and
//! what was refused without one counts by address. What counts once is used up along with the rate, in one step.

mod admission;
mod key;
mod known;
mod limiter;
#[cfg(test)]
mod measured;
mod renewal;
mod standing;
mod tables;
#[cfg(test)]
mod tests;
mod turns;

pub(crate) use admission::{Admission, Admittance, Desk};
pub(crate) use key::Key;
pub(crate) use known::Known;
pub(crate) use limiter::{Left, Limiter, RetryAfter};
pub(crate) use renewal::Renewal;
pub(crate) use standing::Standing;
pub(crate) use tables::Tables;
pub(crate) use turns::{Turn, Turns};
