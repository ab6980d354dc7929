//! The body is in `tests/crates/fuzz-bodies/src/signature.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_bodies::run("signature", bytes));
