//! Whatever people ask, and in whatever order: nobody sees or changes what is another's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

mod fixture;

#[path = "property"]
mod property {
    mod model;
    mod rights;
    mod steps;
}
