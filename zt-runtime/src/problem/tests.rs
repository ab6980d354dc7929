#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::identity::Scheme;

fn every_refusal() -> Vec<Refusal> {
    vec![
        Refusal::AmbiguousPath("canary"),
        Refusal::MalformedRequest("canary"),
        Refusal::InvalidRequest("canary"),
        Refusal::NoCredential,
        Refusal::UnknownScheme,
        Refusal::InvalidToken("canary"),
        Refusal::InvalidDpopProof("canary"),
        Refusal::UseDpopNonce { nonce: "nonce".into() },
        Refusal::TooOld { max_age_seconds: 600 },
        Refusal::NeedsBound,
        Refusal::NeedsStepUp { acr_values: String::new(), auth_age_seconds: Some(900) },
        Refusal::InvalidSignature("canary"),
        Refusal::NeedsSignature { wanted: "sig=()".into() },
        Refusal::NeedsDevice,
        Refusal::InsufficientScope { scopes: "orders:read orders:write".into() },
        Refusal::NotFound("canary"),
        Refusal::MethodNotAllowed { allow: "GET, HEAD".into() },
        Refusal::RateLimited { retry_after_seconds: 7 },
        Refusal::Throttled { retry_after_seconds: 7 },
        Refusal::TooManyAtOnce,
        Refusal::BodyTooSlow,
        Refusal::BodyTooLarge,
        Refusal::TargetTooLong,
        Refusal::HeadersTooLarge,
        Refusal::Misdirected,
        Refusal::UnsupportedMediaType { accept: "application/json" },
        Refusal::MalformedBody("canary"),
        Refusal::InvalidInput(vec![FieldFault {
            pointer: "/reason".into(),
            detail: "too long".into(),
        }]),
        Refusal::TimedOut,
        Refusal::Internal("canary"),
        Refusal::Unavailable("canary"),
    ]
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
}

fn json(response: &Response) -> Value {
    serde_json::from_slice(&response.body).unwrap()
}

#[test]
fn g07_every_refusal_is_a_problem_document_that_nobody_caches() {
    for refusal in every_refusal() {
        let response = refusal.response("00f067aa0ba902b7");
        let document = json(&response);
        assert_eq!(
            header(&response, "content-type"),
            Some("application/problem+json"),
            "{refusal:?}"
        );
        assert_eq!(header(&response, "cache-control"), Some("no-store"), "{refusal:?}");
        assert_eq!(document["status"], response.status, "{refusal:?}");
        assert_eq!(document["instance"], "urn:zt:trace:00f067aa0ba902b7");
        assert!(document["type"].as_str().unwrap().starts_with("urn:zt:problem:"));
        assert!(!refusal.reason().is_empty());
    }
}

#[test]
fn g07_the_audit_reason_never_goes_out() {
    for refusal in every_refusal() {
        let response = refusal.response("t");
        assert!(!String::from_utf8_lossy(&response.body).contains("canary"), "{refusal:?}");
        assert!(response.headers.iter().all(|(_, value)| !value.contains("canary")), "{refusal:?}");
    }
}

