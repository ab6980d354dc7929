//! The helpdesk with its tickets moved: their rule stands at each of their endpoints.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    reason = "a program that is read; the library is there for its tests"
)]

pub mod desk;
pub mod old;
mod service;
mod store;
mod tickets;

pub use service::Helpdesk;
pub use store::Tickets;
pub use tickets::{TicketsRead, TicketsWrite};
