//! The embedded issuer. Today it makes tokens for development and for tests; both say so in issuer, key and footer,
//! and no service that runs for real accepts them.

mod development;
mod fault;
mod local;
mod open;
mod signer;
#[cfg(test)]
mod tests;

use development::DEVELOPMENT;
pub use development::Development;
pub use fault::AuthorityFault;
pub(crate) use local::LocalAuthority;
use local::TEST;
pub use local::TokenBuilder;
pub(crate) use open::open;
#[cfg(test)]
pub(crate) use signer::Signer;

/// Issuer names that only the embedded authorities use: `dev:shop`, `test:shop`.
pub(crate) fn is_reserved_issuer(name: &str) -> bool {
    [DEVELOPMENT, TEST].iter().any(|reserved| {
        name.split_once(':').is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case(reserved))
    })
}
