//! Attacks on every route of a service, by the numbers of the attack pack. Each asserts what goes out, that no handler
//! ran that shouldn't, and that the audit log has one record for each request.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

mod fixture;

#[path = "attack"]
mod attack {
    mod assignment;
    mod crawl;
    mod disclosure;
    mod doubled;
    mod forgery;
    mod headers;
    mod methods;
    mod mutations;
    mod paths;
    mod registry;
    mod scopes;
    mod siege;
    mod smuggled;
    mod swaps;
    mod tokens;
}
