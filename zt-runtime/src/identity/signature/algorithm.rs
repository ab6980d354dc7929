//! How a key signs requests: one algorithm for each kind of key (RFC 9421 §6.2.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm as Jose;

use crate::identity::public_key::{KeyKind, PublicKey};

/// An algorithm that has a name for signatures of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    EcdsaP256Sha256,
    Ed25519,
    RsaPssSha512,
}

impl Algorithm {
    /// The key's own. For RSA there is a name for PSS with SHA-512 and none for SHA-256, so a JWK that says `PS256` can't
    /// sign requests.
    pub(super) fn of(key: &PublicKey) -> Option<Self> {
        let (algorithm, jose): (_, &[&str]) = match key.kind() {
            KeyKind::P256 => (Self::EcdsaP256Sha256, &["ES256"]),
            KeyKind::Ed25519 => (Self::Ed25519, &["EdDSA", "Ed25519"]),
            KeyKind::Rsa => (Self::RsaPssSha512, &["PS512"]),
        };
        key.may_be_used_with(jose).then_some(algorithm)
    }

    /// As `alg` spells it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::EcdsaP256Sha256 => "ecdsa-p256-sha256",
            Self::Ed25519 => "ed25519",
            Self::RsaPssSha512 => "rsa-pss-sha512",
        }
    }

    /// Whether `key` signed `base`. RFC 9421 §3.3 and JOSE mean the same bytes: ECDSA as `r` and `s`, 32 bytes each, PSS
    /// with a salt as long as the hash.
    pub(super) fn verifies(self, key: &PublicKey, base: &str, signature: &[u8]) -> bool {
        let jose = match self {
            Self::EcdsaP256Sha256 => Jose::ES256,
            Self::Ed25519 => Jose::EdDSA,
            Self::RsaPssSha512 => Jose::PS512,
        };
        let signature = URL_SAFE_NO_PAD.encode(signature);
        jsonwebtoken::crypto::verify(&signature, base.as_bytes(), key.key(), jose).unwrap_or(false)
    }
}
