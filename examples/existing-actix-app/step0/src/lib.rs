//! A helpdesk on plain actix-web.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    reason = "a program that is read; the library is there for its tests"
)]

pub mod desk;
pub mod old;
