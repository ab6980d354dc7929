//! A key that signs.

use std::fmt;

use pasetors::keys::{AsymmetricKeyPair, AsymmetricSecretKey, Generate};
use pasetors::version4::{PublicToken, V4};
use serde_json::json;
use zeroize::Zeroizing;

use super::fault::AuthorityFault;
use crate::identity::claims::Claims;
use crate::identity::keyring::{PublicKey, id_of, paserk_of};

/// Signs `v4.public` tokens. The secret is wiped when it goes (pasetors), and never prints.
pub(crate) struct Signer {
    secret: AsymmetricSecretKey<V4>,
    public: PublicKey,
}

impl Signer {
    /// A new key from the system's random numbers.
    pub(crate) fn generate() -> Result<Self, AuthorityFault> {
        let pair = AsymmetricKeyPair::<V4>::generate().map_err(|_| AuthorityFault::Crypto)?;
        Ok(Self { secret: pair.secret, public: pair.public })
    }

    /// A key written as PASERK `k4.secret`; `None` if the text is none.
    pub(crate) fn from_paserk(text: &str) -> Option<Self> {
        // ed25519 has no key from an all-zero seed, and pasetors panics on one: 42 `A`s are 252 zero bits of 256.
        if text.strip_prefix("k4.secret.")?.starts_with(&"A".repeat(42)) {
            return None;
        }
        let secret = AsymmetricSecretKey::<V4>::try_from(text).ok()?;
        let public = PublicKey::try_from(&secret).ok()?;
        Some(Self { secret, public })
    }

    /// The secret as PASERK, to be written to a file and nowhere else.
    pub(crate) fn to_paserk(&self) -> Zeroizing<String> {
        Zeroizing::new(paserk_of(&self.secret))
    }

    /// The verifying key as PASERK `k4.public`.
    pub(crate) fn public_paserk(&self) -> String {
        paserk_of(&self.public)
    }

    /// The key's id, `k4.pid`.
    pub(crate) fn key_id(&self) -> String {
        id_of(&self.public)
    }

    /// A token with these claims; `authority` names the embedded authority in the footer.
    pub(crate) fn sign(
        &self,
        claims: &Claims,
        authority: &str,
        implicit: &[u8],
    ) -> Result<String, AuthorityFault> {
        let payload = serde_json::to_vec(claims).map_err(|_| AuthorityFault::Crypto)?;
        let footer = json!({ "kid": self.key_id(), "authority": authority }).to_string();
        PublicToken::sign(&self.secret, &payload, Some(footer.as_bytes()), Some(implicit))
            .map_err(|_| AuthorityFault::Crypto)
    }

    /// Signs whatever a test makes up.
    #[cfg(test)]
    pub(crate) fn sign_bytes(&self, payload: &[u8], footer: &[u8], implicit: &[u8]) -> String {
        PublicToken::sign(&self.secret, payload, Some(footer), Some(implicit)).unwrap_or_default()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("key", &self.key_id())
            .field("secret", &"<redacted>")
            .finish()
    }
}
