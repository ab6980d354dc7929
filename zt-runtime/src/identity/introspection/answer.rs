//! What the issuer answered, read as strictly as a token (RFC 7662 §2.2).

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::memory::Digest;
use super::{INACTIVE_REMEMBERED, INTROSPECTION_REMEMBERED};
use crate::hex::hex;
use crate::identity::claims::Claims;
use crate::identity::json::{self, CLAIMS};
use crate::identity::jwt::claims::Mapping;
use crate::identity::paseto::Fault;
use crate::problem::Refusal;

const MALFORMED: Fault = "introspection_malformed";
const INACTIVE: Fault = "token_inactive";

/// What an issuer says about a token. Whether it counts here is still to be checked.
#[derive(Debug, Clone)]
pub(super) struct Answer(Result<Arc<Claims>, Fault>);

impl Answer {
    /// What isn't exactly an answer vouches for nobody.
    pub(super) fn read(body: &[u8], issuer: &str, digest: &Digest, mapping: &Mapping) -> Self {
        Self(read(body, issuer, digest, mapping).map(Arc::new))
    }

    #[cfg(test)]
    pub(super) const fn inactive() -> Self {
        Self(Err(INACTIVE))
    }

    pub(super) const fn is_active(&self) -> bool {
        self.0.is_ok()
    }

    pub(super) fn claims(&self) -> Result<Claims, Refusal> {
        let claims = self.0.as_ref().map(|claims| Claims::clone(claims));
        claims.map_err(|fault| Refusal::InvalidToken(fault))
    }

    /// How long it may be remembered: never past the token's end (T-24). An answer that can't be read isn't.
    pub(super) fn counts_for(&self, now: Timestamp) -> Duration {
        match &self.0 {
            Ok(claims) => {
                let left = Duration::try_from(claims.exp.0.duration_since(now));
                left.unwrap_or_default().min(INTROSPECTION_REMEMBERED)
            }
            Err(fault) if *fault == INACTIVE => INACTIVE_REMEMBERED,
            Err(_) => Duration::ZERO,
        }
    }
}

fn read(body: &[u8], issuer: &str, digest: &Digest, mapping: &Mapping) -> Result<Claims, Fault> {
    let text = str::from_utf8(body).map_err(|_| MALFORMED)?;
    let mut answer = json::read_object(text, CLAIMS).map_err(|_| MALFORMED)?;
    match answer.get("active") {
        Some(Value::Bool(true)) => {}
        Some(Value::Bool(false)) => return Err(INACTIVE),
        _ => return Err(MALFORMED),
    }
    check_type(&answer)?;
    complete(&mut answer, issuer, digest, mapping);
    mapping.read(&answer)
}

/// RFC 7662 §2.2: `token_type` as RFC 6749 §5.1 has it, in any case. A refresh token has none of these.
fn check_type(answer: &Map<String, Value>) -> Result<(), Fault> {
    let typ = match answer.get("token_type") {
        None => return Ok(()),
        Some(Value::String(typ)) => typ,
        Some(_) => return Err(MALFORMED),
    };
    let is_bound = || answer.get("cnf").is_some_and(|cnf| cnf.get("jkt").is_some());
    if typ.eq_ignore_ascii_case("bearer") || (typ.eq_ignore_ascii_case("dpop") && is_bound()) {
        Ok(())
    } else {
        Err("wrong_type")
    }
}

/// What an answer may leave out, where it can be told otherwise: who was asked, and a name for the token, so that it can
/// be revoked. A token without a subject was issued to the client itself.
fn complete(answer: &mut Map<String, Value>, issuer: &str, digest: &Digest, mapping: &Mapping) {
    let client = answer.get(&*mapping.client).cloned();
    let mut fill = |name: &str, value: Value| {
        answer.entry(name).or_insert(value);
    };
    fill("iss", Value::from(issuer));
    fill(&mapping.token_id, Value::from(hex(digest)));
    if let Some(client) = client {
        fill("sub", client);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = r#"{"active":true,"sub":"alice","client_id":"web","aud":["a"],"iat":1,"exp":2,"scope":"a b"}"#;

    fn answer(body: &[u8]) -> Answer {
        Answer::read(body, "https://issuer.example", &Digest::default(), &Mapping::default())
    }

    #[test]
    fn t24_a_good_answer_is_one() {
        assert!(answer(GOOD.as_bytes()).is_active());
    }

    proptest! {
        #[test]
        fn t24_no_bytes_panic_and_none_count_by_chance(body in any::<Vec<u8>>()) {
            prop_assert!(!answer(&body).is_active());
        }

        #[test]
        fn t24_a_cut_or_doubled_answer_never_counts(cut in 1..GOOD.len()) {
            let (head, tail) = GOOD.as_bytes().split_at(cut);
            prop_assert!(!answer(head).is_active());
            prop_assert!(!answer(tail).is_active());
            prop_assert!(!answer(&[GOOD.as_bytes(), head].concat()).is_active());
        }

        #[test]
        fn t24_an_answer_with_another_byte_in_it_never_says_more(at in 0..GOOD.len(), byte: u8) {
            let mut body = GOOD.as_bytes().to_vec();
            if let Some(place) = body.get_mut(at) {
                *place = byte;
            }
            // Whatever byte changed, what counts as active says it literally.
            let says = body.windows(13).any(|part| part == b"\"active\":true");
            prop_assert!(says || !answer(&body).is_active());
        }
    }
}
