//! Keys that come, go and change while tokens are on their way (T-14, X06).

use super::*;
use crate::audit::{Audit, MemorySink};
use crate::clock::ManualClock;

/// A world whose clock can be moved, with its hand.
fn moving() -> (World, ManualClock) {
    let key = Key::generate(Algorithm::ES256, "k1");
    let server = KeyServer::start(&[&key]);
    let (clock, hand) = Clock::manual(Timestamp::from_second(NOW).unwrap());
    let trust = trust(ISSUER, &server, Algorithms::default(), &clock);
    let verifier = Verifier::new(vec![trusted(trust)], Revocations::in_memory(clock.clone()));
    (World { server, key, verifier, clock }, hand)
}

/// A token that names a key which nobody has.
fn of_unknown_key(world: &World, id: &str) -> String {
    let mut header = world.header();
    header["kid"] = json!(id);
    world.key.sign(&header, &claims())
}

#[test]
fn t14_a_new_key_is_fetched_when_its_first_token_comes() {
    let (world, _) = moving();
    world.verify(&world.sign(&claims())).unwrap();
    let next = Key::generate(Algorithm::ES256, "k2");
    world.server.publish(&[&world.key, &next]);
    world.verify(&next.sign(&next.header(), &claims())).unwrap();
    world.verify(&world.sign(&claims())).unwrap();
    assert_eq!(world.server.asked(), 2);
}

// T-13: the time is that of the decision, not of the request's coming.
#[test]
fn t13_a_token_that_runs_out_while_its_key_is_fetched_does_not_count() {
    let (world, hand) = moving();
    world.verify(&world.sign(&claims())).unwrap();
    let next = Key::generate(Algorithm::ES256, "k2");
    world.server.publish(&[&world.key, &next]);
    world.server.before_answering(move || hand.advance(Duration::from_secs(600)));
    assert_eq!(world.refused(&next.sign(&next.header(), &claims())), "expired");
}

#[test]
fn t14_a_key_that_changed_under_its_id_is_fetched_too() {
    let (world, _) = moving();
    world.verify(&world.sign(&claims())).unwrap();
    let next = Key::generate(Algorithm::ES256, "k1");
    world.server.publish(&[&next]);
    world.verify(&next.sign(&next.header(), &claims())).unwrap();
    assert_eq!(world.refused(&world.sign(&claims())), "bad_signature");
}

#[test]
fn t14_a_dropped_key_stops_with_the_next_fetch() {
    let (world, hand) = moving();
    world.verify(&world.sign(&claims())).unwrap();
    let next = Key::generate(Algorithm::ES256, "k2");
    world.server.publish(&[&next]);
    world.verify(&next.sign(&next.header(), &claims())).unwrap();
    hand.advance(Duration::from_secs(1));
    assert_eq!(world.refused(&world.sign(&claims())), "unknown_key");
}

// X06: made-up ids cause one fetch a minute, and cost good tokens nothing.
#[test]
fn x06_made_up_ids_cause_one_fetch_a_minute() {
    let (world, hand) = moving();
    let token = world.sign(&claims());
    world.verify(&token).unwrap();
    for number in 0..1000 {
        let forged = of_unknown_key(&world, &format!("made-up-{number}"));
        assert_eq!(world.refused(&forged), "unknown_key");
    }
    assert_eq!(world.server.asked(), 2);
    world.verify(&token).unwrap();
    // One that failed is tried again by itself in real time: what is counted here comes well before.
    world.server.answer_with(500, "broken");
    hand.advance(Duration::from_secs(61));
    for _ in 0..5 {
        assert_eq!(world.refused(&of_unknown_key(&world, "made-up")), "unknown_key");
    }
    assert_eq!(world.server.asked(), 3);
    world.verify(&token).unwrap();
}

