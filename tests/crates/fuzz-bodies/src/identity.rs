//! Of zt-runtime, what reads certificates, compiled in once more: no front door leads there but a handshake, and rustls reads
//! them first.

#[path = "../../../../zt-runtime/src/identity/certificate.rs"]
pub(crate) mod certificate;
#[path = "../../../../zt-runtime/src/identity/confirmation.rs"]
#[allow(dead_code, reason = "tokens are bound by it, and there are none here")]
mod confirmation;
#[path = "../../../../zt-runtime/src/identity/spiffe.rs"]
mod spiffe;
