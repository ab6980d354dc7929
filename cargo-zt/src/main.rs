//! `cargo zt`.
mod permissions;
fn main() {}
