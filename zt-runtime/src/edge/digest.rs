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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::edge::Headers;

    // RFC 9530, appendix D: the digests of `{"hello": "world"}` and of the same with a line feed.
    const SHA_256: &str = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    const SHA_512: &str = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    const OTHER: &str = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";

    fn read(lines: &[&str]) -> Result<Option<ContentDigest>, Refusal> {
        let mut headers = Headers::default();
        lines.iter().for_each(|line| headers.add("content-digest", *line));
        ContentDigest::read(&headers)
    }

    fn matches(lines: &[&str], pieces: &[&str]) -> bool {
        let Ok(Some(mut digest)) = read(lines) else { panic!("{lines:?}") };
        pieces.iter().for_each(|piece| digest.update(piece.as_bytes()));
        digest.matches()
    }

    #[test]
    fn s12_every_known_digest_has_to_match() {
        let body = [r#"{"hello""#, "", r#": "world"}"#];
        for lines in [
            &[SHA_256][..],
            &[SHA_512],
            &[SHA_256, SHA_512],
            &["md5=:AAAA:, unknown=7", SHA_256],
            &["id-sha-256=(1 2);a", SHA_512],
        ] {
            assert!(matches(lines, &body), "{lines:?}");
            assert!(!matches(lines, &[body[0], body[2], "\n"]), "{lines:?}");
            assert!(!matches(lines, &[]), "{lines:?}");
        }
        assert!(matches(&[OTHER], &[body[0], body[2], "\n"]) && !matches(&[OTHER], &body));
        assert!(!matches(&[OTHER, SHA_512], &body));
    }

    #[test]
    fn s12_what_nobody_can_check_is_refused() {
        assert!(read(&[]).unwrap().is_none());
        for line in ["", "md5=:AAAA:", "SHA=1", "sha-384=:AAAA:", "sha=:AAAA:", "crc32c=:AAAA:"] {
            assert!(read(&[line]).is_err(), "{line}");
        }
        let unknown = Some(Refusal::MalformedRequest("content_digest_unknown"));
        assert_eq!(read(&["sha-384=:AAAA:, md5=:AAAA:"]).err(), unknown);
        let malformed = Some(Refusal::MalformedRequest("content_digest_malformed"));
        for lines in [
            &["sha-256"][..],
            &["sha-256=1"],
            &["sha-256=:AAAA:"],
            &["sha-256=::"],
            &["sha-256=(:AAAA:)"],
            &["sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="],
            &[SHA_512, "sha-256=:AAAA:"],
            &[SHA_256, SHA_256],
            &[SHA_256, OTHER],
            &["sha-256=:\u{e9}:"],
            &[&format!("{SHA_256},")],
        ] {
            assert_eq!(read(lines).err(), malformed, "{lines:?}");
        }
    }
}
