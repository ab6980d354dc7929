//! C-06, of a JWT: its key has to be the one that its header means now.

use super::*;
use crate::clock::ManualClock;
use crate::identity::Issuers;
use crate::identity::memory::{Memory, Proved};

/// A world that remembers, with its memory and the hand of its clock.
fn remembering() -> (World, Memory, ManualClock) {
    let key = Key::generate(Algorithm::ES256, "k1");
    let server = KeyServer::start(&[&key]);
    let (clock, hand) = Clock::manual(Timestamp::from_second(NOW).unwrap());
    let trust = trust(ISSUER, &server, Algorithms::default(), &clock);
    let memory = Memory::for_tokens(Some(10));
    let issuers = Issuers::new(vec![trusted(trust)], memory.clone());
    let verifier = Verifier::new(issuers, Revocations::in_memory(clock.clone()));
    (World { server, key, verifier, clock }, memory, hand)
}

/// A token that counts for an hour.
fn long(world: &World) -> String {
    world.sign(&with(&json!({"exp": NOW + 3600})))
}

#[test]
fn c06_a_good_signature_is_remembered_and_a_forged_one_is_not() {
    let (world, memory, _) = remembering();
    let token = world.sign(&claims());
    for _ in 0..2 {
        world.verify(&token).unwrap();
    }
    assert!(matches!(&*memory.find(&token).unwrap(), Proved::Jwt { .. }));
    let other = Key::generate(Algorithm::ES256, "k1");
    let forged = other.sign(&other.header(), &claims());
    for _ in 0..2 {
        assert_eq!(world.refused(&forged), "bad_signature");
    }
    assert!(memory.find(&forged).is_none());
}

// The memory is really asked: what it holds of a token stands for the signature.
#[test]
fn c06_what_is_remembered_spares_the_signature() {
    let (world, memory, _) = remembering();
    let token = world.sign(&claims());
    world.verify(&token).unwrap();
    let (unsigned, _) = token.rsplit_once('.').unwrap();
    let broken = format!("{unsigned}.{}", "A".repeat(86));
    assert_eq!(world.refused(&broken), "bad_signature");
    let Proved::Jwt { content, key } = &*memory.find(&token).unwrap() else { panic!("a JWT") };
    memory.remember(&broken, || Proved::Jwt { content: content.clone(), key: *key });
    world.verify(&broken).unwrap();
}

// T-14, C-06: a key that was dropped or replaced under its id takes what is remembered along.
#[test]
fn c06_a_key_that_counts_no_more_takes_its_tokens_along() {
    let next = Key::generate(Algorithm::ES256, "k1");
    let other = Key::generate(Algorithm::ES256, "k2");
    for published in [&next, &other] {
        let (world, _, hand) = remembering();
        let token = long(&world);
        world.verify(&token).unwrap();
        world.server.publish(&[published]);
        hand.advance(Duration::from_secs(3599));
        // A token of the new key makes the issuer's keys be fetched.
        let fresh = json!({"iat": NOW + 3599, "exp": NOW + 3600});
        world.verify(&published.sign(&published.header(), &with(&fresh))).unwrap();
        assert!(matches!(world.verify(&token), Err(Refusal::InvalidToken(_))));
    }
}

#[test]
fn c06_times_are_held_against_each_request() {
    let (world, _, hand) = remembering();
    let token = world.sign(&claims());
    world.verify(&token).unwrap();
    hand.advance(Duration::from_secs(600));
    for _ in 0..2 {
        assert_eq!(world.refused(&token), "expired");
    }
}
