//! What an attack holds to prove what tokens are bound to: keys of its own, and the service's nonce.

use serde_json::{Value, json};

use crate::callers::Bound;
use crate::key::Key;
use crate::proof::{Occasion, Proof};
use crate::request::TOKEN;
use crate::signature;

/// A nonce counts for minutes; one that is older than this is asked for anew.
const NONCE_SECONDS: i64 = 120;

/// Keys and the nonce.
pub(crate) struct Wallet {
    own: Key,
    other: Key,
    nonce: Option<(String, i64)>,
}

impl Wallet {
    /// `None` without random numbers.
    pub(crate) fn new() -> Option<Self> {
        Some(Self { own: Key::generate()?, other: Key::generate()?, nonce: None })
    }

    /// What a token has to say of the key (`cnf`).
    pub(crate) fn confirmation(&self, bound: Bound) -> Value {
        match bound {
            Bound::Dpop(_) => json!({ "jkt": self.own.thumbprint() }),
            Bound::Signature => json!({ "jwk": self.own.jwk() }),
        }
    }

    /// Whether a nonce is to be asked for before.
    pub(crate) fn needs_nonce(&self, bound: Bound, now: i64) -> bool {
        let fresh = |made: i64| (0..NONCE_SECONDS).contains(&now.saturating_sub(made));
        matches!(bound, Bound::Dpop(proof) if proof != Proof::NoNonce)
            && !self.nonce.as_ref().is_some_and(|(_, made)| fresh(*made))
    }

    pub(crate) fn keep_nonce(&mut self, nonce: &str, now: i64) {
        self.nonce = Some((nonce.to_owned(), now));
    }

    /// The request with the token in its place, and with what proves it.
    pub(crate) fn proved(
        &self,
        text: &str,
        token: &str,
        bound: Bound,
        host: &str,
        now: i64,
    ) -> String {
        let origin = format!("http://{host}");
        match bound {
            Bound::Signature => {
                let text = text.replace(TOKEN, token);
                behind_first_line(&text, &signature::headers(&self.own, &text, &origin, now))
            }
            Bound::Dpop(proof) => {
                let scheme = format!("{} {TOKEN}", proof.scheme());
                let text = text.replace(&format!("Bearer {TOKEN}"), &scheme).replace(TOKEN, token);
                let mut words = text.split(' ');
                let (method, target) =
                    (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                let nonce = self.nonce.as_ref().map(|(nonce, _)| nonce.as_str());
                let occasion = Occasion { method, origin: &origin, target, token, nonce, now };
                let proofs = proof.texts(&self.own, &self.other, occasion).into_iter();
                let headers = proofs.map(|proof| format!("dpop: {proof}\r\n"));
                behind_first_line(&text, &headers.collect::<String>())
            }
        }
    }
}

/// There it is in every head, however that ends.
fn behind_first_line(text: &str, headers: &str) -> String {
    text.replacen("\r\n", &format!("\r\n{headers}"), 1)
}
