//! X10: whoever holds a stolen token, or a proof that was overheard, gets nothing.

use std::sync::Barrier;
use std::thread;

use super::*;

const REPLAYED: Result<Confirmed, Refusal> = Err(Refusal::InvalidDpopProof("dpop_proof_replayed"));

#[test]
fn x10_a_proof_counts_once_and_of_100_at_once_one_succeeds() {
    let world = World::new();
    let proof = world.proof();
    let barrier = Barrier::new(100);
    let results: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..100)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    world.used(&proof)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert_eq!(results.iter().filter(|result| **result == REPLAYED).count(), 99);
}

#[test]
fn x10_a_proof_is_not_used_again_as_long_as_it_counts_nor_in_another_spelling() {
    let world = World::new();
    let proof = world.proof();
    assert!(world.used(&proof).is_ok());
    for second in [0, 1, 59, 60] {
        assert_eq!(world.use_at(&proof, NOW + second), REPLAYED, "{second}");
    }
    assert_eq!(
        world.use_at(&proof, NOW + 61),
        Err(Refusal::InvalidDpopProof("dpop_proof_too_old"))
    );
    // The same id, newly signed, for the same address in other words.
    let again =
        world.proof_with(json!({ "htu": "https://API.example:443/orders/%37?a", "iat": NOW + 5 }));
    assert_eq!(world.use_at(&again, NOW + 5), REPLAYED);
}

// Otherwise whoever has no token could fill the store, or use up the proof of another.
#[test]
fn s04_a_proof_that_was_refused_is_not_used_up() {
    let world = World::new();
    let proof = world.proof();
    drop(world.prove(&[&proof]).unwrap());
    let _ = world.prove(&[&proof]).unwrap().confirm(None, at(NOW));
    assert!(world.used(&proof).is_ok());
}

#[test]
fn s04_a_full_store_refuses() {
    let world = World { replays: Replays::holding(0).unwrap(), ..World::new() };
    assert_eq!(world.used(&world.proof()), Err(Refusal::Unavailable("replay_store_full")));
}

#[test]
fn x10_another_instance_takes_no_proof_of_this_one() {
    let (one, other) = (World::new(), World::new());
    let proof = one.proof();
    assert!(one.used(&proof).is_ok());
    assert!(matches!(other.prove(&[&proof]), Err(Refusal::UseDpopNonce { .. })));
}

#[test]
fn x10_a_bearer_token_proves_nothing_by_a_proof_beside_it() {
    let world = World::new();
    let bearer = Credential::read([format!("Bearer {TOKEN}").as_bytes()], None).unwrap().unwrap();
    let proof = world.proof();
    let request =
        Request { method: "GET", path: "/orders/7", over_tls: false, proofs: &[proof.as_bytes()] };
    let refused = world.dpop.prove(&request, &bearer, &world.era, at(NOW)).err();
    assert_eq!(refused, Some(Refusal::InvalidToken("bound_token_as_bearer")));
}

#[test]
fn x10_a_proof_serves_no_other_token_method_or_path() {
    let world = World::new();
    let proof = world.proof();
    let proofs = [proof.as_bytes()];
    let refused = |method, path, token| {
        let request = Request { method, path, over_tls: false, proofs: &proofs };
        world.dpop.prove(&request, &credential(token), &world.era, at(NOW)).err().unwrap().reason()
    };
    assert_eq!(refused("GET", "/orders/7", "v4.public.stolen"), "dpop_wrong_token");
    assert_eq!(refused("DELETE", "/orders/7", TOKEN), "dpop_wrong_method");
    assert_eq!(refused("GET", "/orders/8", TOKEN), "dpop_wrong_target");
}

#[test]
fn s03_without_an_origin_no_proof_counts_and_loopback_finds_its_own() {
    let world = World { dpop: dpop_at(Origins::default()), ..World::new() };
    assert_eq!(world.refused(&world.proof()), "no_public_origin");
    world.dpop.listens_on("192.0.2.1:80".parse().unwrap(), false);
    assert_eq!(world.refused(&world.proof()), "no_public_origin");
    let world = World { dpop: dpop_at(Origins::default()), ..World::new() };
    world.dpop.listens_on("127.0.0.1:4711".parse().unwrap(), false);
    world.dpop.listens_on("127.0.0.1:4712".parse().unwrap(), true);
    assert_eq!(world.refused(&world.proof()), "dpop_wrong_target");
    for htu in ["http://127.0.0.1:4711/orders/7", "http://localhost:4711/orders/7"] {
        assert!(world.used(&world.proof_with(json!({ "htu": htu }))).is_ok());
    }
    // The request came without TLS.
    let secure = world.proof_with(json!({ "htu": "https://127.0.0.1:4712/orders/7" }));
    assert_eq!(world.refused(&secure), "dpop_wrong_target");
    // What was configured stays.
    let world = World::new();
    world.dpop.listens_on("127.0.0.1:4711".parse().unwrap(), false);
    assert!(world.used(&world.proof()).is_ok());
}

// T-12.
#[test]
fn x10_a_proof_with_any_character_changed_counts_no_more() {
    let world = World::new();
    let proof = world.proof();
    for at in 0..proof.len() {
        for other in ["A", "B", ".", "-", "=", ""] {
            let changed = format!("{}{other}{}", &proof[..at], &proof[at + 1..]);
            if changed != proof {
                assert!(world.prove(&[&changed]).is_err(), "{at} {other}");
            }
        }
    }
    assert!(world.used(&proof).is_ok());
}
