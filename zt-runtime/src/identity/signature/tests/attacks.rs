//! X10 for signatures: one that was overheard gets nothing.

use std::sync::Barrier;
use std::thread;

use proptest::prelude::*;

use super::*;

const REPLAYED: Refusal = Refusal::InvalidSignature("signature_replayed");

#[test]
fn x10_a_signature_counts_once_and_of_100_at_once_one_succeeds() {
    let world = World::new();
    let sent = world.sent().signed(&world.key);
    let barrier = Barrier::new(100);
    let results: Vec<_> = thread::scope(|scope| {
        let tries = (0..100).map(|_| {
            scope.spawn(|| {
                barrier.wait();
                world.used(&sent)
            })
        });
        let tries: Vec<_> = tries.collect();
        tries.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert_eq!(results.iter().filter(|result| **result == Err(REPLAYED)).count(), 99);
}

#[test]
fn x10_a_nonce_counts_once_for_its_key_whatever_else_is_signed() {
    let world = World::new();
    assert!(world.used(&world.sent().signed(&world.key)).is_ok());
    let later = Sent { query: "", target: "https://api.example/orders", ..world.sent() };
    let later = later.with("created", Some(&(NOW + 5).to_string()));
    assert_eq!(world.used(&later.signed(&world.key)), Err(REPLAYED));
    let other = later.with("nonce", Some("\"n2\""));
    assert!(world.used(&other.signed(&world.key)).is_ok());
}

// Otherwise whoever has no token could fill the store, or use up the nonce of another.
#[test]
fn s11_a_signature_that_was_refused_is_not_used_up() {
    let world = World::new();
    let _ = world.used(&world.sent().signed(&Key::ed25519()));
    drop(world.check(&world.sent().signed(&world.key)).unwrap());
    assert!(world.used(&world.sent().signed(&world.key)).is_ok());
}

#[test]
fn s11_a_full_store_refuses() {
    let origins = Origins::new(Origin::parse("https://api.example"));
    let world = World::of(origins, Replays::holding(0).unwrap());
    let told = world.used(&world.sent().signed(&world.key));
    assert_eq!(told, Err(Refusal::Unavailable("replay_store_full")));
}

// The memory of what was used begins with the process.
#[test]
fn x10_what_was_signed_before_the_process_began_does_not_count() {
    let mut world = World::new();
    world.began = at(NOW + 1);
    assert_eq!(world.refused_signed(&world.sent()), "signature_too_old");
    world.began = at(NOW);
    assert!(world.used(&world.sent().signed(&world.key)).is_ok());
}

/// Reads whatever comes in the fields; the key is there.
fn read(input: &str, signature: &str) {
    let world = World::new();
    let mut sent = world.sent().header("signature-input", input);
    sent = sent.header("signature", signature);
    // Nobody but the key's holder gets anything.
    assert!(!matches!(world.check(&sent), Ok(Some(_))));
}

#[test]
fn s11_bombs_are_refused() {
    let deep = "(".repeat(10_000);
    let names = (0..9_000).map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(" ");
    let labels = (0..3_000).map(|n| format!("a{n}=();tag=\"zt\"")).collect::<Vec<_>>().join(",");
    let parameters: String = (0..5_000).map(|n| format!(";p{n}")).collect();
    for input in [
        deep.clone(),
        format!("sig={deep}"),
        format!("sig=({names});tag=\"zt\""),
        labels,
        format!("sig=(){parameters};tag=\"zt\""),
        format!("sig=(\"{}\");tag=\"zt\"", "a".repeat(30_000)),
        format!("sig=();created={};tag=\"zt\"", "9".repeat(30_000)),
    ] {
        read(&input, &format!("sig=:{}:", "A".repeat(30_000)));
    }
}

proptest! {
    #[test]
    fn s11_whatever_comes_is_refused_and_nothing_panics(input in "\\PC{0,200}", signature in "\\PC{0,80}") {
        read(&input, &signature);
    }

    #[test]
    fn s11_near_misses_are_refused_and_nothing_panics(
        input in r#"sig=\(("(@[a-z-]{0,9}|[a-z-]{0,9})";?(sf|req|key="a")? ?){0,4}\)(;(created|expires|nonce|keyid|alg|tag)=("[a-z]{0,4}"|[0-9]{1,16}|:[A-Z=]{0,8}:|zt|"zt")){0,6}"#,
        signature in r#"sig=(:[A-Za-z0-9+/=]{0,90}:|"a"|1)"#,
    ) {
        read(&input, &signature);
    }
}
