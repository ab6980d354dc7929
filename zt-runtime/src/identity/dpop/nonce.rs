//! Nonces that the service gives to its callers (RFC 9449 §8.2 and §9).
//!
//! A nonce is a MAC of the time step, under the key of an era: of the time for which somebody remembers which proofs were
//! used. That is this process, which made the key as it started, or the store that instances share. So nothing is stored for a
//! nonce, all workers agree, and a proof that was made for somebody who remembers other proofs doesn't count.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// How long a nonce is the current one. The one before counts too, so a proof that was made in advance counts for five
/// to ten minutes.
const STEP_SECONDS: i64 = 300;

/// Makes and recognises nonces.
pub(crate) struct Nonces(hmac::Key);

/// Which nonce a proof holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    Current,
    /// Of the step before: it counts, and its holder is told the current one.
    Previous,
}

impl Nonces {
    /// With a new key. `None` without random numbers.
    pub(crate) fn new() -> Option<Self> {
        let mut secret = Zeroizing::new([0_u8; 32]);
        getrandom::fill(secret.as_mut_slice()).ok()?;
        Some(Self::under(&secret))
    }

    /// With the key that instances share.
    pub(crate) fn under(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// The nonce of this moment.
    pub(crate) fn current(&self, now: Timestamp) -> String {
        self.of_step(step(now))
    }

    /// Which of the nonces that count `nonce` is; `None` if it is none of them. In constant time (S-13).
    pub(crate) fn recognise(&self, nonce: &str, now: Timestamp) -> Option<Age> {
        let is = |step: i64| bool::from(self.of_step(step).as_bytes().ct_eq(nonce.as_bytes()));
        let step = step(now);
        let (current, previous) = (is(step), is(step.saturating_sub(1)));
        match (current, previous) {
            (true, _) => Some(Age::Current),
            (false, true) => Some(Age::Previous),
            (false, false) => None,
        }
    }

    fn of_step(&self, step: i64) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.0, &step.to_be_bytes()))
    }
}

fn step(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::string_slice, reason = "tests")]
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn s06_a_nonce_rotates_and_counts_one_rotation_longer() {
        let nonces = Nonces::new().unwrap();
        let nonce = nonces.current(at(1_800_000_000));
        assert_eq!(nonces.current(at(1_800_000_299)), nonce);
        assert_ne!(nonces.current(at(1_800_000_300)), nonce);
        for (second, age) in [
            (1_800_000_000, Some(Age::Current)),
            (1_800_000_299, Some(Age::Current)),
            (1_800_000_300, Some(Age::Previous)),
            (1_800_000_599, Some(Age::Previous)),
            (1_800_000_600, None),
            (1_800_000_900, None),
            (1_799_999_999, None),
        ] {
            assert_eq!(nonces.recognise(&nonce, at(second)), age, "{second}");
        }
    }

    #[test]
    fn s06_a_nonce_is_of_this_process_and_whole() {
        let (nonces, others) = (Nonces::new().unwrap(), Nonces::new().unwrap());
        let now = at(1_800_000_000);
        let nonce = nonces.current(now);
        assert_eq!(others.recognise(&nonce, now), None);
        for wrong in ["", "a", &nonce[1..], &format!("{nonce}a"), &nonce.to_uppercase()] {
            assert_eq!(nonces.recognise(wrong, now), None, "{wrong}");
        }
        // RFC 9449 §8.1: a nonce is of NQCHAR.
        assert!(nonce.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    }
}
