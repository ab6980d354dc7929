//! C-03: what a decision that is made again sees, and what it can't see it refuses.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod sockets;

use std::time::Duration;

use serde_json::{Value, json};
use zt::prelude::*;

use crate::clock::Clock;
use crate::config::Bounds;
use crate::identity::introspection::tests::{desk::Desk, trust};
use crate::identity::{Issuer as TrustedIssuer, PeerCertificate, Tokens};
use crate::outbound::SafeUrl;
use crate::serve::Parts;
use crate::testing::pki::{Ca, Issued, client_named, uri};
use crate::testing::{TestApp, TestResponse, block_on};

/// Look at clocks.
#[derive(Scope)]
#[scope("clocks:read", reads)]
struct ClocksRead;

/// Look at all of them.
#[derive(Scope)]
#[scope("clocks:all", reads)]
struct ClocksAll;

/// Looks after clocks.
#[derive(Role)]
#[role("watchmaker", grants(ClocksAll))]
struct Watchmaker;

/// That a clock goes.
#[derive(Disclose)]
#[disclose(plain)]
struct Tick {
    second: u64,
    /// How far it is off.
    #[disclose(with(ClocksAll))]
    off: u64,
}

/// The seconds, each when the test wants it.
struct Seconds(tokio::sync::broadcast::Sender<u64>);

#[zt::store]
impl Seconds {
    fn open() -> Self {
        Self(tokio::sync::broadcast::channel(8).0)
    }

    fn listen(&self) -> tokio::sync::broadcast::Receiver<u64> {
        self.0.subscribe()
    }
}

/// How the seconds go by.
#[zt::get("/ticks", scopes(any(ClocksRead, ClocksAll)), stream(recheck = "20s"))]
async fn watch_ticks(seconds: Data<Seconds>, events: &Events<Tick>) -> Streamed {
    let mut seconds = seconds.listen();
    let stream = events.open();
    while let Ok(second) = seconds.recv().await {
        stream.send_plain(Tick { second, off: 7 }).await;
    }
    Ok(stream.end())
}

/// Only for fresh tokens.
#[zt::get("/fresh", scopes(ClocksRead), proof(max_age = "30s"), stream(recheck = "20s"))]
async fn watch_fresh(seconds: Data<Seconds>, events: &Events<Tick>) -> Streamed {
    let mut seconds = seconds.listen();
    let stream = events.open();
    while let Ok(second) = seconds.recv().await {
        stream.send_plain(Tick { second, off: 7 }).await;
    }
    Ok(stream.end())
}

/// Clocks.
#[zt::service(endpoints(watch_ticks, watch_fresh), roles(Watchmaker))]
struct Clocks;

const ISSUER: &str = "https://issuer.example";

/// A service whose issuer is asked about tokens, and one who listens there.
struct World {
    app: TestApp<Clocks>,
    desk: Desk,
    ticks: tokio::sync::broadcast::Sender<u64>,
}

impl World {
    fn new() -> Self {
        let desk = Desk::start();
        let store = Seconds::open();
        let ticks = store.0.clone();
        let url = SafeUrl::parse(&desk.url());
        let issuers = |clock: &Clock| {
            let tokens = Tokens::Jwt(trust(ISSUER, url, clock));
            vec![TrustedIssuer::nameless(ISSUER, "Clocks", tokens)]
        };
        let app = TestApp::configured_by(issuers, |parts| parts, Bounds::loopback());
        let world = Self { app: app.data(store), desk, ticks };
        world.say(&json!({}));
        world
    }

    /// From now on the issuer says so of every token.
    fn say(&self, changes: &Value) {
        let now = self.app.clock().now().as_second();
        let mut all = json!({
            "active": true, "iss": ISSUER, "sub": "alice", "aud": "Clocks", "client_id": "web",
            "scope": "clocks:read profile", "iat": now, "exp": now + 600, "token_type": "Bearer",
        });
        for (key, value) in changes.as_object().unwrap() {
            all[key] = value.clone();
        }
        self.desk.say(200, &all.to_string());
    }

    async fn opened(&self) -> TestResponse {
        let mut stream = self.app.with_token("opaque").get("/ticks").await;
        assert_eq!((stream.status(), stream.events_so_far().await.1), (200, false));
        stream
    }

