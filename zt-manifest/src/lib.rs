//! The manifest: every effective contract of a service as one documented, versioned JSON document.
//!
//! `zt-runtime` writes it from the same contracts that its gate enforces; `cargo zt` and the attack suite read it. It holds
//! what a caller may do and nothing of the machine that built it, so that the same source gives the same text in every
//! profile and feature set. Fields are never left out: what is absent is `null` or an empty list.

mod access;
mod endpoint;
mod fields;
mod read;
mod service;
mod stage;

pub use access::{Access, Proof, Rate, RateBy, RateOrigin, Waiver};
pub use endpoint::{Answer, Binding, Body, Effect, Endpoint, Limits, Method, Object, Parameter};
pub use fields::{Field, Fields, Kind};
pub use read::Unreadable;
pub use service::{
    Decoy, Legacy, Manifest, NextService, Place, Policy, Resource, Role, Scope, Sensitivity,
    Service, Store, Tenancy, Unproved, Word,
};
pub use stage::{EndpointStage, Judged, Reached, Stage, StageReport, Verdict};

/// The version of the document's form. A reader refuses every other one.
pub const VERSION: u32 = 1;
