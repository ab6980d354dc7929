//! Two cores side by side: zt-core, and one that was written from the book alone. They agree on a
//! million decisions and on two hundred thousand paths, and where one is made wrong in a single
//! clause, they don't.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

#[path = "decision"]
mod decision {
    mod case;
    mod core;
    mod decisions;
    mod generate;
    mod naive;
    mod paths;
    mod seed;
}
