//! C-06: what is remembered of a token spares its signature, and nothing else.

use super::*;
use crate::identity::memory::{Memory, Proved};
use crate::identity::{Issuer, Issuers, SegmentTerms};

/// A verifier that remembers, of the world's issuer.
struct Remembering {
    world: World,
    memory: Memory,
    verifier: Verifier,
}

impl Remembering {
    fn new() -> Self {
        let (world, memory) = (World::new(), Memory::for_tokens(Some(10)));
        let issuers = Issuers::new(vec![world.issuer.clone()], memory.clone());
        let verifier = Verifier::new(issuers, world.revocations.clone());
        Self { world, memory, verifier }
    }

    fn verify(&self, token: &str) -> Result<Identity, Refusal> {
        verify_with(&self.verifier, token, &self.world.clock)
    }

    #[track_caller]
    fn refused(&self, token: &str) -> &'static str {
        match self.verify(token) {
            Err(Refusal::InvalidToken(reason)) => reason,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn c06_a_good_signature_is_remembered_and_only_a_good_one() {
    let it = Remembering::new();
    let token = it.world.sign(&claims().to_string());
    assert!(it.memory.find(&token).is_none());
    it.verify(&token).unwrap();
    assert!(matches!(&*it.memory.find(&token).unwrap(), Proved::Paseto { .. }));
    it.verify(&token).unwrap();
    let other = Signer::generate().unwrap();
    let forged =
        other.sign_bytes(claims().to_string().as_bytes(), it.world.footer().as_bytes(), b"");
    assert_eq!(it.refused(&forged), "bad_signature");
    assert!(it.memory.find(&forged).is_none());
}

// What is remembered is found by the whole token: the claims of a good one don't help another.
#[test]
fn c06_one_character_more_or_less_is_another_token() {
    let it = Remembering::new();
    let token = it.world.sign(&claims().to_string());
    it.verify(&token).unwrap();
    let (cut, _) = token.split_at(token.len() - 1);
    for other in [cut.to_owned(), format!("{token}A"), token.replacen("v4", "V4", 1)] {
        it.verify(&other).unwrap_err();
    }
}

#[test]
fn c06_times_are_held_against_each_request() {
    let it = Remembering::new();
    let token = it.world.sign(&claims().to_string());
    it.verify(&token).unwrap();
    it.world.hand.advance(Duration::from_secs(1799));
    it.verify(&token).unwrap();
    it.world.hand.advance(Duration::from_secs(1));
    assert_eq!(it.refused(&token), "expired");
    let early = it.world.sign(&with(json!({"nbf": "2027-01-15T09:00:00Z", "exp": "2027-01-15T09:10:00Z", "iat": "2027-01-15T08:55:00Z"})).to_string());
    it.refused(&early);
    assert!(it.memory.find(&early).is_some(), "its signature is good");
    it.refused(&early);
}

#[test]
fn c06_parties_and_revocation_are_held_against_each_request() {
    let it = Remembering::new();
    let elsewhere = it.world.sign(&with(json!({"aud": "https://elsewhere.example"})).to_string());
    for _ in 0..2 {
        assert_eq!(it.refused(&elsewhere), "wrong_audience");
    }
    let token = it.world.sign(&claims().to_string());
    let identity = it.verify(&token).unwrap();
    it.world.revocations.revoke_subject(identity.subject()).unwrap();
    assert_eq!(it.refused(&token), "subject_revoked");
}

// A key that isn't the issuer's any more takes its signatures along.
#[test]
fn c06_the_key_has_to_count_still() {
    let it = Remembering::new();
    let token = it.world.sign(&claims().to_string());
    it.verify(&token).unwrap();
    let mut keyless = it.world.issuer.clone();
    if let Tokens::Paseto(trust) = &mut keyless.tokens {
        trust.keys = keyring::Keyring::default();
    }
    let verifier =
        Verifier::new(Issuers::new(vec![keyless], it.memory.clone()), it.world.revocations.clone());
    let refused = verify_with(&verifier, &token, &it.world.clock);
    assert!(matches!(refused, Err(Refusal::InvalidToken("unknown_key"))), "{refused:?}");
}

#[test]
fn c06_without_the_setting_nothing_is_remembered() {
    let memory = Memory::for_tokens(None);
    memory.remember("token", || panic!("nobody asks what it says"));
    assert!(memory.find("token").is_none());
}

// What one segment remembers of a token, another doesn't know; nor would it count there.
#[test]
fn c06_each_segment_remembers_by_itself() {
    let world = World::new();
    let all = Verifier::new(vec![world.issuer.clone()], world.revocations.clone());
    let memory = || Memory::for_tokens(Some(10));
    let (of_main, of_admin) = (memory(), memory());
    let main = all.in_segment(&SegmentTerms::default(), of_main.clone());
    let admin = SegmentTerms { audience: Some("shop-admin".into()), only: None };
    let admin = all.in_segment(&admin, of_admin.clone());
    let token = world.sign(&claims().to_string());
    for _ in 0..2 {
        verify_with(&main, &token, &world.clock).unwrap();
    }
    assert!(of_main.find(&token).is_some() && of_admin.find(&token).is_none());
    for _ in 0..2 {
        let refused = verify_with(&admin, &token, &world.clock).unwrap_err();
        assert!(matches!(refused, Refusal::InvalidToken("wrong_audience")), "{refused:?}");
    }
    assert!(of_admin.find(&token).is_some());
}

// X09: the keys of an issuer that doesn't count in a segment open nothing there, whatever their tokens say.
#[test]
fn x09_an_issuer_that_a_segment_does_not_list_is_unknown_there() {
    let world = World::new();
    let named = Issuer { name: Some("corp".into()), ..world.issuer.clone() };
    let all = Verifier::new(vec![named], world.revocations.clone());
    let of = |only: &str| {
        let terms = SegmentTerms { audience: None, only: Some(vec![only.to_owned()]) };
        all.in_segment(&terms, Memory::default())
    };
    let token = world.sign(&claims().to_string());
    verify_with(&of("corp"), &token, &world.clock).unwrap();
    for _ in 0..2 {
        verify_with(&of("partner"), &token, &world.clock).unwrap_err();
    }
}
