//! What a client says its content is (RFC 9530 §2): held against the bytes as they come.

use sfv::{Dictionary, ListEntry};
use sha2::{Digest as _, Sha256, Sha512};
use subtle::ConstantTimeEq as _;

use crate::endpoint::HeaderSource;
use crate::problem::Refusal;
use crate::structured;

/// The digests of a `Content-Digest`, each with what has come so far. There is at least one.
pub(super) struct ContentDigest(Vec<Expected>);

struct Expected {
    digest: Vec<u8>,
    seen: Seen,
}

enum Seen {
    Sha256(Sha256),
    Sha512(Sha512),
}

impl ContentDigest {
    /// Reads the field. Algorithms that aren't known are left out, but one has to be known: otherwise nothing could be
    /// held against the content, and yet the client believes that it is (S-12).
    pub(super) fn read(headers: &dyn HeaderSource) -> Result<Option<Self>, Refusal> {
        let lines = headers.values("content-digest");
        if lines.is_empty() {
            return Ok(None);
        }
        const MALFORMED: Refusal = Refusal::MalformedRequest("content_digest_malformed");
        let listed = structured::dictionary(&lines).ok_or(MALFORMED)?;
        let known = [("sha-256", Seen::sha256()), ("sha-512", Seen::sha512())];
        let expected =
            known.into_iter().filter_map(|(name, seen)| Expected::of(&listed, name, seen));
        let expected: Vec<_> = expected.collect::<Option<_>>().ok_or(MALFORMED)?;
        if expected.is_empty() {
            return Err(Refusal::MalformedRequest("content_digest_unknown"));
        }
        Ok(Some(Self(expected)))
    }

    /// The next bytes of the content.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        for Expected { seen, .. } in &mut self.0 {
            match seen {
                Seen::Sha256(hash) => hash.update(bytes),
                Seen::Sha512(hash) => hash.update(bytes),
            }
        }
    }

    /// Whether all that came is what every one of them says.
    pub(super) fn matches(self) -> bool {
        self.0.into_iter().all(|Expected { digest, seen }| bool::from(seen.finish().ct_eq(&digest)))
    }
}

impl Expected {
    /// `None` where the field doesn't list it, `Some(None)` where what it lists is no digest.
    fn of(listed: &Dictionary, name: &str, seen: Seen) -> Option<Option<Self>> {
        let ListEntry::Item(item) = listed.get(name)? else { return Some(None) };
        let digest =
            item.bare_item.as_byte_sequence().filter(|digest| digest.len() == seen.length());
        Some(digest.map(|digest| Self { digest: digest.to_vec(), seen }))
    }
}

impl Seen {
    fn sha256() -> Self {
        Self::Sha256(Sha256::new())
    }

    fn sha512() -> Self {
        Self::Sha512(Sha512::new())
    }

    const fn length(&self) -> usize {
        match self {
            Self::Sha256(_) => 32,
            Self::Sha512(_) => 64,
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Sha256(hash) => hash.finalize().to_vec(),
            Self::Sha512(hash) => hash.finalize().to_vec(),
        }
    }
}
