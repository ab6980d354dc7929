//! The keys whose signatures count, by their PASERK id.

use std::collections::HashMap;
use std::fmt;

use pasetors::keys::AsymmetricPublicKey;
use pasetors::paserk::{FormatAsPaserk, Id};
use pasetors::version4::V4;

/// A key that verifies `v4.public` tokens and can do nothing else (P-02).
pub(crate) type PublicKey = AsymmetricPublicKey<V4>;

/// Verifying keys of one issuer. A token names its key by id; it can't bring one along (P-03).
#[derive(Debug, Clone, Default)]
pub(crate) struct Keyring(HashMap<String, PublicKey>);

/// Why a text is no verifying key. It never repeats the text, which may be a secret in the wrong place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyFault {
    /// A `k4.secret` or `k4.local`.
    Secret,
    /// Not a `k4.public` PASERK.
    NotPublic,
    /// The key is there already.
    Twice,
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Secret => {
                "it is a secret key, and a service that verifies tokens must not have it: consider it stolen, \
                 make a new one, and give the service the `k4.public...` that belongs to it"
            }
            Self::NotPublic => "it is no PASERK public key of version 4, `k4.public.` and 43 characters",
            Self::Twice => "the key is in the list twice",
        })
    }
}

impl Keyring {
    /// Adds a key, written as PASERK `k4.public`, and tells its id.
    pub(crate) fn add(&mut self, paserk: &str) -> Result<String, KeyFault> {
        let key = parse_public(paserk)?;
        let id = id_of(&key);
        match self.0.insert(id.clone(), key) {
            None => Ok(id),
            Some(_) => Err(KeyFault::Twice),
        }
    }

    /// The key of that exact id.
    pub(crate) fn find(&self, id: &str) -> Option<&PublicKey> {
        self.0.get(id)
    }

    /// Whether a key is in both.
    pub(crate) fn shares_with(&self, other: &Self) -> bool {
        self.0.keys().any(|id| other.holds(id))
    }

    /// Whether there is a key of that id.
    pub(crate) fn holds(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }
}

/// The id of a key, `k4.pid...`, which names it in a token's footer.
pub(crate) fn id_of(key: &PublicKey) -> String {
    paserk_of(&Id::from(key))
}

/// A key or an id as PASERK text.
pub(crate) fn paserk_of(key: &impl FormatAsPaserk) -> String {
    let mut text = String::new();
    // Writing to a string doesn't fail; were it to, a text that is no PASERK matches nothing.
    let _ = key.fmt(&mut text);
    text
}

fn parse_public(paserk: &str) -> Result<PublicKey, KeyFault> {
    if paserk.starts_with("k4.secret.") || paserk.starts_with("k4.local.") {
        return Err(KeyFault::Secret);
    }
    PublicKey::try_from(paserk).map_err(|_| KeyFault::NotPublic)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use pasetors::keys::{AsymmetricKeyPair, Generate, SymmetricKey};

    use super::*;

    // P-02, P-03: a key of another type or purpose is no verifying key.
    #[test]
    fn p02_only_public_keys_of_version_4() {
        let pair = AsymmetricKeyPair::<V4>::generate().unwrap();
        let public = paserk_of(&pair.public);
        let mut ring = Keyring::default();
        let id = ring.add(&public).unwrap();
        assert!(id.starts_with("k4.pid.") && ring.holds(&id));
        assert_eq!(ring.add(&public), Err(KeyFault::Twice));
        assert_eq!(ring.add(&paserk_of(&pair.secret)), Err(KeyFault::Secret));
        let local = SymmetricKey::<V4>::generate().unwrap();
        assert_eq!(ring.add(&paserk_of(&local)), Err(KeyFault::Secret));
        for other in [
            "",
            "k4.public.",
            &public.replace("k4", "k3"),
            &format!("{public}="),
            &format!(" {public}"),
            &id,
        ] {
            assert_eq!(ring.add(other), Err(KeyFault::NotPublic), "{other}");
        }
    }
}
