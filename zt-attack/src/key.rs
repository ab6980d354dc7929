//! A key of the attacker's own clients, for tokens that are bound to one.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Ed25519, which every zt service takes. It lives as long as the attack.
pub(crate) struct Key(Ed25519KeyPair);

impl Key {
    /// `None` without random numbers.
    pub(crate) fn generate() -> Option<Self> {
        Ed25519KeyPair::generate().ok().map(Self)
    }

    /// Its public half (RFC 8037 §2).
    pub(crate) fn jwk(&self) -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(self.0.public_key()) })
    }

    /// The same with the private half beside: another key's, as nobody needs to see this one's.
    pub(crate) fn jwk_with_private_half(&self) -> Value {
        let mut jwk = self.jwk();
        if let Some(members) = jwk.as_object_mut() {
            members.insert("d".to_owned(), json!(used_once(32)));
        }
        jwk
    }

    /// RFC 7638 §3: what is needed, in the order of its name, as `serde_json` keeps it.
    pub(crate) fn thumbprint(&self) -> String {
        hash(self.jwk().to_string().as_bytes())
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> impl AsRef<[u8]> + use<> {
        self.0.sign(bytes)
    }
}

/// SHA-256, as JOSE writes it.
pub(crate) fn hash(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, bytes))
}

/// So many random bytes. Without random numbers there was no key either.
pub(crate) fn used_once(bytes: usize) -> String {
    let mut all = vec![0; bytes];
    let _ = rand::fill(&mut all);
    URL_SAFE_NO_PAD.encode(all)
}
