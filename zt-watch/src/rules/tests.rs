//! Each detection has a scenario that fires, and one close to it that doesn't (L-07).

#![allow(clippy::unwrap_used, reason = "tests")]

use std::net::IpAddr;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::{Caller, Culprit, Detection, Finding, Observation, Outcome, Settings, Watch, Who};

const START: Timestamp = Timestamp::constant(1_900_000_000, 0);

fn nobody(second: i64, peer: &str, reason: &'static str) -> Observation {
    Observation {
        at: START + SignedDuration::from_secs(second),
        outcome: if reason == "ok" { Outcome::Allow } else { Outcome::Deny },
        reason: reason.into(),
        endpoint: Some("get_order".into()),
        caller: Caller::Unproved,
        peer: Some(peer.parse::<IpAddr>().unwrap()),
        object: None,
        path: None,
        decoy: None,
        trace: Arc::from("4bf92f3577b34da6a3ce929d0e0e4736"),
    }
}

fn by(name: &str, second: i64, reason: &'static str) -> Observation {
    let who = who(name, "person");
    let caller = Caller::Proved { who, token: Arc::from("0011223344556677") };
    Observation { caller, ..nobody(second, "192.0.2.1", reason) }
}

fn who(name: &str, kind: &'static str) -> Who {
    Who { issuer: "https://id.example".into(), name: name.into(), kind: kind.into() }
}

/// What is found in all of it.
fn found(all: impl IntoIterator<Item = Observation>) -> Vec<Finding> {
    let mut watch = Watch::new(&Settings::default());
    all.into_iter().flat_map(|seen| watch.observe(&seen)).collect()
}

fn about_address(found: &[Finding], detection: Detection, network: &str) {
    let [finding] = found else { panic!("{found:?}") };
    assert_eq!((finding.detection, finding.culprit.to_string()), (detection, network.to_owned()));
    assert!(matches!(finding.culprit, Culprit::Address(_)));
}

fn about_caller(found: &[Finding], detection: Detection, name: &str) {
    let [finding] = found else { panic!("{found:?}") };
    let said = format!("person https://id.example {name}");
    assert_eq!((finding.detection, finding.culprit.to_string()), (detection, said));
}

// Credential stuffing.

#[test]
fn l07_twenty_credentials_that_do_not_count_are_stuffing() {
    let all = (0..40).map(|second| nobody(second, "198.51.100.7", "bad_signature"));
    about_address(&found(all), Detection::CredentialStuffing, "198.51.100.7/32");
    let all = (0..20).map(|last| nobody(1, &format!("2001:db8:1:2::{last}"), "unknown_key"));
    about_address(&found(all), Detection::CredentialStuffing, "2001:db8:1:2::/64");
}

#[test]
fn l07_neighbours_that_share_the_work_are_found_together() {
    let all = (0..100).map(|n| nobody(n, &format!("198.51.100.{n}"), "bad_signature"));
    about_address(&found(all), Detection::CredentialStuffing, "198.51.100.0/24");
}

#[test]
fn l07_an_office_whose_tokens_ran_out_stuffs_nothing() {
    let expired = (0..500).map(|second| nobody(second / 10, "198.51.100.7", "expired"));
    let bare = (0..500).map(|second| nobody(second / 10, "198.51.100.7", "no_credential"));
    let few = (0..19).map(|second| nobody(second, "203.0.113.9", "bad_signature"));
    let slow = (0..100).map(|n| nobody(n * 20, "203.0.113.10", "bad_signature"));
    assert!(found(expired.chain(bare).chain(few).chain(slow)).is_empty());
}

// Who fails in somebody's name is nobody: there is an address, and no alice.
#[test]
fn l07_failing_in_a_name_is_never_about_that_name() {
    let reasons = ["bad_signature", "dpop_wrong_key", "dpop_proof_replayed", "subject_revoked"];
    let all = (0..400).map(|n| nobody(n / 40, "198.51.100.7", reasons[n as usize % 4]));
    let found = found(all);
    assert!(found.len() >= 3, "{found:?}");
    assert!(found.iter().all(|it| matches!(it.culprit, Culprit::Address(_))), "{found:?}");
}

// Scope probing.

fn refused_at(name: &str, endpoint: u32, second: i64) -> Observation {
    let endpoint = Some(format!("endpoint_{endpoint}").into());
    Observation { endpoint, ..by(name, second, "insufficient_scope") }
}

#[test]
fn l07_refused_at_six_endpoints_is_probing() {
    let all = (0..8).map(|n| refused_at("mallory", n, n.into()));
    about_caller(&found(all), Detection::ScopeProbing, "mallory");
}

#[test]
fn l07_refused_at_one_endpoint_a_hundred_times_is_a_mistake() {
    let one = (0..100).map(|n| refused_at("alice", 1, n));
    let five = (0..100).map(|n| refused_at("bob", n % 5, n.into()));
    let several = (0..20_u32).map(|n| refused_at(&format!("p{n}"), n, n.into()));
    assert!(found(one.chain(five).chain(several)).is_empty());
}

// Object enumeration.

fn not_found(name: &str, object: u32, second: i64) -> Observation {
    let object = Some(format!("Order {object}"));
    Observation { object, ..by(name, second, "not_authorized") }
}

