//! Tokens of a real authorization server, fetched by a real client, and of foreign makers of PASETO, at example oidc as it
//! is started.
//!
//! Server, client and makers are those of `../shared/interop`, which nobody of this project wrote. They need node and Python.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

mod fixture;

#[path = "interop"]
mod interop {
    mod desk;
    mod dpop;
    mod http;
    mod issuer;
    mod keys;
    mod killed;
    mod listings;
    mod matrix;
    mod mtls;
    mod node;
    mod opaque;
    mod paseto;
    mod process;
    mod python;
    mod readme;
    mod shared;
    mod signed;
    mod tokens;
    mod workloads;
}
