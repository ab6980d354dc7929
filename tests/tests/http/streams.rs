//! C-03, B-12, X21: streams pass the gate as any other request does, are decided about again while they are open, and end when
//! the right to them does.

mod socket;

use serde_json::{Value, json};
use zt::testing::{TestResponse, block_on};

use crate::fixture::depot::{ParcelsRead, Yard};

/// Opens the stream of all parcels.
async fn opened(yard: &Yard) -> TestResponse {
    let mut stream = yard.alice().get("/moves").await;
    assert_eq!(stream.status(), 200);
    assert_eq!(stream.events_so_far().await, (vec![], false));
    stream
}

/// A stream whose end nobody wrote down would be one that nobody knows of.
fn ended(yard: &Yard) -> Value {
    let records = yard.app.audit();
    let ends: Vec<_> = records.iter().filter(|record| record["event"] == "stream_end").collect();
    assert_eq!(ends.len(), 1, "{records:#?}");
    ends[0].clone()
}

#[track_caller]
fn ended_with(yard: &Yard, outcome: &str, reason: &str) {
    let end = ended(yard);
    assert_eq!((&end["outcome"], &end["reason"]), (&json!(outcome), &json!(reason)), "{end:#}");
    assert_eq!(yard.depot.listeners(), 0, "the handler still runs");
}

#[test]
fn b12_a_stream_says_what_it_is_and_nobody_stores_it() {
    let yard = Yard::open();
    block_on(async {
        let stream = opened(&yard).await;
        assert_eq!(stream.header("content-type"), Some("text/event-stream"));
        assert_eq!(stream.header("cache-control"), Some("no-store"));
        assert_eq!(stream.header("content-length"), None);
    });
}

#[test]
fn b12_each_event_is_asked_about_and_others_are_left_out() {
    let yard = Yard::open();
    block_on(async {
        let mut stream = opened(&yard).await;
        yard.moves(1, "alice", "acme");
        yard.moves(2, "bob", "acme");
        yard.moves(3, "alice", "globex");
        yard.moves(4, "alice", "acme");
        let view = |id: u64| json!({ "id": id, "place": format!("place-{id}") });
        assert_eq!(stream.next_event().await, Some(view(1)));
        assert_eq!(stream.events_so_far().await, (vec![view(4)], false));
    });
    assert_eq!((yard.runs.of("seen"), yard.runs.of("unseen")), (2, 2));
    ended_with(&yard, "allow", "client_gone");
    assert_eq!(ended(&yard)["events"], json!({ "sent": 2, "withheld": 2 }));
    assert_eq!(yard.runs.of("gone"), 1);
}

// L-01: a stream has two records, of its beginning and of its end, with one trace.
#[test]
fn l01_beginning_and_end_are_recorded() {
    let yard = Yard::open();
    block_on(async {
        let stream = yard.alice().get("/parcels/1/moves").await;
        assert_eq!(yard.app.audit().len(), 1, "before it ends");
        drop(stream);
    });
    let records = yard.app.audit();
    let [begin, end] = records.as_slice() else { panic!("{records:#?}") };
    assert_eq!((&begin["event"], &begin["outcome"]), (&json!("decision"), &json!("allow")));
    assert_eq!(begin["objects"], json!([{ "type": "Parcel", "id": "1" }]));
    for key in ["trace", "subject", "endpoint", "rule", "token", "peer", "path"] {
        assert_eq!(begin[key], end[key], "{key}");
    }
    assert_eq!((end["event"].as_str(), end.get("objects")), (Some("stream_end"), None));
}

#[test]
fn x21_nobody_gets_a_byte_before_the_gate_admitted_them() {
    let yard = Yard::open();
    block_on(async {
        let token = yard.token();
        let query = format!("/moves?access_token={token}");
        for (answer, status) in [
            (yard.app.anonymous().get("/moves").await, 401),
            (yard.app.with_token("v4.public.garbage").get("/moves").await, 401),
            (yard.app.as_caller("alice").in_tenant("acme").get("/moves").await, 403),
            (yard.app.anonymous().get(&query).await, 400),
            (yard.alice().get(&query).await, 400),
            (yard.alice().get("/parcels/2/moves").await, 404),
        ] {
            assert_eq!(answer.status(), status);
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        }
    });
    assert_eq!(yard.runs.total(), 0);
    assert!(yard.app.audit().iter().all(|record| record["outcome"] == "deny"));
}

