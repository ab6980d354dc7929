//! Tokens of a real authorization server, fetched by a real client, at example oidc as it is started.
//!
//! Server and client are those of `../shared/interop/oidc`, which nobody of this project wrote. They need node.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

#[path = "interop"]
mod interop {
    mod desk;
    mod dpop;
    mod http;
    mod issuer;
    mod keys;
    mod listings;
    mod matrix;
    mod mtls;
    mod node;
    mod opaque;
    mod process;
    mod readme;
    mod tokens;
    mod workloads;
}
