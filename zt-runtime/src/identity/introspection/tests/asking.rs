//! When the issuer is asked, how often, and what happens while it doesn't answer.

use futures_util::future::join_all;

use super::*;
use crate::identity::introspection::{INACTIVE_REMEMBERED, INTROSPECTION_REMEMBERED};

const MILLISECOND: Duration = Duration::from_millis(1);

#[track_caller]
fn unavailable(answer: Result<Identity, Refusal>) -> &'static str {
    match answer {
        Err(Refusal::Unavailable(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn t24_a_good_answer_is_remembered_for_seconds() {
    let world = World::new();
    for _ in 0..10 {
        world.verify("opaque").unwrap();
    }
    world.hand.advance(INTROSPECTION_REMEMBERED - MILLISECOND);
    world.verify("opaque").unwrap();
    assert_eq!(world.desk.asked(), 1);
    // T-23: taken back at the issuer, it stops now.
    world.desk.say(200, r#"{"active":false}"#);
    world.hand.advance(MILLISECOND);
    assert!(matches!(world.verify("opaque"), Err(Refusal::InvalidToken("token_inactive"))));
    assert_eq!(world.desk.asked(), 2);
}

#[test]
fn t24_nothing_is_remembered_past_its_end() {
    let world = World::new();
    world.desk.say(200, &answer(&json!({"exp": NOW + 10})));
    world.verify("opaque").unwrap();
    world.hand.advance(Duration::from_secs(10) - MILLISECOND);
    world.verify("opaque").unwrap();
    assert_eq!(world.desk.asked(), 1);
    world.hand.advance(MILLISECOND);
    assert!(matches!(world.verify("opaque"), Err(Refusal::InvalidToken("expired"))));
    // And a corrected clock ends it at once, remembered or not.
    world.desk.say(200, &answer(&json!({"exp": NOW + 60})));
    world.verify("other").unwrap();
    world.hand.set(Timestamp::from_second(NOW + 60).unwrap());
    assert!(matches!(world.verify("other"), Err(Refusal::InvalidToken("expired"))));
}

#[test]
fn t24_a_bad_answer_is_remembered_for_less() {
    let world = World::new();
    world.desk.say(200, r#"{"active":false}"#);
    for _ in 0..10 {
        world.verify("opaque").unwrap_err();
    }
    assert_eq!(world.desk.asked(), 1);
    world.desk.say(200, &answer(&json!({})));
    world.hand.advance(INACTIVE_REMEMBERED);
    world.verify("opaque").unwrap();
    // One that can't be read isn't remembered at all.
    world.desk.say(200, "{}");
    world.verify("other").unwrap_err();
    world.desk.say(200, &answer(&json!({})));
    world.verify("other").unwrap();
}

#[test]
fn t24_of_many_at_once_one_asks() {
    let world = World::new();
    world.desk.delay(Duration::from_millis(200));
    let all = (0..50).map(|_| world.verify_beside("opaque", Presented::default()));
    for answer in block_on(join_all(all)) {
        answer.unwrap();
    }
    assert_eq!(world.desk.asked(), 1);
}

#[test]
fn t24_more_questions_than_the_issuer_should_bear_are_refused() {
    let world = World::new();
    world.desk.delay(Duration::from_millis(500));
    let tokens: Vec<_> = (0..80).map(|number| format!("opaque-{number}")).collect();
    let all = tokens.iter().map(|token| world.verify_beside(token, Presented::default()));
    let answers = block_on(join_all(all));
    let busy =
        |answer: &Result<_, _>| matches!(answer, Err(Refusal::Unavailable("introspection_busy")));
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 64);
    assert_eq!(answers.iter().filter(|answer| busy(answer)).count(), 16);
    world.verify("opaque-79").unwrap();
}

// G-14.
#[test]
fn g14_an_issuer_that_fails_lets_nobody_in_and_is_left_alone() {
    let world = World::new();
    world.verify("known").unwrap();
    for status in [500, 302, 401, 204, 503] {
        world.desk.say(status, &answer(&json!({})));
        assert_eq!(unavailable(world.verify("opaque")), "introspection_unavailable", "{status}");
    }
    assert_eq!(world.desk.asked(), 6, "a redirect isn't followed, and no failure is remembered");
    world.desk.say(200, &answer(&json!({})));
    assert_eq!(unavailable(world.verify("opaque")), "introspection_unavailable");
    assert_eq!(world.desk.asked(), 6);
    world.verify("known").unwrap();
    world.hand.advance(Duration::from_secs(5));
    world.verify("opaque").unwrap();
    world.verify("another").unwrap();
    assert_eq!(world.desk.asked(), 8);
}

#[test]
fn g14_tokens_that_the_issuer_dislikes_keep_out_nobody_else() {
    let world = World::new();
    world.desk.say(400, r#"{"error":"invalid_request"}"#);
    for number in 0..10 {
        let answer = world.verify(&format!("disliked-{number}"));
        assert_eq!(unavailable(answer), "introspection_unavailable");
    }
    world.desk.say(200, &answer(&json!({})));
    world.verify("opaque").unwrap();
}

#[test]
fn g14_a_huge_answer_and_a_slow_one_are_none() {
    let world = World::new();
    let padded = |most: usize| {
        let good = answer(&json!({}));
        let padding = " ".repeat(most - good.len());
        format!("{good}{padding}")
    };
    world.desk.say(200, &padded(64 * 1024));
    world.verify("exact").unwrap();
    world.desk.say(200, &padded(64 * 1024 + 1));
    assert_eq!(unavailable(world.verify("huge")), "introspection_unavailable");
    world.desk.say(200, &answer(&json!({})));
    world.desk.delay(Duration::from_secs(8));
    assert_eq!(unavailable(world.verify("slow")), "introspection_unavailable");
}

#[test]
fn t24_the_metadata_says_where_to_ask() {
    let desk = Desk::start();
    let issuer = format!("http://{}", desk.address);
    let world = World::with(&issuer, desk, None);
    world.desk.say(200, &answer(&json!({ "iss": issuer })));
    for metadata in [
        json!({"issuer": issuer}),
        json!({"issuer": issuer, "introspection_endpoint": "http://id.example/introspect"}),
        json!({"issuer": "https://x.example", "introspection_endpoint": world.desk.url()}),
    ] {
        world.desk.publish(&metadata.to_string());
        assert_eq!(unavailable(world.verify("opaque")), "introspection_unavailable");
    }
    assert_eq!(world.desk.asked(), 0);
    let metadata = json!({"issuer": issuer, "introspection_endpoint": world.desk.url()});
    world.desk.publish(&metadata.to_string());
    world.verify("opaque").unwrap();
    assert_eq!(world.desk.asked(), 1);
}

#[test]
fn g14_the_issuer_can_go_away() {
    let gone = SafeUrl::parse("http://127.0.0.1:1/introspect");
    let world = World::with(ISSUER, Desk::start(), gone);
    for _ in 0..7 {
        assert_eq!(unavailable(world.verify("opaque")), "introspection_unavailable");
    }
}
