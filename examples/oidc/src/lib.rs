//! The desk of a mail-order house, guarded by tokens of an OpenID provider.
//!
//! `scopes.rs` says what a token can grant, `orders.rs` and `service.rs` who may do what, `desk.rs` what lies on the desk.
//! Nothing here knows how a caller proves who they are: that is the configuration's business, and README.md says how.
#![allow(
    missing_docs,
    unreachable_pub,
    reason = "a program that is read; the library is there for its tests"
)]

mod desk;
mod orders;
mod scopes;
mod service;

pub use desk::Desk;
pub use scopes::{
    Admin, AuditRead, DeskRead, DeskWrite, Mfa, OrdersDelete, OrdersRead, OrdersWrite,
};
pub use service::Oidc;
