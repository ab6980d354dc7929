//! Sizes, and how often: G-01, G-02, G-06.

use std::time::Duration;

use serde_json::json;
use zt::testing::{TestCaller, TestRequest};

use crate::fixture::{Expected, House, in_house, refused};

const LIMITED: Expected = Expected::new(429, "rate-limited", "rate_limited");
const TOO_LARGE: Expected = Expected::new(413, "too-large", "body_too_large");

#[test]
fn g06_a_body_over_the_limit_is_refused() {
    in_house(async |house| {
        let little = |length: usize| {
            let text = format!("{:>length$}", r#"{"text":"x"}"#);
            house.alice().post("/broken/little").body("application/json", text)
        };
        // 256 bytes and not one more.
        assert_eq!(little(256).await.status(), 200);
        refused(house, little(257), TOO_LARGE).await;
        // Where nobody says a size, it is 64 KiB.
        let put = |length: usize| {
            house.alice().put("/folders/7001").body("application/json", " ".repeat(length))
        };
        assert_eq!(put(64 * 1024).await.status(), 400);
        refused(house, put(64 * 1024 + 1), TOO_LARGE).await;
    });
}

#[test]
fn g06_targets_and_headers_are_bounded() {
    in_house(async |house| {
        let long_path = house.alice().get(&format!("/{}", "a".repeat(2048)));
        refused(house, long_path, Expected::new(414, "target-too-long", "target_too_long")).await;
        let long_query = house.alice().get(&format!("/me?{}", "a".repeat(8193)));
        refused(house, long_query, Expected::new(414, "target-too-long", "target_too_long")).await;
        assert_eq!(house.alice().get(&format!("/{}", "a".repeat(2047))).await.status(), 404);
        let heavy = house.alice().get("/me").header("x-heavy", &"a".repeat(32 * 1024));
        refused(house, heavy, Expected::new(431, "headers-too-large", "headers_too_large")).await;
    });
}

/// Two pass, the third waits half a minute for its turn.
async fn two_a_minute(house: &House, request: impl Fn() -> TestRequest) {
    assert_eq!(request().await.status(), 204);
    assert_eq!(request().await.status(), 204);
    let answer = refused(house, request(), LIMITED).await;
    assert_eq!(answer.header("retry-after"), Some("30"));
}

fn through<'h>(house: &'h House, name: &str, client: &str) -> TestCaller<'h> {
    house.app.as_caller(name).in_tenant("acme").through(client)
}

#[test]
fn g01_by_subject() {
    in_house(async |house| {
        let get = |name: &str| through(house, name, "app").get("/rated/subject");
        two_a_minute(house, || get("alice")).await;
        assert_eq!(get("bob").await.status(), 204);
        // The same name, another kind: another subject.
        let client = house.app.as_caller("alice").as_client().get("/rated/subject").await;
        assert_eq!(client.status(), 204);
        house.app.clock().advance(Duration::from_secs(30));
        assert_eq!(get("alice").await.status(), 204);
        refused(house, get("alice"), LIMITED).await;
        house.app.clock().advance(Duration::from_secs(60));
        two_a_minute(house, || get("alice")).await;
    });
}

#[test]
fn g01_by_client() {
    in_house(async |house| {
        let get = |name: &str, client: &str| through(house, name, client).get("/rated/client");
        assert_eq!(get("alice", "app").await.status(), 204);
        assert_eq!(get("bob", "app").await.status(), 204);
        refused(house, get("carol", "app"), LIMITED).await;
        assert_eq!(get("carol", "other").await.status(), 204);
        // Who comes through no program is counted by subject, never not at all.
        two_a_minute(house, || house.app.as_caller("dora").get("/rated/client")).await;
    });
}

#[test]
fn g01_by_tenant() {
    in_house(async |house| {
        let get = |name: &str, tenant: &str| {
            house.app.as_caller(name).in_tenant(tenant).get("/rated/tenant")
        };
        assert_eq!(get("alice", "acme").await.status(), 204);
        assert_eq!(get("bob", "acme").await.status(), 204);
        refused(house, get("dora", "acme"), LIMITED).await;
        assert_eq!(get("carol", "globex").await.status(), 204);
    });
}

#[test]
fn g01_by_address() {
    in_house(async |house| {
        let get = |name: &str, ip: &str| {
            house.app.as_caller(name).from(ip.parse().unwrap()).get("/rated/ip")
        };
        assert_eq!(get("alice", "192.0.2.1").await.status(), 204);
        assert_eq!(get("bob", "192.0.2.1").await.status(), 204);
        refused(house, get("carol", "192.0.2.1"), LIMITED).await;
        refused(house, get("carol", "::ffff:192.0.2.1"), LIMITED).await;
        assert_eq!(get("alice", "192.0.2.2").await.status(), 204);
        // A subscriber has a whole /64 (G-03).
        assert_eq!(get("alice", "2001:db8::1").await.status(), 204);
        assert_eq!(get("alice", "2001:db8::2").await.status(), 204);
        refused(house, get("alice", "2001:db8:0:0:ffff::3"), LIMITED).await;
        assert_eq!(get("alice", "2001:db8:0:1::1").await.status(), 204);
    });
}

#[test]
fn g01_endpoints_that_inherit_a_limit_share_it() {
    in_house(async |house| {
        let alice = house.alice();
        assert_eq!(alice.get("/shared/one").await.status(), 204);
        assert_eq!(alice.get("/shared/other").await.status(), 204);
        assert_eq!(alice.get("/shared/one").await.status(), 204);
        refused(house, alice.get("/shared/other"), LIMITED).await;
        refused(house, alice.get("/shared/one"), LIMITED).await;
        assert_eq!(house.person("bob", "acme").get("/shared/one").await.status(), 204);
    });
}

// HEAD is the same request to the same limit.
#[test]
fn g01_head_counts_as_get() {
    in_house(async |house| {
        let alice = house.alice();
        assert_eq!(alice.head("/rated/subject").await.status(), 204);
        assert_eq!(alice.get("/rated/subject").await.status(), 204);
        assert_eq!(alice.head("/rated/subject").await.status(), 429);
    });
}

#[test]
fn g01_where_nobody_says_a_limit_it_is_600_a_minute() {
    in_house(async |house| {
        let alice = house.alice();
        for _ in 0..600 {
            assert_eq!(alice.get("/me").await.status(), 200);
        }
        refused(house, alice.get("/me"), LIMITED).await;
        assert_eq!(alice.get("/folders").await.status(), 200);
    });
}

// A refused request isn't paid for by its endpoint's limit: nobody can use up another's.
#[test]
fn g01_what_is_refused_before_counts_for_nobody() {
    in_house(async |house| {
        for _ in 0..5 {
            assert_eq!(house.app.anonymous().get("/rated/subject").await.status(), 401);
            assert_eq!(house.app.with_token("x").get("/rated/ip").await.status(), 401);
        }
        two_a_minute(house, || house.alice().get("/rated/subject")).await;
        two_a_minute(house, || house.alice().get("/rated/ip")).await;
    });
}

#[test]
fn g06_a_body_is_not_read_for_who_is_over_the_limit() {
    in_house(async |house| {
        let search = || house.alice().post("/search").json(&json!({ "words": "x" }));
        for _ in 0..600 {
            assert_eq!(search().await.status(), 200);
        }
        // Malformed as it is, it would be a 400 if anybody had read it.
        let malformed = house.alice().post("/search").body("application/json", "{");
        refused(house, malformed, LIMITED).await;
    });
}
