//! The key that a token is bound to (RFC 7800), as a token or an introspection answer names it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use super::public_key::PublicKey;

/// A SHA-256 thumbprint: of a JWK (RFC 7638) or of a certificate in DER (RFC 8705 §3.1).
#[derive(Clone, Copy)]
pub(crate) struct Thumbprint([u8; 32]);

impl Thumbprint {
    pub(crate) const fn new(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// Reads the 43 characters of base64url without padding that `jkt` and `x5t#S256` hold.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digest = URL_SAFE_NO_PAD.decode(text).ok()?;
        digest.try_into().ok().map(Self)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// As `jkt`, `x5t#S256` and `keyid` spell it.
impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// In constant time (S-13).
impl PartialEq for Thumbprint {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Thumbprint {}

impl fmt::Debug for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `cnf`: what a caller has to prove besides holding the token. All that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Confirmation {
    /// The key of its DPoP proofs (RFC 9449 §6.1).
    pub(crate) jkt: Option<Thumbprint>,
    /// The client certificate of its connection (RFC 8705 §3.1).
    pub(crate) x5t: Option<Thumbprint>,
    /// The key of its requests' signatures (RFC 7800 §3.2).
    pub(crate) jwk: Option<PublicKey>,
}
