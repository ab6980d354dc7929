//! The helpdesk on zt alone: no route is left beside its list.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    reason = "a program that is read; the library is there for its tests"
)]

mod articles;
pub mod desk;
mod reports;
mod service;
mod store;
mod tickets;

pub use reports::ReportsRead;
pub use service::Helpdesk;
pub use store::Tickets;
pub use tickets::{TicketsRead, TicketsWrite};
