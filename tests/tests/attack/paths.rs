//! X13, X14: no other spelling of a path reaches what its own spelling doesn't.

use super::mutations::mutations;
use super::siege::{Siege, open_to_anybody};
use crate::fixture::routes::open_names;
use crate::fixture::{Route, in_house, routes};

/// What may come back without a token, or with one that grants nothing.
fn is_refusal(status: u16) -> bool {
    [400, 401, 403, 404, 405, 414].contains(&status)
}

/// Each mutation by each caller; whoever is let in must have reached what is open to them anyway.
fn besiege(route: &Route) {
    for (with_token, may_run) in [(false, open_names()), (true, open_to_anybody())] {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            for path in mutations(route.path()) {
                let caller =
                    if with_token { house.nobody_special() } else { house.app.anonymous() };
                let target = format!("{path}{}", route.query());
                let answer = siege.send(route.to(&caller, &target)).await;
                let records = house.records();
                let record = records.last().unwrap();
                let let_in = may_run.contains(&record["endpoint"].as_str().unwrap_or("none"));
                assert!(is_refusal(answer.status()) || let_in, "{target}: {answer:?}");
            }
            siege.ends(&may_run);
        });
    }
}

#[test]
fn x13_x14_no_mutation_of_a_path_gets_past_the_gate() {
    for route in routes() {
        besiege(&route);
    }
}

/// As the listener sees them: what the parser does to a target happens before the gate.
#[test]
fn x13_x14_nor_on_a_socket() {
    for route in routes() {
        in_house(async |house| {
            let server = house.app.serve();
            let mut siege = Siege::of(house);
            for path in mutations(route.path()) {
                let raw = route.raw(
                    &format!("{path}{}", route.query()),
                    "host: localhost\r\nconnection: close\r\n",
                );
                let answer = siege.send_raw(server.address(), &raw);
                let open = open_names();
                let let_in = || {
                    let records = house.records();
                    open.contains(&records.last().unwrap()["endpoint"].as_str().unwrap_or("none"))
                };
                assert!(is_refusal(answer.status) || let_in(), "{raw:?}: {answer:?}");
            }
            siege.ends(&open_names());
        });
    }
}

// CVE-2026-33186 and RFC 9112 §3.2: forms of a target that are not a path.
#[test]
fn x13_only_a_path_is_a_target() {
    for route in routes() {
        in_house(async |house| {
            let server = house.app.serve();
            let address = server.address();
            let mut siege = Siege::of(house);
            let authorized =
                format!("host: localhost\r\nauthorization: Bearer {}\r\n", house.token());
            let target = route.sample.target;
            for absolute in [
                format!("http://evil.example{target}"),
                format!("http://{address}{target}"),
                format!("https://x{target}"),
                format!("http://user@x{target}"),
                target.trim_start_matches('/').to_owned(),
                format!("x{target}"),
                "evil.example:80".to_owned(),
                "*".to_owned(),
                format!("?{target}"),
                format!("#{target}"),
            ] {
                for head in ["host: localhost\r\n", authorized.as_str()] {
                    let raw = route.raw(&absolute, head);
                    let answer = siege.send_raw(address, &raw);
                    assert_eq!(answer.status, 400, "{raw:?}: {answer:?}");
                }
                // A token lives for an hour of the house's.
                house.app.clock().set("2030-01-01T00:00:00Z".parse().unwrap());
            }
            siege.ends_in_vain();
        });
    }
}

// A fragment is never part of a request's target (RFC 9112 §3.2); what stands before it is what is asked.
#[test]
fn x13_a_fragment_changes_nothing() {
    for route in routes() {
        in_house(async |house| {
            let server = house.app.serve();
            let mut siege = Siege::of(house);
            for fragment in ["#", "#/health", "#/../health"] {
                let raw =
                    route.raw(&format!("{}{fragment}", route.sample.target), "host: localhost\r\n");
                let answer = siege.send_raw(server.address(), &raw);
                let expected = if route.is_open() { route.sample.status } else { 401 };
                assert!([400, expected].contains(&answer.status), "{raw:?}: {answer:?}");
            }
            siege.ends(&open_names());
        });
    }
}
