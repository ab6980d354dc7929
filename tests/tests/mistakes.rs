//! Honest mistakes, and which phase catches each: the table of the book, held against the tests that show it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

#[path = "mistakes"]
mod mistakes {
    mod bless;
    #[allow(dead_code, unreachable_pub, reason = "in a library nobody misses a public endpoint")]
    mod never;
    mod table;
}
