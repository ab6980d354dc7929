//! The helpdesk, with zt in front of it: what it answered is named, and everything else is refused.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    reason = "a program that is read; the library is there for its tests"
)]

pub mod desk;
pub mod old;
mod service;

pub use service::Helpdesk;
