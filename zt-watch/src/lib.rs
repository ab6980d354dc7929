//! What a watchful reader of the audit log would see, as rules: each decision of the gate is an [`Observation`], and a
//! [`Watch`] says what it finds.
//!
//! There is no IO, no clock and no configuration here, so the same rules run beside a service and over its past audit log.
//! A rule is a small type, one file each: state and an observation, and maybe a [`Finding`]. Its memory is bounded, whoever
//! asks how often: see [`Watch::MOST_KEYS`].
//!
//! Whom a finding is about is a type: [`Culprit`]. Somebody is named only where they were proved, so that nobody turns a
//! reaction against others by failing in their name.

mod detection;
mod finding;
mod memory;
mod observation;
mod rules;
mod settings;
mod watch;

pub use detection::{About, Detection};
pub use finding::{Culprit, Finding, Verified, nearest_network};
pub use observation::{Caller, Kind, Observation, Outcome, Who};
pub use rules::reasons;
pub use settings::{Settings, Threshold};
pub use watch::Watch;
