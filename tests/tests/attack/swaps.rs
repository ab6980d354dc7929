//! X18: every id of somebody else's, in path, query and body.

use super::siege::Siege;
use crate::fixture::checks::without_instance;
use crate::fixture::house::{FOREIGN_FOLDERS, FOREIGN_NOTES};
use crate::fixture::{ACME, ALICE, GLOBEX, House, Route, in_house, routes};

/// What else could stand where this stands.
fn others(word: &str) -> Vec<&'static str> {
    match word {
        "7001" | "7005" => {
            FOREIGN_FOLDERS.into_iter().chain(["9999", "0", "18446744073709551615"]).collect()
        }
        "n11" | "n12" => FOREIGN_NOTES.into_iter().chain(["n99", "N11", "n1"]).collect(),
        "people/alice" => vec!["people/bob", "people/carol", "people/Alice"],
        _ => vec!["tenants/globex", "tenants/ACME", "tenants/nobody"],
    }
}

/// The route's own request with one id swapped, in target and body alike.
fn swapped(route: &Route) -> Vec<(String, String)> {
    let (target, body) = (route.sample.target, route.sample.body);
    let mut all = Vec::new();
    for word in ["7001", "7005", "n11", "n12", "people/alice", "tenants/acme"] {
        for other in others(word) {
            for (at, _) in target.match_indices(word) {
                let swapped = format!("{}{other}{}", &target[..at], &target[at + word.len()..]);
                all.push((swapped, body.to_owned()));
            }
            for (at, _) in body.match_indices(word) {
                // An id that is a number may come as a text; quotes keep `n99` and `7002` alike.
                let swapped = format!("{}{other}{}", &body[..at], &body[at + word.len()..]);
                all.push((target.to_owned(), swapped));
            }
        }
    }
    all
}

fn has_ids(route: &Route) -> bool {
    !swapped(route).is_empty()
}

#[test]
fn x18_nobody_elses_id_opens_anything() {
    let mut attacked = 0;
    for route in routes() {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            let mut document = None;
            for (target, body) in swapped(&route) {
                attacked += 1;
                let answer =
                    siege.send(route.with(&house.alice(), route.method(), &target, &body)).await;
                assert_eq!(answer.status(), 404, "{} {target} {body}", route.method());
                if route.method() != "HEAD" {
                    let seen = without_instance(&answer);
                    assert_eq!(
                        *document.get_or_insert_with(|| seen.clone()),
                        seen,
                        "{target} {body}"
                    );
                }
            }
            siege.ends_in_vain();
        });
    }
    assert!(attacked > 100, "{attacked}");
}

#[test]
fn x18_nobody_else_may_do_what_alice_may() {
    for route in routes().iter().filter(|route| has_ids(route)) {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            for (name, tenant) in
                [("bob", ACME), ("carol", GLOBEX), (ALICE, GLOBEX), ("mallory", "nowhere")]
            {
                // Bob is of the tenant whose figures these are.
                if route.name() == "report" && tenant == ACME
                    || route.name() == "account" && name == ALICE
                {
                    continue;
                }
                let answer = siege.send(route.by(&house.person(name, tenant))).await;
                assert_eq!(answer.status(), 404, "{} by {name} of {tenant}", route.name());
            }
            for kind in [house.alice().as_client(), house.alice().as_workload()] {
                if ["report", "account"].contains(&route.name()) {
                    continue;
                }
                assert_eq!(siege.send(route.by(&kind)).await.status(), 404, "{}", route.name());
            }
            siege.ends_in_vain();
        });
    }
}

// One after the other: what is found is what is one's own.
#[test]
fn x18_a_scan_finds_what_is_ones_own() {
    in_house(async |house: &House| {
        for (name, tenant, own) in [
            ("alice", ACME, vec![7001, 7005]),
            ("bob", ACME, vec![7002]),
            ("carol", GLOBEX, vec![7003]),
        ] {
            let caller = house.person(name, tenant);
            let mut found = Vec::new();
            for id in 6990..7020 {
                if caller.get(&format!("/folders/{id}")).await.status() == 200 {
                    found.push(id);
                }
            }
            assert_eq!(found, own, "{name}");
        }
        let records = house.records();
        let denied = records.iter().filter(|record| record["reason"] == "not_authorized").count();
        assert_eq!((records.len(), denied), (90, 3 + 4 + 4));
    });
}

// A list of own ids with one foreign one among them is refused whole.
#[test]
fn x18_one_foreign_id_spoils_the_list() {
    in_house(async |house| {
        let mut siege = Siege::of(house);
        for foreign in FOREIGN_NOTES {
            for notes in [vec!["n11", "n12", foreign], vec![foreign, "n11"], vec![foreign]] {
                let request = house
                    .alice()
                    .post("/merge")
                    .json(&serde_json::json!({ "notes": notes, "into": 7005 }));
                assert_eq!(siege.send(request).await.status(), 404);
            }
        }
        siege.ends_in_vain();
    });
}
