//! What an annotation becomes: a contract of plain data, the same one for the compiler's checks, for the runtime's
//! decision and for every report (B-09).

pub mod checks;
mod decoy;
mod effective;
mod endpoint;
mod legacy;
mod message;
mod method;
mod named;
mod outer;
mod proof;
mod rules;
mod segment;

pub use checks::{
    Twin, Twins, check_argument_stores, check_decoy, check_group_stores, check_legacy,
    check_messages, check_mount_stage, check_mount_tighter, check_outer_tighter,
    check_scope_effects, check_service_stage, check_service_stores, check_tighter, check_unique,
    check_unique_mount, find_twins,
};
pub use decoy::Decoy;
pub use effective::{DEFAULT_BODY, DEFAULT_RATE, DEFAULT_TIME, Effective, Limits};
pub use endpoint::{Contract, Place};
pub use legacy::LegacyPath;
pub use message::MessageRule;
pub use method::Method;
pub use named::{AcrInfo, DeviceInfo, IssuerInfo, Named, NetworkInfo};
pub use outer::{Mount, Outer};
pub use proof::ProofRule;
pub use rules::{
    Access, Effect, LimitsRule, OpenParam, RateBy, RateOrigin, RateRule, RoleInfo, ScopeInfo,
    Sensitivity, StreamRule, Unproved, Waiver,
};
pub use segment::{MAIN, Reached, SegmentInfo, StoreInfo};

#[cfg(test)]
pub(crate) mod fixtures;