#[test]
fn t20_each_refusal_of_a_credential_has_its_challenge() {
    let challenge = |refusal: Refusal| {
        let response = refusal.response("t");
        (response.status, header(&response, "www-authenticate").map(str::to_owned))
    };
    assert_eq!(challenge(Refusal::NoCredential), (401, Some("Bearer".into())));
    assert_eq!(challenge(Refusal::UnknownScheme), (401, Some("Bearer".into())));
    assert_eq!(
        challenge(Refusal::InvalidRequest("x")),
        (400, Some(r#"Bearer error="invalid_request""#.into()))
    );
    assert_eq!(
        challenge(Refusal::InvalidToken("x")),
        (401, Some(r#"Bearer error="invalid_token""#.into()))
    );
    assert_eq!(
        challenge(Refusal::InsufficientScope { scopes: "a:r b:w".into() }),
        (403, Some(r#"Bearer error="insufficient_scope", scope="a:r b:w""#.into()))
    );
    let (status, value) = challenge(Refusal::TooOld { max_age_seconds: 600 });
    assert!(status == 401 && value.unwrap().ends_with(r#"max_age="600""#));
    let (status, value) = challenge(Refusal::NeedsBound);
    assert!(status == 401 && value.unwrap().starts_with(r#"DPoP error="invalid_token""#));
    let step_up = Refusal::NeedsStepUp { acr_values: String::new(), auth_age_seconds: Some(900) };
    let (status, value) = challenge(step_up);
    assert!(status == 401 && value.unwrap().ends_with(r#"max_age="900""#));
    let invalid = challenge(Refusal::InvalidSignature("x"));
    assert_eq!(invalid, (401, Some(r#"Bearer error="invalid_token", error_description="The signature of the request is not valid""#.into())));
    assert_eq!(
        challenge(Refusal::NeedsSignature { wanted: "sig=()".into() }),
        (401, Some("Bearer".into()))
    );
    assert_eq!(challenge(Refusal::NeedsDevice), (403, Some("Bearer".into())));
    assert_eq!(challenge(Refusal::NotFound("x")), (404, None));
}

// RFC 9421 §5.1: which signature is needed is said to whom it is missing, and to nobody else.
#[test]
fn s11_only_an_unsigned_request_is_told_what_to_sign() {
    for refusal in every_refusal() {
        let response = refusal.response("t");
        let told = header(&response, "accept-signature");
        if matches!(refusal, Refusal::NeedsSignature { .. }) {
            assert_eq!(told, Some("sig=()"));
        } else {
            assert_eq!(told, None, "{refusal:?}");
        }
    }
}

fn all<'a>(response: &'a Response, name: &str) -> Vec<&'a str> {
    let named = response.headers.iter().filter(|(key, _)| *key == name);
    named.map(|(_, value)| value.as_str()).collect()
}

// RFC 9449 §7.2.
#[test]
fn t20_whoever_brings_no_credential_is_offered_both_schemes() {
    let challenges = ["Bearer", r#"DPoP algs="ES256 EdDSA PS256""#];
    for refusal in [Refusal::NoCredential, Refusal::UnknownScheme] {
        for scheme in [Scheme::Bearer, Scheme::Dpop] {
            assert_eq!(
                all(&refusal.response_to("t", scheme, None), "www-authenticate"),
                challenges
            );
        }
    }
}

// RFC 9449 §7.1.
#[test]
fn s02_a_proof_that_does_not_count_is_challenged_with_dpop() {
    let response = Refusal::InvalidDpopProof("x").response("t");
    assert_eq!(response.status, 401);
    let challenge = r#"DPoP error="invalid_dpop_proof", algs="ES256 EdDSA PS256""#;
    assert_eq!(all(&response, "www-authenticate"), [challenge]);
    assert_eq!(all(&response, "dpop-nonce"), [""; 0]);
}

// RFC 9449 §9.
#[test]
fn s06_a_nonce_that_is_needed_comes_with_the_refusal() {
    let response = Refusal::UseDpopNonce { nonce: "abc".into() }.response("t");
    assert_eq!(response.status, 401);
    let challenge = r#"DPoP error="use_dpop_nonce", algs="ES256 EdDSA PS256""#;
    assert_eq!(all(&response, "www-authenticate"), [challenge]);
    assert_eq!(all(&response, "dpop-nonce"), ["abc"]);
}

#[test]
fn s01_a_token_that_came_with_a_proof_is_challenged_with_dpop() {
    for (refusal, challenge) in [
        (Refusal::InvalidToken("x"), r#"DPoP error="invalid_token", algs="ES256 EdDSA PS256""#),
        (Refusal::InvalidRequest("x"), r#"DPoP error="invalid_request", algs="ES256 EdDSA PS256""#),
        (
            Refusal::InsufficientScope { scopes: "a:r".into() },
            r#"DPoP error="insufficient_scope", scope="a:r", algs="ES256 EdDSA PS256""#,
        ),
    ] {
        assert_eq!(
            all(&refusal.response_to("t", Scheme::Dpop, None), "www-authenticate"),
            [challenge]
        );
    }
    let stale = Refusal::TooOld { max_age_seconds: 600 }.response_to("t", Scheme::Dpop, None);
    let challenge = all(&stale, "www-authenticate").join("\n");
    assert!(challenge.starts_with("DPoP error=") && challenge.contains(r#"max_age="600""#));
}

// A-01, A-02: nothing tells a missing object from another's; nor does a handler's own 404.
#[test]
fn a01_every_not_found_is_the_same_to_the_byte() {
    let missing = Refusal::NotFound("no_object").response("t");
    for reason in ["not_yours", "other_tenant", "bad_id", "no_route"] {
        let other = Refusal::NotFound(reason).response("t");
        assert_eq!(
            (other.status, &other.headers, &other.body),
            (missing.status, &missing.headers, &missing.body)
        );
    }
    let handler = Problem::not_found().into_response("t");
    assert_eq!(
        (handler.status, &handler.headers, &handler.body),
        (404, &missing.headers, &missing.body)
    );
}

#[test]
fn a04_the_other_methods_are_named_and_a_limit_says_when() {
    let refused = Refusal::MethodNotAllowed { allow: "GET, HEAD".into() }.response("t");
    assert_eq!((refused.status, header(&refused, "allow")), (405, Some("GET, HEAD")));
    let limited = Refusal::RateLimited { retry_after_seconds: 7 }.response("t");
    assert_eq!((limited.status, header(&limited, "retry-after")), (429, Some("7")));
}

#[test]
fn an_error_of_the_handler_stays_in_the_process() {
    let cause = Error::from(std::io::Error::other("canary: password=hunter2"));
    let problem = Problem::from(cause);
    assert_eq!(problem.reason(), "handler_error");
    let response = problem.into_response("t");
    assert_eq!(response.status, 500);
    assert!(!String::from_utf8_lossy(&response.body).contains("canary"));
}

#[test]
fn a_problem_never_looks_like_success_and_keeps_the_standards_members() {
    for status in [0, 200, 302, 399, 600, 65535] {
        assert_eq!(Problem::new(status, "x").status(), 500);
    }
    let response =
        Problem::conflict("It has shipped").member("status", &200_u32).member("left", &3_u32);
    let document = json(&response.into_response("t"));
    assert_eq!(document["status"], 409);
    assert_eq!(document["left"], 3);
    assert_eq!(document["detail"], "It has shipped");
    assert_eq!(json(&Problem::new(418, "Teapot").into_response("t"))["type"], "about:blank");
}

// RFC 9728 §5.1: every challenge says where the path is described, and nothing else does.
#[test]
fn a10_each_challenge_names_the_document() {
    let origin = crate::edge::Origin::parse("https://api.example").unwrap();
    let document = crate::route::DocumentPlace::new(&origin, "/orders/a%22b".into());
    let named = r#"resource_metadata="https://api.example/.well-known/oauth-protected-resource/orders/a%22b""#;
    for refusal in every_refusal() {
        for scheme in [Scheme::Bearer, Scheme::Dpop] {
            let plain = refusal.response_to("t", scheme, None);
            let plain = all(&plain, "www-authenticate");
            let with = refusal.response_to("t", scheme, Some(&document));
            let expected = plain.iter().map(|value| {
                let comma = if value.contains(' ') { "," } else { "" };
                format!("{value}{comma} {named}")
            });
            assert_eq!(all(&with, "www-authenticate"), expected.collect::<Vec<_>>(), "{refusal:?}");
            assert!(with.headers.iter().all(|(name, value)| {
                *name == "www-authenticate" || !value.contains("resource_metadata")
            }));
        }
    }
}
