//! Which credentials count: T-18 to T-21, and what each refusal says.

use std::time::Duration;

use crate::fixture::checks::{NO_CREDENTIAL, invalid_request, invalid_token};
use crate::fixture::{Expected, House, NotesRead, in_house, refused, routes};

#[test]
fn t20_without_a_credential_every_guarded_route_asks_for_one() {
    for route in routes().iter().filter(|route| !route.is_open()) {
        in_house(async |house| {
            refused(house, route.by(&house.app.anonymous()), NO_CREDENTIAL).await;
        });
    }
}

#[test]
fn t20_a_token_that_counts_for_nothing_is_invalid() {
    in_house(async |house| {
        for token in ["x", "abc.def.ghi", "v4.public.", "v4.public.AAAA"] {
            let answer = house.app.with_token(token).get("/me").await;
            assert_eq!(answer.status(), 401, "{token}");
            assert_eq!(
                answer.header("www-authenticate"),
                Some(r#"Bearer error="invalid_token""#),
                "{token}"
            );
        }
        refused(house, house.app.with_token("x").get("/me"), invalid_token("not_v4_public")).await;
        let cut = &house.token()[..60];
        refused(house, house.app.with_token(cut).get("/me"), invalid_token("token_malformed"))
            .await;
    });
}

// T-20: exactly the scopes of this route, and each route.
#[test]
fn t20_what_is_missing_is_named() {
    for route in routes().iter().filter(|route| !route.admits_anybody()) {
        in_house(async |house| {
            let mut names: Vec<_> = Vec::new();
            for scope in route.contract.access.scopes() {
                if !names.contains(&scope.name) {
                    names.push(scope.name);
                }
            }
            let challenge =
                format!(r#"Bearer error="insufficient_scope", scope="{}""#, names.join(" "));
            let expected = Expected {
                challenge: Some(Box::leak(challenge.into_boxed_str())),
                ..Expected::new(403, "insufficient-scope", "insufficient_scope")
            };
            refused(house, route.by(&house.nobody_special()), expected).await;
        });
    }
}

#[test]
fn t20_another_scheme_is_as_good_as_none() {
    in_house(async |house| {
        for scheme in ["Digest username=\"alice\"", "DPoP2 abc", "Negotiate YWJj"] {
            let request = house.app.anonymous().get("/me").header("authorization", scheme);
            refused(house, request, Expected { reason: "unknown_scheme", ..NO_CREDENTIAL }).await;
        }
        // RFC 9449 §7.1: told in the scheme that was used.
        let request = house.app.anonymous().get("/me").header("authorization", "DPoP abc");
        let challenge = r#"DPoP error="invalid_token", algs="ES256 EdDSA PS256""#;
        refused(house, request, invalid_token("not_v4_public").challenging(challenge)).await;
    });
}

#[test]
fn t18_a_token_comes_in_the_authorization_header_or_not_at_all() {
    in_house(async |house| {
        let token = house.token();
        let anonymous = house.app.anonymous();
        let in_query =
            |caller: &zt::testing::TestCaller<'_>| caller.get(&format!("/me?access_token={token}"));
        refused(house, in_query(&anonymous), invalid_request("token_in_query")).await;
        refused(house, in_query(&house.alice()), invalid_request("token_in_query")).await;
        let in_cookie =
            anonymous.get("/me").header("cookie", &format!("access_token={token}; token={token}"));
        refused(house, in_cookie, NO_CREDENTIAL).await;
        let in_body = anonymous
            .post("/merge")
            .body("application/x-www-form-urlencoded", format!("access_token={token}"));
        refused(house, in_body, NO_CREDENTIAL).await;
        for name in ["x-access-token", "x-api-key", "proxy-authorization", "x-authorization"] {
            let elsewhere = anonymous.get("/me").header(name, &format!("Bearer {token}"));
            refused(house, elsewhere, NO_CREDENTIAL).await;
        }
    });
}

#[test]
fn t19_more_than_one_credential_is_none() {
    in_house(async |house| {
        let bearer = format!("Bearer {}", house.token());
        let twice = house.alice().get("/me").header("authorization", &bearer);
        refused(house, twice, invalid_request("two_authorization_headers")).await;
        let anonymous = house.app.anonymous();
        for value in [
            format!("{bearer}, {bearer}"),
            format!("{bearer} {bearer}"),
            "Basic YWxpY2U6c2VjcmV0".to_owned(),
            "Bearer".to_owned(),
            "Bearer ".to_owned(),
            String::new(),
            "Bearer a\"b".to_owned(),
        ] {
            let request = anonymous.get("/me").header("authorization", &value);
            refused(house, request, invalid_request("authorization_malformed")).await;
        }
        let both = format!("/me?access_token={}", house.token());
        refused(house, house.alice().get(&both), invalid_request("token_in_query")).await;
    });
}

// T-21, and the same for the body: what came in isn't sent back.
#[test]
fn t21_nothing_of_the_request_is_echoed() {
    in_house(async |house| {
        for canary in
            ["canary\"quote", "canary\\back", "canary%0d%0aset-cookie:x", "v4.public.canary"]
        {
            for answer in [
                house
                    .app
                    .anonymous()
                    .get("/me")
                    .header("authorization", &format!("Bearer {canary}"))
                    .await,
                house.alice().get(&format!("/me?access_token={canary}")).await,
                house.alice().get("/canary/nothing").await,
                house.alice().get("/folders/canary").await,
                house.alice().post("/merge").json(&serde_json::json!({ "canary": "canary" })).await,
            ] {
                assert!(answer.status() >= 400);
                assert!(!format!("{answer:?}").contains("canary"), "{answer:?}");
            }
            house.rest();
        }
    });
}

#[test]
fn t13_a_token_expires_to_the_second() {
    in_house(async |house| {
        let token = house.token();
        let caller = house.app.with_token(&token);
        assert_eq!(caller.get("/me").await.status(), 200);
        house.app.clock().advance(Duration::from_secs(3599));
        assert_eq!(caller.get("/me").await.status(), 200);
        house.app.clock().advance(Duration::from_secs(1));
        refused(house, caller.get("/me"), invalid_token("expired")).await;
        // A clock that is set back gives nobody a token from the future.
        house.app.clock().set("2029-12-31T23:59:59Z".parse().unwrap());
        refused(house, caller.get("/me"), invalid_token("issued_in_the_future")).await;
    });
}

#[test]
fn a08_s10_an_old_token_must_be_renewed_where_the_rule_says_so() {
    in_house(async |house| {
        let token = house.token();
        let caller = house.app.with_token(&token);
        let rename = |caller: &zt::testing::TestCaller<'_>| {
            caller.put("/folders/7001").json(&serde_json::json!({ "title": "new" }))
        };
        house.app.clock().advance(Duration::from_secs(600));
        assert_eq!(rename(&caller).await.status(), 200);
        house.app.clock().advance(Duration::from_secs(1));
        let too_old = Expected::new(401, "token-too-old", "token_too_old").challenging(
            r#"Bearer error="invalid_token", error_description="The token is too old for this endpoint", max_age="600""#,
        );
        refused(house, rename(&caller), too_old).await;
        // Elsewhere it still counts, and a fresh one counts here.
        assert_eq!(caller.get("/folders/7001").await.status(), 200);
        assert_eq!(rename(&house.alice()).await.status(), 200);
    });
}

// Age before scopes: who holds too little learns nothing of what a fresh token would be good for.
#[test]
fn t20_a_public_route_looks_at_no_token() {
    in_house(async |house| {
        for caller in [house.app.anonymous(), house.app.with_token("rubbish"), house.alice()] {
            assert_eq!(caller.get("/prices").await.status(), 200);
        }
        let records = house.records();
        assert!(records.iter().all(|record| record.get("subject").is_none()), "{records:#?}");
    });
}

#[test]
fn t16_a_scope_is_granted_by_its_whole_name() {
    in_house(async |house: &House| {
        let caller = house.app.as_caller("alice").in_tenant("acme").holding::<NotesRead>();
        assert_eq!(caller.get("/find?note=n11").await.status(), 200);
        assert_eq!(caller.get("/folders/7001/notes/n11").await.status(), 403);
    });
}