/// What is refused before the stream is open is challenged as on any other endpoint, in the scheme that the caller used.
#[test]
fn s01_b14_a_stream_that_does_not_open_challenges_in_the_callers_scheme() {
    let yard = Yard::open();
    block_on(async {
        let alice = yard.app.as_caller("alice").in_tenant("acme").holding::<ParcelsRead>().bound();
        let answer = alice.get("/does?does=end&through=elsewhere").await;
        assert_eq!(answer.status(), 403);
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("DPoP error=\"insufficient_scope\""), "{challenge}");
        assert!(challenge.contains("scope=\"parcels:read parcels:trace\""), "{challenge}");
    });
    assert_eq!(yard.runs.total(), 0);
}

#[test]
fn x21_a_page_of_another_origin_gets_nothing() {
    let yard = Yard::open();
    block_on(async {
        for origin in
            ["https://evil.example", "null", "http://localhost:81", "http://127.0.0.1.evil.example"]
        {
            let answer = yard.alice().get("/moves").header("origin", origin).await;
            assert_eq!(answer.status(), 403, "{origin}");
            assert_eq!(answer.json()["type"], "urn:zt:problem:foreign-origin");
        }
        let two = yard.alice().get("/moves").header("origin", "http://localhost");
        assert_eq!(two.header("origin", "http://localhost").await.status(), 403);
        let own = yard.alice().get("/moves").header("origin", "http://127.0.0.1").await;
        assert_eq!(own.status(), 200);
    });
    assert_eq!(yard.runs.of("watch_moves"), 1);
    let records = yard.app.audit();
    assert_eq!(records[0]["reason"], "foreign_origin");
    assert_eq!(records[0]["subject"]["name"], "alice");
}

#[test]
fn c03_a_stream_ends_when_its_token_expires() {
    let yard = Yard::open();
    block_on(async {
        let mut stream = opened(&yard).await;
        // Tokens of a test count for five minutes.
        for _ in 0..19 {
            yard.advance(15);
            assert_eq!(stream.events_so_far().await, (vec![], false));
        }
        yard.app.clock().advance(std::time::Duration::from_millis(14_999));
        yard.moves(1, "alice", "acme");
        assert_eq!(stream.events_so_far().await.0.len(), 1);
        yard.moves(2, "alice", "acme");
        yard.app.clock().advance(std::time::Duration::from_millis(1));
        assert_eq!(stream.events_so_far().await, (vec![], true));
    });
    ended_with(&yard, "deny", "expired");
    assert_eq!(yard.runs.of("gone"), 1);
}

// A clock that is set ahead ends it, too: expiry is a time of day.
#[test]
fn c03_a_corrected_clock_counts() {
    let yard = Yard::open();
    block_on(async {
        let mut stream = opened(&yard).await;
        let later =
            yard.app.clock().now().checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
        yard.app.clock().set(later);
        assert_eq!(stream.next_event().await, None);
    });
    ended_with(&yard, "deny", "expired");
}

#[test]
fn c03_a_stream_ends_when_its_subject_is_revoked() {
    let yard = Yard::open();
    block_on(async {
        let (mut stream, mut other) = (opened(&yard).await, yard.app.as_caller("bob"));
        other = other.in_tenant("acme").holding::<ParcelsRead>();
        let mut of_bob = other.get("/moves").await;
        yard.moves(1, "alice", "acme");
        yard.app.revocations().revoke_subject(&yard.app.person("alice")).unwrap();
        yard.moves(2, "alice", "acme");
        // No time passed, and no event leaked: neither the one from before nor the one after.
        assert_eq!(stream.events_so_far().await, (vec![], true));
        yard.moves(3, "bob", "acme");
        assert_eq!(of_bob.events_so_far().await.0.len(), 1);
        ended_with_others(&yard);
    });
}

fn ended_with_others(yard: &Yard) {
    let end = ended(yard);
    assert_eq!((&end["outcome"], &end["reason"]), (&json!("deny"), &json!("subject_revoked")));
    assert_eq!(end["events"], json!({ "sent": 0, "withheld": 0 }));
    assert_eq!(yard.depot.listeners(), 1);
}

// T-23, X21: whoever waits hears it, without a request of their own.
#[test]
fn c03_whoever_waits_is_told_of_a_revocation_at_once() {
    let yard = Yard::open();
    block_on(async {
        let mut stream = opened(&yard).await;
        let (revocations, alice) = (yard.app.revocations().clone(), yard.app.person("alice"));
        let revoking = std::thread::spawn(move || revocations.revoke_subject(&alice).unwrap());
        assert_eq!(stream.next_event().await, None);
        revoking.join().unwrap();
    });
    ended_with(&yard, "deny", "subject_revoked");
}

