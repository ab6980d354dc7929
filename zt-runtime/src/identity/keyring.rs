//! The keys whose tokens count, by their PASERK id. Each kind of key has a ring of its own type (P-02).

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use pasetors::keys::{AsymmetricPublicKey, SymmetricKey};
use pasetors::paserk::{FormatAsPaserk, Id};
use pasetors::version4::V4;

/// A key that verifies `v4.public` tokens and can do nothing else (P-02).
pub(crate) type PublicKey = AsymmetricPublicKey<V4>;

/// A key that opens `v4.local` tokens, and that could make them too. Its bytes are wiped when it goes (pasetors).
pub(crate) type LocalKey = SymmetricKey<V4>;

/// Verifying keys of one issuer. A token names its key by id; it can't bring one along (P-03).
#[derive(Debug, Clone, Default)]
pub(crate) struct Keyring(HashMap<String, PublicKey>);

/// Keys that one issuer shares with this service. There is one copy of them, however many workers there are.
#[derive(Clone, Default)]
pub(crate) struct LocalKeyring(Arc<HashMap<String, LocalKey>>);

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

/// Why a text is no key of `v4.local`. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LocalKeyFault {
    /// A `k4.public` or `k4.secret`: of the other purpose.
    OfPublic,
    /// Not a `k4.local` PASERK.
    NotLocal,
    /// The key is there already.
    Twice,
}

impl fmt::Display for LocalKeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OfPublic => {
                "it is a key of `v4.public`, which opens no `v4.local` token: `k4.public...` belongs into `keys`, and \
                 `k4.secret...` to the issuer alone"
            }
            Self::NotLocal => "it is no PASERK local key of version 4, `k4.local.` and 43 characters",
            Self::Twice => "the key is in the file twice",
        })
    }
}

impl LocalKeyring {
    /// A ring of keys, each written as PASERK `k4.local`. A fault comes with the number of its key, from 1 on.
    pub(crate) fn parse<'t>(
        paserks: impl Iterator<Item = &'t str>,
    ) -> Result<Self, (usize, LocalKeyFault)> {
        let mut ring = HashMap::new();
        for (index, paserk) in paserks.enumerate() {
            let key = parse_local(paserk).map_err(|fault| (index + 1, fault))?;
            if ring.insert(paserk_of(&Id::from(&key)), key).is_some() {
                return Err((index + 1, LocalKeyFault::Twice));
            }
        }
        Ok(Self(Arc::new(ring)))
    }

    /// Whether a key is in both.
    pub(crate) fn shares_with(&self, other: &Self) -> bool {
        self.0.keys().any(|id| other.find(id).is_some())
    }

    /// The key of that exact id.
    pub(crate) fn find(&self, id: &str) -> Option<&LocalKey> {
        self.0.get(id)
    }

    /// Whether there is none, so that no `v4.local` token counts.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for LocalKeyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LocalKeyring").field(&self.0.keys()).finish()
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

fn parse_local(paserk: &str) -> Result<LocalKey, LocalKeyFault> {
    if paserk.starts_with("k4.public.") || paserk.starts_with("k4.secret.") {
        return Err(LocalKeyFault::OfPublic);
    }
    LocalKey::try_from(paserk).map_err(|_| LocalKeyFault::NotLocal)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use pasetors::keys::{AsymmetricKeyPair, Generate};

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
        let local = LocalKey::generate().unwrap();
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

    // P-02, P-03: a key of another type or purpose opens nothing.
    #[test]
    fn p02_only_local_keys_of_version_4_open() {
        let parse = |keys: &[&str]| LocalKeyring::parse(keys.iter().copied());
        let pair = AsymmetricKeyPair::<V4>::generate().unwrap();
        let key = LocalKey::generate().unwrap();
        let (local, id) = (paserk_of(&key), paserk_of(&Id::from(&key)));
        let ring = parse(&[&local]).unwrap();
        assert!(id.starts_with("k4.lid.") && ring.find(&id).is_some());
        assert!(ring.find(&id_of(&pair.public)).is_none() && parse(&[]).unwrap().is_empty());
        assert_eq!(parse(&[&local, &local]).unwrap_err(), (2, LocalKeyFault::Twice));
        for other in [paserk_of(&pair.public), paserk_of(&pair.secret)] {
            assert_eq!(parse(&[&local, &other]).unwrap_err(), (2, LocalKeyFault::OfPublic));
        }
        for other in [
            "",
            "k4.local.",
            &local.replace("k4", "k2"),
            &format!("{local}="),
            &format!(" {local}"),
            &id,
            &paserk_of(&pair.public).replace("public", "locale"),
        ] {
            assert_eq!(parse(&[other]).unwrap_err(), (1, LocalKeyFault::NotLocal), "{other}");
        }
    }

    #[test]
    fn k05_a_ring_of_local_keys_prints_their_ids_alone() {
        let key = LocalKey::generate().unwrap();
        let (local, id) = (paserk_of(&key), paserk_of(&Id::from(&key)));
        let shown = format!("{:?}", LocalKeyring::parse([&*local].into_iter()).unwrap());
        assert!(shown.contains(&id) && !shown.contains(&local), "{shown}");
    }
}
