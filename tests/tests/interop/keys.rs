//! Keys that change, vanish, or can't be had, and no good request that is lost by it.

use std::thread;
use std::time::{Duration, Instant};

use super::desk::Desk;
use super::issuer::{Issuer, Token};
use super::node;

fn good(issuer: &Issuer) -> Token {
    issuer.token_of("svc-es256", "read")
}

#[track_caller]
fn accepted(desk: &Desk, token: &Token) {
    let answer = desk.read(token);
    assert_eq!(answer.status, 200, "{answer:?} for {:?}", token.0["header"]);
}

#[test]
fn t14_a_key_that_was_added_counts_at_once_and_the_old_one_goes_on() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let old = good(&issuer);
    accepted(&desk, &old);
    issuer.rotate("add");
    let new = good(&issuer);
    assert_ne!(old.0["header"]["kid"], new.0["header"]["kid"]);
    for _ in 0..5 {
        accepted(&desk, &new);
        accepted(&desk, &old);
    }
}

/// Many callers at once, with tokens of before and after, while the keys change under them.
#[test]
fn t14_under_load_no_good_request_is_lost() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let old = good(&issuer);
    accepted(&desk, &old);
    issuer.reset();
    issuer.rotate("add");
    let new = good(&issuer);
    thread::scope(|scope| {
        for token in [&old, &new, &new, &old, &new, &new] {
            scope.spawn(|| (0..50).for_each(|_| accepted(&desk, token)));
        }
    });
    assert_eq!(issuer.key_fetches(), 1, "all wait for one fetch");
}

/// A fetch that the new key caused replaces all: the old one is gone with it.
#[test]
fn t14_a_key_that_was_dropped_stops() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let old = good(&issuer);
    accepted(&desk, &old);
    issuer.rotate("drop");
    accepted(&desk, &good(&issuer));
    assert_eq!(desk.read(&old).status, 401);
}

/// Nobody brings a new key: the old one stops all the same, when the set is fetched as it regularly is.
#[test]
fn t14_a_key_that_was_dropped_stops_within_the_configured_time() {
    let issuer = Issuer::start();
    let desk = Desk::start_with(&issuer, &[("ZT_KEY_REFRESH", "1s")]);
    let old = good(&issuer);
    accepted(&desk, &old);
    issuer.rotate("drop");
    let dropped = Instant::now();
    while desk.read(&old).status == 200 {
        assert!(dropped.elapsed() < Duration::from_secs(10), "it still counts");
        thread::sleep(Duration::from_millis(100));
    }
    accepted(&desk, &good(&issuer));
}

#[test]
fn t14_another_key_under_the_same_id() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let old = good(&issuer);
    accepted(&desk, &old);
    issuer.rotate("same-kid");
    let new = good(&issuer);
    assert_eq!(old.0["header"]["kid"], new.0["header"]["kid"]);
    accepted(&desk, &new);
    assert_eq!(desk.read(&old).status, 401);
}

#[test]
fn t14_five_hundred_keys_more() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    accepted(&desk, &good(&issuer));
    issuer.rotate("nokid-flood");
    accepted(&desk, &good(&issuer));
}

#[test]
fn x06_a_flood_of_unknown_ids_is_not_passed_on() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let token = good(&issuer);
    accepted(&desk, &token);
    issuer.reset();
    let unknown = node::eval(
        "
        const [token] = process.argv.slice(1);
        const [, payload, signature] = token.split('.');
        for (let i = 0; i < 300; i++) {
          const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: `junk-${i}` }));
          console.log(`${header.toString('base64url')}.${payload}.${signature}`);
        }",
        &[token.text()],
    );
    for token in unknown.lines() {
        assert_eq!(desk.send("GET", "/read", token).status, 401);
    }
    accepted(&desk, &token);
    let fetches = issuer.key_fetches();
    assert!(fetches <= 2, "{fetches} fetches");
}

/// The key endpoint breaks in every way while a flood makes the service ask it; the good keys stay.
#[test]
fn x06_what_the_key_endpoint_says_in_error_wipes_no_key() {
    let issuer = Issuer::start();
    let token = good(&issuer);
    for fault in [
        "status=500",
        "status=200&body=%7B%22keys%22%3A%5B%5D%7D",
        "status=200&body=%3Chtml%3E&type=text/html",
        "status=302&location=http://127.0.0.1:1/",
        "huge=200000",
        "close",
    ] {
        issuer.reset();
        let desk = Desk::start(&issuer);
        accepted(&desk, &token);
        issuer.reset();
        issuer.break_keys(fault);
        assert_eq!(desk.send("GET", "/read", &with_unknown_id(&token)).status, 401, "{fault}");
        thread::sleep(Duration::from_millis(200));
        assert!(issuer.key_fetches() >= 1, "{fault}: nobody asked");
        accepted(&desk, &token);
    }
}

/// Whoever waits for the slow endpoint waits alone, and not for ever.
#[test]
fn x06_a_slow_key_endpoint_holds_up_nobody_whose_key_is_known() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let token = good(&issuer);
    accepted(&desk, &token);
    issuer.break_keys("delay=20000&status=500");
    let unknown = with_unknown_id(&token);
    thread::scope(|scope| {
        let slow = scope.spawn(|| {
            let asked = Instant::now();
            assert_eq!(desk.send("GET", "/read", &unknown).status / 100, 4);
            asked.elapsed()
        });
        thread::sleep(Duration::from_millis(300));
        let asked = Instant::now();
        for _ in 0..10 {
            accepted(&desk, &token);
        }
        assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
        assert!(slow.join().unwrap() < Duration::from_secs(15));
    });
}

/// The header says another key id; nothing else changes.
fn with_unknown_id(token: &Token) -> String {
    let script = "
        const [token] = process.argv.slice(1);
        const [header, payload, signature] = token.split('.');
        const other = { ...JSON.parse(Buffer.from(header, 'base64url')), kid: 'unknown' };
        console.log(`${Buffer.from(JSON.stringify(other)).toString('base64url')}.${payload}.${signature}`);";
    node::eval(script, &[token.text()]).trim().to_owned()
}
