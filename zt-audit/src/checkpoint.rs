//! What is signed, and by whom.
//!
//! A checkpoint is a PASETO v4.public token. Its footer names the key, by its PASERK id; an implicit assertion of ours keeps a token
//! that somebody else had signed from being a checkpoint.

use std::collections::BTreeMap;
use std::fmt;

use pasetors::Public;
use pasetors::keys::{AsymmetricKeyPair, AsymmetricPublicKey, AsymmetricSecretKey, Generate as _};
use pasetors::paserk::{FormatAsPaserk, Id};
use pasetors::token::UntrustedToken;
use pasetors::version4::{PublicToken, V4};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::digest::{Digest, LogId};

/// More than a key's text has, so that it never grows and leaves a copy behind.
const LONGEST_PASERK: usize = 128;

const PURPOSE: &[u8] = b"zt audit checkpoint, form 1";

/// What a checkpoint says of its log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Whose log it is.
    pub log: LogId,
    /// The segment that the line is in.
    pub segment: u64,
    /// The number of the line before the checkpoint.
    pub seq: u64,
    /// The digest of that line.
    pub head: Digest,
    /// When it was signed.
    pub time: String,
}

/// The key that signs checkpoints. Its secret is wiped when it goes (pasetors), and never prints.
pub struct CheckpointKey {
    secret: AsymmetricSecretKey<V4>,
    id: String,
}

/// The text is no key that signs checkpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCheckpointKey;

/// The text is no key that verifies checkpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoVerifyingKey;

/// The keys under which checkpoints count, by their ids.
#[derive(Debug, Clone, Default)]
pub struct Keys(BTreeMap<String, AsymmetricPublicKey<V4>>);

/// Why a token is no checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotSigned {
    /// It isn't even written as one.
    Malformed,
    /// By a key that isn't among those that count.
    UnknownKey,
    /// Its signature is wrong.
    Signature,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Footer {
    kid: String,
}

impl CheckpointKey {
    /// A key written as PASERK `k4.secret`.
    ///
    /// # Errors
    /// The text is none. It isn't repeated.
    pub fn parse(text: &str) -> Result<Self, NoCheckpointKey> {
        // ed25519 has no key from an all-zero seed, and pasetors panics on one: 42 `A`s are 252 zero bits of 256.
        let encoded = text.strip_prefix("k4.secret.").ok_or(NoCheckpointKey)?;
        if encoded.starts_with(&"A".repeat(42)) {
            return Err(NoCheckpointKey);
        }
        let secret = AsymmetricSecretKey::<V4>::try_from(text).map_err(|_| NoCheckpointKey)?;
        let public = AsymmetricPublicKey::try_from(&secret).map_err(|_| NoCheckpointKey)?;
        Ok(Self { secret, id: id_of(&public) })
    }

    /// A new key from the system's random numbers, as PASERK: `k4.secret`, to be written to one file and nowhere else, and the `k4.public` that
    /// belongs to it. `None` where there are no random numbers.
    #[must_use]
    pub fn generate() -> Option<(Zeroizing<String>, String)> {
        let pair = AsymmetricKeyPair::<V4>::generate().ok()?;
        let mut secret = Zeroizing::new(String::with_capacity(LONGEST_PASERK));
        let mut public = String::new();
        pair.secret.fmt(&mut *secret).ok()?;
        pair.public.fmt(&mut public).ok()?;
        Some((secret, public))
    }

    /// Its id, `k4.pid`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub fn verifying(&self) -> Keys {
        let public = AsymmetricPublicKey::try_from(&self.secret);
        Keys(public.map(|key| (self.id.clone(), key)).into_iter().collect())
    }

    /// The statement, signed. `None` where signing fails, which it doesn't with a key that was read.
    #[must_use]
    pub fn sign(&self, statement: &Statement) -> Option<String> {
        let payload = serde_json::to_vec(statement).ok()?;
        let footer = serde_json::to_vec(&Footer { kid: self.id.clone() }).ok()?;
        PublicToken::sign(&self.secret, &payload, Some(&footer), Some(PURPOSE)).ok()
    }
}

impl fmt::Debug for CheckpointKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckpointKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Keys {
    /// Adds a key written as PASERK `k4.public`.
    ///
    /// # Errors
    /// The text is none. It isn't repeated, for it may be a secret.
    pub fn add(&mut self, text: &str) -> Result<(), NoVerifyingKey> {
        let key = AsymmetricPublicKey::<V4>::try_from(text).map_err(|_| NoVerifyingKey)?;
        self.0.insert(id_of(&key), key);
        Ok(())
    }

    /// The statement of a checkpoint that one of the keys signed.
    pub(crate) fn open(&self, signed: &str) -> Result<Statement, NotSigned> {
        let token =
            UntrustedToken::<Public, V4>::try_from(signed).map_err(|_| NotSigned::Malformed)?;
        let footer: Footer =
            serde_json::from_slice(token.untrusted_footer()).map_err(|_| NotSigned::Malformed)?;
        let key = self.0.get(&footer.kid).ok_or(NotSigned::UnknownKey)?;
        let trusted = PublicToken::verify(key, &token, None, Some(PURPOSE));
        let trusted = trusted.map_err(|_| NotSigned::Signature)?;
        serde_json::from_str(trusted.payload()).map_err(|_| NotSigned::Malformed)
    }
}

/// What a token says, whoever made it.
pub(crate) fn unverified(signed: &str) -> Option<Statement> {
    let token = UntrustedToken::<Public, V4>::try_from(signed).ok()?;
    serde_json::from_slice(token.untrusted_payload()).ok()
}

fn id_of(key: &AsymmetricPublicKey<V4>) -> String {
    let mut text = String::new();
    // Writing to a string doesn't fail; were it to, a text that is no PASERK matches nothing.
    let _ = Id::from(key).fmt(&mut text);
    text
}