    /// The answer that is remembered for half a minute is too old, and one of the decisions falls behind that.
    async fn half_a_minute(&self, stream: &mut TestResponse) -> bool {
        for _ in 0..2 {
            self.app.clock().advance(Duration::from_secs(20));
            if asked(stream).await {
                return true;
            }
        }
        false
    }

    fn end(&self) -> (Value, Value) {
        let records = self.app.audit();
        let end = records.iter().find(|record| record["event"] == "stream_end").unwrap();
        (end["outcome"].clone(), end["reason"].clone())
    }
}

/// Whether it is over, once it is decided again. Nothing goes out in between.
async fn asked(stream: &mut TestResponse) -> bool {
    for _ in 0..500 {
        let (events, over) = stream.events_so_far().await;
        assert!(events.is_empty(), "{events:?}");
        if over {
            return true;
        }
        if !stream.is_deciding() {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nothing was decided")
}

#[test]
fn c03_what_the_issuer_says_is_asked_again() {
    let world = World::new();
    block_on(async {
        let mut stream = world.opened().await;
        assert!(!world.half_a_minute(&mut stream).await);
        assert_eq!(world.desk.asked(), 2);
        world.ticks.send(1).unwrap();
        assert_eq!(stream.next_event().await, Some(json!({ "second": 1 })));
    });
}

// X21: session-revoked in mid-stream.
#[test]
fn x21_a_session_that_the_issuer_ended_ends_the_stream() {
    let world = World::new();
    block_on(async {
        let mut stream = world.opened().await;
        world.say(&json!({ "active": false }));
        assert!(world.half_a_minute(&mut stream).await);
    });
    assert_eq!(world.end(), (json!("deny"), json!("token_inactive")));
}

// less than the rule needs, another of several ways in, another tenant: what was lent to the handler says what isn't so.
#[test]
fn c03_a_caller_who_becomes_somebody_else_ends_the_stream() {
    for (changes, reason) in [
        (json!({ "scope": "profile" }), "insufficient_scope"),
        (json!({ "scope": "clocks:all profile" }), "identity_changed"),
        (json!({ "sub": "bob" }), "identity_changed"),
        (json!({ "client_id": "phone" }), "identity_changed"),
        (json!({ "roles": ["watchmaker"] }), "identity_changed"),
    ] {
        let world = World::new();
        block_on(async {
            let mut stream = world.opened().await;
            world.say(&changes);
            assert!(world.half_a_minute(&mut stream).await, "{changes}");
            world.ticks.send(1).unwrap_err();
        });
        assert_eq!(world.end(), (json!("deny"), json!(reason)));
    }
}

// X20: an event goes to one caller, and shows what that caller may see; by a role as by a scope.
#[test]
fn x20_an_event_shows_a_field_by_scope_to_its_holders() {
    for (changes, event) in [
        (json!({}), json!({ "second": 1 })),
        (json!({ "scope": "clocks:all" }), json!({ "second": 1, "off": 7 })),
        (json!({ "roles": ["watchmaker"] }), json!({ "second": 1, "off": 7 })),
        (json!({ "roles": ["unknown"] }), json!({ "second": 1 })),
    ] {
        let world = World::new();
        world.say(&changes);
        block_on(async {
            let mut stream = world.opened().await;
            world.ticks.send(1).unwrap();
            assert_eq!(stream.next_event().await, Some(event), "{changes}");
        });
    }
}

#[test]
fn c03_an_issuer_that_says_it_otherwise_changes_nothing() {
    let world = World::new();
    block_on(async {
        let mut stream = world.opened().await;
        world.say(&json!({ "scope": "profile clocks:read" }));
        assert!(!world.half_a_minute(&mut stream).await);
    });
}

// T-23: whatever can't be told is refused.
#[test]
fn c03_an_issuer_that_does_not_answer_ends_the_stream() {
    let world = World::new();
    block_on(async {
        let mut stream = world.opened().await;
        world.desk.say(500, "");
        assert!(world.half_a_minute(&mut stream).await);
    });
    assert_eq!(world.end(), (json!("error"), json!("introspection_unavailable")));
}

// S-10: the rule is asked again too, and by then the token is too old for it.
#[test]
fn s10_a_token_that_grows_too_old_for_the_rule_ends_the_stream() {
    let world = World::new();
    block_on(async {
        let mut stream = world.app.as_caller("alice").holding::<ClocksRead>().get("/fresh").await;
        for (second, over) in [(1, false), (2, true)] {
            world.app.clock().advance(Duration::from_secs(20));
            world.ticks.send(second).unwrap();
            let events = if over { vec![] } else { vec![json!({ "second": second })] };
            assert_eq!(stream.events_so_far().await, (events, over));
        }
    });
    assert_eq!(world.end(), (json!("deny"), json!("token_too_old")));
}

/// A service that takes certificates, half an hour before the end of the day, and what lasts until then.
fn at_half_past_eleven() -> (TestApp<Clocks>, Issued) {
    let ca = Ca::new("a CA");
    let mut params = client_named(uri("spiffe://shop.example/clock"));
    params.not_after = rcgen::date_time_ymd(2030, 1, 2);
    let clients = ca.clients_listing(&[("spiffe://shop.example/clock", "clocks:read")], &[]);
    let change = |parts: Parts| parts.taking_certificates(Some(clients));
    let app = TestApp::configured(Vec::new(), change, Bounds::loopback()).data(Seconds::open());
    app.clock().advance(Duration::from_secs(23 * 3600 + 1800));
    (app, ca.issue(&params))
}

// S-07, S-08: a certificate shows who calls, or holds the key of a token. Either way it is asked again, too.
#[test]
fn s08_a_certificate_that_runs_out_ends_the_stream() {
    let (app, issued) = at_half_past_eleven();
    block_on(async {
        let mut stream = app.anonymous().get("/ticks").shown(&issued).await;
        assert_eq!(stream.status(), 200);
        app.clock().advance(Duration::from_secs(1800));
        assert_eq!(stream.events_so_far().await, (vec![], false));
        app.clock().advance(Duration::from_secs(1));
        assert_eq!(stream.events_so_far().await, (vec![], true));
    });
    assert_eq!(app.audit()[1]["reason"], "certificate_expired");
}

#[test]
fn s07_a_bound_token_whose_certificate_runs_out_ends_the_stream() {
    let (app, issued) = at_half_past_eleven();
    let shown = PeerCertificate::parse(issued.certificate.der()).unwrap();
    let key = json!({ "x5t#S256": shown.thumbprint().to_string() });
    let token = app.token_for("alice").holding::<ClocksRead>().bound_to(&key);
    let token = token.life(Duration::from_secs(7200)).issue().unwrap();
    block_on(async {
        let mut stream = app.with_token(&token).get("/ticks").shown(&issued).await;
        assert_eq!((stream.status(), stream.events_so_far().await.1), (200, false));
        app.clock().advance(Duration::from_secs(1801));
        assert_eq!(stream.next_event().await, None);
    });
    assert_eq!(app.audit()[1]["reason"], "certificate_expired");
}

#[test]
fn s08_a_workload_that_is_taken_back_ends_its_stream() {
    let (app, issued) = at_half_past_eleven();
    let shown = PeerCertificate::parse(issued.certificate.der()).unwrap();
    let subject = shown.workload().unwrap().subject().unwrap();
    block_on(async {
        let mut stream = app.anonymous().get("/ticks").shown(&issued).await;
        assert_eq!(stream.events_so_far().await, (vec![], false));
        app.revocations().revoke_subject(&subject).unwrap();
        assert_eq!(stream.events_so_far().await, (vec![], true));
    });
    assert_eq!(app.audit()[1]["reason"], "certificate_revoked");
}

// X21: a page of another site doesn't listen in its visitor's name; who comes without a browser says no origin.
#[test]
fn x21_a_page_of_another_site_opens_no_stream() {
    let world = World::new();
    block_on(async {
        let stream = world.opened().await;
        assert_eq!(stream.header("content-type"), Some("text/event-stream"));
        let caller = world.app.with_token("opaque");
        let lured = caller.get("/ticks").header("origin", "https://evil.example").await;
        assert_eq!(lured.status(), 403);
    });
}
