//! The running service: what it answers, what it refuses and how, and what it writes down of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

mod fixture;

#[path = "http"]
mod http {
    mod admitted;
    mod answers;
    mod bombs;
    mod credentials;
    mod dpop;
    mod faults;
    mod fields;
    mod framing;
    mod heads;
    mod input;
    mod issuers;
    mod limits;
    mod listener;
    mod methods;
    mod narrowing;
    mod network;
    mod objects;
    mod onward;
    mod pages;
    mod refusals;
    mod revocation;
    mod roles;
    mod signed;
    mod slow;
    mod sockets;
    mod stepup;
    mod streams;
    mod traces;
    mod upload;
    mod versions;
    mod watch;
}
