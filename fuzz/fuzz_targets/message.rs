//! The body is in `tests/crates/fuzz-bodies/src/message.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_bodies::run("message", bytes));