// X06: whatever the issuer answers instead of keys, the good ones stay.
#[test]
fn x06_errors_never_wipe_good_keys() {
    for (status, body) in [
        (500, "{}".to_owned()),
        (302, String::new()),
        (200, "not json".to_owned()),
        (200, "{}".to_owned()),
        (200, r#"{"keys":[]}"#.to_owned()),
        (200, r#"{"keys":{}}"#.to_owned()),
        (200, r#"{"keys":[{"kty":"oct","k":"AA","kid":"k1"}]}"#.to_owned()),
        (200, format!(r#"{{"keys":[{}{{}}]}}"#, r#"{"kty":"oct","k":"AA"},"#.repeat(1001))),
        (200, " ".repeat(600 * 1024)),
    ] {
        let (world, _) = moving();
        let token = world.sign(&claims());
        world.verify(&token).unwrap();
        world.server.answer_with(status, &body);
        assert_eq!(world.refused(&of_unknown_key(&world, "other")), "unknown_key");
        assert_eq!(world.server.asked(), 2, "{status}");
        world.verify(&token).unwrap();
    }
}

// An issuer that can't be asked rotates by its file; one that can't be read leaves the keys as they are.
#[test]
fn t14_a_key_set_in_a_file_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("jwks.json");
    let publish = |keys: &[&Key]| {
        let keys: Vec<_> = keys.iter().map(|key| key.public()).collect();
        std::fs::write(&file, json!({ "keys": keys }).to_string()).unwrap();
    };
    let [first, second] = ["k1", "k2"].map(|id| Key::generate(Algorithm::ES256, id));
    publish(&[&first]);
    let (clock, hand) = Clock::manual(Timestamp::from_second(NOW).unwrap());
    let outbound = Outbound::start().unwrap();
    let memory = MemorySink::default();
    let audit = Audit::start(memory.clone()).unwrap();
    let place = KeyPlace::File(file.clone());
    let source = KeySource::new(ISSUER.to_owned(), place, Algorithms::default());
    let keys = Keys::start(
        source,
        Duration::from_secs(3600),
        &outbound,
        clock.clone(),
        Some(audit.clone()),
    );
    let (typ, mapping) = ("at+jwt".into(), Mapping::default());
    let trust = JwtTrust { typ, mapping, keys, introspection: None };
    let verifier = Verifier::new(vec![trusted(trust)], Revocations::in_memory(clock.clone()));
    let world = World { server: KeyServer::start(&[]), key: first, verifier, clock };
    let of_second = second.sign(&second.header(), &claims());
    world.verify(&world.sign(&claims())).unwrap();
    std::fs::write(&file, "{").unwrap();
    assert_eq!(world.refused(&of_second), "unknown_key");
    world.verify(&world.sign(&claims())).unwrap();
    publish(&[&second]);
    hand.advance(Duration::from_secs(60));
    world.verify(&of_second).unwrap();
    assert_eq!(world.refused(&world.sign(&claims())), "unknown_key");
    assert_eq!(world.server.asked(), 0);
    // L-01: which keys count is in the log, whenever that changes.
    audit.flush(Duration::from_secs(5)).unwrap();
    let lines = memory.lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.iter().all(|line| line.contains("\"event\":\"key_set\"")));
    assert_ne!(lines[0].split("\"keys\":").nth(1), lines[1].split("\"keys\":").nth(1));
}

// X30: without keys nothing is decided; with old ones only for an hour.
#[test]
fn x30_no_keys_and_old_keys_are_refused() {
    let key = Key::generate(Algorithm::ES256, "k1");
    let server = KeyServer::start(&[&key]);
    server.answer_with(503, "");
    let (clock, _) = Clock::manual(Timestamp::from_second(NOW).unwrap());
    let trust = trust(ISSUER, &server, Algorithms::default(), &clock);
    let verifier = Verifier::new(vec![trusted(trust)], Revocations::in_memory(clock.clone()));
    let world = World { server, key, verifier, clock };
    assert!(matches!(world.verify(&world.sign(&claims())), Err(Refusal::Unavailable("no_keys"))));
    let (world, hand) = moving();
    let later = json!({"iat": NOW + 3600, "exp": NOW + 7200});
    world.verify(&world.sign(&claims())).unwrap();
    hand.advance(Duration::from_secs(3600));
    world.verify(&world.sign(&with(&later))).unwrap();
    hand.advance(Duration::from_secs(1));
    assert!(matches!(
        world.verify(&world.sign(&with(&later))),
        Err(Refusal::Unavailable("keys_too_old"))
    ));
}