#[test]
fn x18_a_sequential_scan_is_enumeration() {
    let all = (0..30).map(|n| not_found("mallory", n, n.into()));
    about_caller(&found(all), Detection::ObjectEnumeration, "mallory");
    let malformed = (0..30).map(|n| Observation {
        path: Some(format!("/orders/{n}x")),
        ..by("mallory", n, "malformed_id")
    });
    about_caller(&found(malformed), Detection::ObjectEnumeration, "mallory");
}

#[test]
fn x18_asking_again_for_what_is_gone_is_none() {
    let one = (0..200).map(|n| not_found("alice", 7, n));
    let own = (0..200)
        .map(|n| Observation { object: Some(format!("Order {n}")), ..by("alice", n, "ok") });
    let slowly = (0..60).map(|n| not_found("bob", n, i64::from(n) * 60));
    assert!(found(one.chain(own).chain(slowly)).is_empty());
}

// Replay.

#[test]
fn l07_three_used_proofs_are_a_replay() {
    let all = (0..5).map(|n| nobody(n, "198.51.100.7", "dpop_proof_replayed"));
    about_address(&found(all), Detection::Replay, "198.51.100.7/32");
}

#[test]
fn l07_a_request_that_is_repeated_after_a_broken_connection_is_none() {
    let twice = (0..2).map(|n| nobody(n, "198.51.100.7", "dpop_proof_replayed"));
    let others = (0..20).map(|n| nobody(n, "203.0.113.9", "dpop_proof_too_old"));
    let nonces = (0..20).map(|n| nobody(n, "203.0.113.9", "dpop_nonce_needed"));
    assert!(found(twice.chain(others).chain(nonces)).is_empty());
}

// A token elsewhere.

#[test]
fn l07_a_bound_token_under_other_keys_is_elsewhere() {
    let all = (0..9).map(|n| nobody(n, "198.51.100.7", "dpop_wrong_key"));
    about_address(&found(all), Detection::TokenElsewhere, "198.51.100.7/32");
}

fn used_from(name: &str, peer: &str, second: i64) -> Observation {
    Observation { peer: Some(peer.parse().unwrap()), ..by(name, second, "ok") }
}

#[test]
fn l07_a_token_that_two_networks_use_in_turn_is_elsewhere() {
    let peers = ["192.0.2.1", "203.0.113.77"];
    let all = (0..20).map(|n| used_from("alice", peers[n as usize % 2], n));
    about_caller(&found(all), Detection::TokenElsewhere, "alice");
}

#[test]
fn l07_who_moves_and_who_has_two_protocols_is_not_elsewhere() {
    // Through every network of a town, and home again.
    let train = (0..200_u8).map(|n| used_from("alice", &format!("10.{n}.0.1"), n.into()));
    let home = (0..9).map(|n| used_from("alice", "192.0.2.1", 200 + n));
    // One address of a provider's pool after another.
    let pool = (0..200_u8).map(|n| used_from("bob", &format!("198.51.{n}.1"), n.into()));
    let both = ["192.0.2.1", "2001:db8:1::1"];
    let dual = (0..100).map(|n| used_from("carol", both[n as usize % 2], n));
    let doors = ["192.0.2.1", "203.0.113.77", "198.51.100.1"];
    let machine = (0..100).map(|n| {
        let caller =
            Caller::Proved { who: who("billing", "workload"), token: "0000000000000000".into() };
        Observation { caller, ..used_from("", doors[n as usize % 3], n) }
    });
    assert!(found(train.chain(home).chain(pool).chain(dual).chain(machine)).is_empty());
}

// Impossible rate.

#[test]
fn l07_who_goes_on_far_above_the_limit_has_an_impossible_rate() {
    let all = (0..400).map(|n| by("mallory", n / 50, "rate_limited"));
    about_caller(&found(all), Detection::ImpossibleRate, "mallory");
}

#[test]
fn l07_who_meets_the_limit_and_waits_has_not() {
    let all = (0..1_000).map(|n| by("alice", n, if n % 4 == 0 { "rate_limited" } else { "ok" }));
    assert!(found(all).is_empty());
}

// A dormant credential.

const DAY: i64 = 86_400;

#[test]
fn l07_an_account_that_nobody_used_for_two_months_wakes() {
    let all = [0, 61 * DAY, 61 * DAY + 5].map(|second| by("leaver", second, "ok"));
    about_caller(&found(all), Detection::DormantCredential, "leaver");
}

#[test]
fn l07_a_holiday_and_a_first_day_are_no_awakening() {
    let holiday = [0, 35 * DAY].map(|second| by("alice", second, "ok"));
    let first = [by("newcomer", 90 * DAY, "ok")];
    assert!(found(holiday.into_iter().chain(first)).is_empty());
}

// A decoy.

fn decoy(peer: &str, second: i64) -> Observation {
    let decoy = Some("admin_php".into());
    Observation { decoy, ..nobody(second, peer, "decoy_touched") }
}

#[test]
fn l07_a_decoy_is_told_once_for_each_address() {
    about_address(
        &found((0..9).map(|n| decoy("198.51.100.7", n))),
        Detection::Decoy,
        "198.51.100.7/32",
    );
    assert_eq!(found([decoy("198.51.100.7", 0), decoy("198.51.100.8", 0)]).len(), 2);
}

#[test]
fn l07_a_path_that_is_not_there_is_no_decoy() {
    assert!(found((0..900).map(|n| nobody(n, "198.51.100.7", "no_route"))).is_empty());
}
