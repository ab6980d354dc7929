//! Of zt-runtime, what reads certificates, compiled in once more: no front door leads there but a handshake, and rustls reads
//! them first.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "the rest of it is for tokens and for users, and there are none here"
)]

#[path = "../../../../zt-runtime/src/identity/certificate.rs"]
pub(crate) mod certificate;
#[path = "../../../../zt-runtime/src/identity/confirmation.rs"]
mod confirmation;
#[path = "../../../../zt-runtime/src/identity/name.rs"]
mod name;
#[path = "../../../../zt-runtime/src/identity/public_key.rs"]
mod public_key;
#[path = "../../../../zt-runtime/src/identity/spiffe.rs"]
mod spiffe;
#[path = "../../../../zt-runtime/src/identity/subject.rs"]
mod subject;
#[path = "../../../../zt-runtime/src/identity/workload_id.rs"]
mod workload_id;
