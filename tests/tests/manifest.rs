//! The manifest says what is enforced, and says it the same way everywhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

mod fixture;

#[path = "manifest"]
mod manifest {
    mod decides;
    mod page;
    mod same;
}