#[test]
fn c03_no_stream_is_longer_than_an_hour() {
    let yard = Yard::open();
    block_on(async {
        let long = yard.token_for(std::time::Duration::from_secs(7200));
        let mut stream = yard.app.with_token(&long).get("/moves").await;
        assert_eq!(stream.status(), 200);
        yard.advance(3599);
        assert_eq!(stream.events_so_far().await, (vec![], false));
        yard.advance(1);
        assert_eq!(stream.events_so_far().await, (vec![], true));
    });
    ended_with(&yard, "allow", "longest_life");
}

#[test]
fn g06_a_caller_has_sixteen_streams() {
    let yard = Yard::open();
    block_on(async {
        let mut open = Vec::new();
        for _ in 0..16 {
            open.push(opened(&yard).await);
        }
        let answer = yard.alice().get("/moves").await;
        assert_eq!(
            (answer.status(), answer.json()["type"].as_str()),
            (429, Some("urn:zt:problem:too-many-streams"))
        );
        let bob = yard.app.as_caller("bob").in_tenant("acme").holding::<ParcelsRead>();
        assert_eq!(bob.get("/moves").await.status(), 200);
        open.pop();
        assert_eq!(yard.alice().get("/moves").await.status(), 200);
    });
}

// G-06: the endpoint's time is for what comes before the stream, and not for the stream.
#[test]
fn g06_a_handler_opens_its_stream_in_time() {
    let yard = Yard::open();
    block_on(async {
        assert_eq!(yard.alice().get("/does?does=sleep").await.status(), 503);
    });
    let records = yard.app.audit();
    assert_eq!((records.len(), &records[0]["reason"]), (1, &json!("timed_out")));
    // Its seat is free again.
    block_on(async { drop(opened(&yard).await) });
}

#[test]
fn b12_before_it_is_open_a_handler_answers_as_any_other() {
    let yard = Yard::open();
    block_on(async {
        let mut answer = yard.alice().get("/does?does=refuse").await;
        assert_eq!((answer.status(), answer.json()["detail"].as_str()), (409, Some("Not now")));
        assert_eq!(answer.next_event().await, None);
        assert_eq!(yard.alice().get("/does?who=x").await.status(), 422);
    });
    let reasons: Vec<_> = yard.app.audit().iter().map(|it| it["reason"].clone()).collect();
    assert_eq!(reasons, ["handler_problem", "invalid_input"]);
}

#[test]
fn b12_a_handler_ends_its_stream() {
    for (does, outcome, reason) in [
        ("end", "allow", "ok"),
        ("give up", "allow", "handler_problem"),
        ("panic", "error", "panicked"),
    ] {
        let yard = Yard::open();
        block_on(async {
            let mut stream =
                yard.alice().get(&format!("/does?does={}", does.replace(' ', "%20"))).await;
            assert_eq!(stream.status(), 200);
            let first = json!({ "number": 0, "filler": "first\nline" });
            assert_eq!(stream.events_so_far().await, (vec![first], true), "{does}");
            assert_eq!(stream.next_event().await, None);
        });
        ended_with(&yard, outcome, reason);
    }
}

// A panic ends one stream, and not its neighbour's.
#[test]
fn x30_a_panic_ends_its_own_stream_alone() {
    let yard = Yard::open();
    block_on(async {
        let mut stream = opened(&yard).await;
        let mut broken = yard.alice().get("/does?does=panic").await;
        assert!(broken.events_so_far().await.1);
        yard.moves(1, "alice", "acme");
        assert_eq!(stream.events_so_far().await.0.len(), 1);
    });
}

#[test]
fn b13_what_cannot_be_written_ends_the_stream_unsaid() {
    let yard = Yard::open();
    block_on(async {
        let mut stream = yard.alice().get("/ratio").await;
        assert_eq!(stream.events_so_far().await, (vec![json!({ "of": 0.5 })], true));
    });
    ended_with(&yard, "error", "reply_failed");
}

#[test]
fn b06_head_is_guarded_as_get_and_opens_nothing() {
    let yard = Yard::open();
    block_on(async {
        assert_eq!(yard.app.anonymous().head("/moves").await.status(), 401);
        let mut head = yard.alice().head("/moves").await;
        assert_eq!((head.status(), head.header("content-type")), (200, Some("text/event-stream")));
        assert_eq!(head.next_event().await, None);
    });
    assert_eq!((yard.app.audit().len(), yard.depot.listeners()), (2, 0));
}
