//! What ordinary traffic looks like to the rules: nobody is ever taken anything from, and how often somebody is told for
//! nothing is counted here. Seeded: each run is the same.
//!
//! Two weeks of a shop with day and night: people at home and on the way, offices behind one address each, and machines with
//! several instances; retries, expired tokens, forgotten scopes, links to what is gone.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a test")]

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use zt_watch::{Caller, Detection, Observation, Outcome, Settings, Watch, Who};

const START: Timestamp = Timestamp::constant(1_900_000_000, 0);
const DAYS: i64 = 14;
const PEOPLE: usize = 3_000;
const MACHINES: usize = 40;
const OFFICES: usize = 20;

struct Traffic {
    chance: fastrand::Rng,
    second: i64,
}

/// Where somebody is now: at home, in an office behind one address, or on the way.
fn peer_of(person: usize, second: i64, chance: &mut fastrand::Rng) -> IpAddr {
    let hour = second / 3_600 % 24;
    let home = Ipv4Addr::new(81, (person % 200) as u8, (person / 200) as u8, 7);
    let is_office_worker = person.is_multiple_of(3);
    match hour {
        9..17 if is_office_worker => Ipv4Addr::new(62, 100, (person % OFFICES) as u8, 1).into(),
        // On the train: a provider's pool, which gives another address every few minutes.
        7..9 | 17..19 => {
            let (pool, within) = (90 + (person % 4) as u8, hash(second / 240, person));
            Ipv4Addr::new(100, pool, (within >> 8) as u8, within as u8).into()
        }
        // A telephone at the edge of its Wi-Fi, which tries again every quarter of a minute.
        _ if person % 50 == 1 && hash(second / 15, person).is_multiple_of(3) => {
            Ipv4Addr::new(100, 90, 1, 1).into()
        }
        // Two protocols at once.
        _ if person.is_multiple_of(2) && chance.bool() => {
            format!("2a02:{:x}:{person:x}::1", person % 200 + 1).parse().unwrap()
        }
        _ => home.into(),
    }
}

/// The same for one person and one stretch of time.
fn hash(stretch: i64, person: usize) -> u64 {
    fastrand::Rng::with_seed(stretch as u64 * 4_001 + person as u64).u64(..)
}

impl Traffic {
    fn observation(&mut self, who: Who, token: String, peer: IpAddr) -> Observation {
        let endpoint = self.chance.u32(..25);
        // Out of a thousand requests, some go wrong in the ways that clients go wrong.
        let (reason, proved, object) = match self.chance.u32(..1_000) {
            0..8 => ("expired", false, None),
            8..12 => ("no_credential", false, None),
            12..14 => ("dpop_nonce_needed", false, None),
            14 => ("dpop_proof_replayed", false, None),
            15 => ("bad_signature", false, None),
            16..19 => ("insufficient_scope", true, None),
            19..29 => ("no_such_object", true, Some(self.chance.u32(..50_000))),
            29..31 => ("rate_limited", true, None),
            31..35 => ("invalid_input", true, None),
            _ => ("ok", true, Some(self.chance.u32(..50_000))),
        };
        let caller =
            if proved { Caller::Proved { who, token: token.into() } } else { Caller::Unproved };
        Observation {
            at: START + SignedDuration::from_secs(self.second),
            outcome: if reason == "ok" { Outcome::Allow } else { Outcome::Deny },
            reason: reason.into(),
            endpoint: Some(format!("endpoint_{endpoint}").into()),
            caller,
            peer: Some(peer),
            object: object.map(|id| format!("Order {id}")),
            path: None,
            decoy: None,
            trace: Arc::from("4bf92f3577b34da6a3ce929d0e0e4736"),
        }
    }

    /// A visit: a handful of requests, the first of which are sometimes repeated.
    fn person(&mut self) -> Vec<Observation> {
        let person = self.chance.usize(..PEOPLE);
        let token = format!("{person}-{}", self.second / 3_600);
        let visit = 3 + self.chance.usize(..12);
        let again = if self.chance.u32(..200) == 0 { 3 } else { 1 };
        let start = self.second + self.chance.i64(0..60);
        (0..visit * again)
            .map(|nth| {
                self.second = start + nth as i64 * 3 / again as i64;
                let peer = peer_of(person, self.second, &mut self.chance);
                self.observation(who(&format!("person{person}"), "person"), token.clone(), peer)
            })
            .collect()
    }

    /// A batch of one of several instances, which leave through different doors with one token.
    fn machine(&mut self) -> Vec<Observation> {
        let machine = self.chance.usize(..MACHINES);
        let token = format!("m{machine}-{}", self.second / 600);
        (0..20)
            .map(|_| {
                let door = self.chance.u8(..3);
                let peer = Ipv4Addr::new(34, 100 + door, machine as u8, 9).into();
                self.observation(who(&format!("machine{machine}"), "client"), token.clone(), peer)
            })
            .collect()
    }
}

fn who(name: &str, kind: &'static str) -> Who {
    Who { issuer: "https://id.example".into(), name: name.into(), kind: kind.into() }
}

/// Few at night, most at noon.
fn visits(hour: i64, chance: &mut fastrand::Rng) -> usize {
    let by_day = if (7..23).contains(&hour) { 40 } else { 4 };
    by_day + chance.usize(..by_day)
}

#[test]
fn l07_ordinary_traffic_takes_nothing_from_anybody_and_seldom_calls_for_one() {
    let mut traffic = Traffic { chance: fastrand::Rng::with_seed(7), second: 0 };
    let mut watch = Watch::new(&Settings::default());
    let (mut decisions, mut found) = (0_u64, BTreeMap::<Detection, u64>::new());
    for minute in 0..DAYS * 24 * 60 {
        traffic.second = minute * 60;
        let visits = visits(minute / 60 % 24, &mut traffic.chance) / 4;
        let mut all = traffic.machine();
        for _ in 0..visits {
            traffic.second = minute * 60;
            all.extend(traffic.person());
        }
        all.sort_by_key(|seen| seen.at);
        for seen in &all {
            decisions += 1;
            watch
                .observe(seen)
                .into_iter()
                .for_each(|it| *found.entry(it.detection).or_default() += 1);
        }
    }
    let alerts: u64 = found.values().sum();
    println!("{decisions} decisions, {alerts} alerts: {found:?}");
    // What could be answered with a revocation is never found, so whoever configures one loses nobody.
    for detection in [Detection::TokenElsewhere, Detection::DormantCredential] {
        assert_eq!(found.get(&detection), None, "{found:?}");
    }
    // Nor is a caller: what is left of false alarms is about addresses.
    for detection in [
        Detection::ScopeProbing,
        Detection::ObjectEnumeration,
        Detection::ImpossibleRate,
        Detection::Decoy,
    ] {
        assert_eq!(found.get(&detection), None, "{found:?}");
    }
    assert!(alerts * 100_000 <= decisions, "more than one alert in 100000: {found:?}");
    assert!(decisions > 1_000_000, "{decisions}");
}
