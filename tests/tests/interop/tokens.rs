//! Bearer tokens of every kind that the server makes.

use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::desk::Desk;
use super::http::Request;
use super::issuer::Issuer;
use super::node;

fn refused(desk: &Desk, token: &str) {
    let answer = desk.send("GET", "/read", token);
    assert_eq!(answer.status, 401, "{answer:?}");
    assert!(answer.challenge().contains(r#"error="invalid_token""#), "{answer:?}");
}

#[test]
fn t01_each_algorithm_of_the_list_is_accepted() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    for (client, algorithm) in [
        ("svc-es256", "ES256"),
        ("svc-eddsa", "EdDSA"),
        ("svc-ed25519", "Ed25519"),
        ("svc-ps256", "PS256"),
    ] {
        let token = issuer.token_of(client, "read");
        assert_eq!(token.algorithm(), algorithm);
        let answer = desk.read(&token);
        assert_eq!(answer.status, 200, "{algorithm}: {answer:?}");
        assert_eq!(answer.json()["rung"], 0);
    }
}

#[test]
fn t01_rs256_counts_by_choice_only() {
    let issuer = Issuer::start();
    let token = issuer.token_of("svc-rs256", "read");
    assert_eq!(token.algorithm(), "RS256");
    refused(&Desk::start(&issuer), token.text());
    let chosen = Desk::start_with(&issuer, &[("ZT_ALGORITHMS", "ES256,RS256")]);
    assert_eq!(chosen.read(&token).status, 200);
    assert_eq!(chosen.read(&issuer.token_of("svc-es256", "read")).status, 200);
    refused(&chosen, issuer.token_of("svc-ps256", "read").text());
}

#[test]
fn t05_the_audience_is_this_service() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    refused(&desk, issuer.token(&["--aud", "https://other.example.test"]).text());
    let several = issuer.token_of("svc-multiaud", "read");
    assert!(several.0["payload"]["aud"].is_array());
    assert_eq!(desk.read(&several).status, 200);
}

#[test]
fn t04_another_issuer_is_refused() {
    let (ours, other) = (Issuer::start(), Issuer::start());
    let desk = Desk::start(&ours);
    refused(&desk, other.token_of("svc-es256", "read").text());
    assert_eq!(other.key_fetches(), 0, "nobody asks an issuer that a token names");
    assert_eq!(desk.read(&ours.token_of("svc-es256", "read")).status, 200);
}

#[test]
fn t20_what_is_missing_is_said() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let answer = desk.send("POST", "/write", issuer.token_of("svc-es256", "read").text());
    assert_eq!(answer.status, 403);
    let challenge = answer.challenge();
    assert!(challenge.contains(r#"error="insufficient_scope""#), "{challenge}");
    assert!(challenge.contains(r#"scope="write""#), "{challenge}");
    let nobody = Request::new("GET", "/read").send(desk.address);
    assert_eq!(nobody.status, 401);
    assert!(nobody.challenge().contains("Bearer"), "{nobody:?}");
    assert!(!nobody.challenge().contains("error="), "{nobody:?}");
}

#[test]
fn t17_a_person_is_who_the_issuer_says() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let alice =
        issuer.token(&["--user", "alice", "--scope", "orders:read orders:write audit:read"]);
    assert_eq!(desk.send("PUT", "/orders/7", alice.text()).status, 200);
    let changes = desk.send("GET", "/audit", alice.text()).json();
    assert_eq!(changes[0]["who"], "alice", "{changes}");
    assert_eq!(changes[0]["issuer"], issuer.name(), "{changes}");
}

/// The client asks for an ID token too, but prints none: this one is signed by the server's own key, as it would.
#[test]
fn t06_an_id_token_is_no_access_token() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let script = r#"
        import { SignJWT, importJWK } from 'jose';
        const [issuer, keys, typ] = process.argv.slice(1);
        const key = (await (await fetch(keys)).json()).keys.find((key) => key.alg === 'ES256');
        const now = Math.floor(Date.now() / 1000);
        const claims = { iss: issuer, aud: 'https://api.example.test', sub: 'alice', client_id: 'web', jti: 'a',
          scope: 'read', iat: now, exp: now + 60 };
        const header = { alg: 'ES256', kid: key.kid, ...(typ && { typ }) };
        console.log(await new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(key)));
    "#;
    let signed = |typ: &str| node::eval(script, &[&issuer.name(), &issuer.private_keys(), typ]);
    for typ in ["JWT", "", "logout+jwt", "secevent+jwt", "dpop+jwt"] {
        refused(&desk, signed(typ).trim());
    }
    for typ in ["at+jwt", "application/at+jwt", "AT+JWT"] {
        assert_eq!(desk.send("GET", "/read", signed(typ).trim()).status, 200, "{typ}");
    }
}

#[test]
fn t01_an_opaque_token_is_no_jwt() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let opaque = issuer.token_of("svc-opaque", "read");
    assert_eq!(opaque.0["opaque"], true);
    refused(&desk, opaque.text());
}

/// Its life is two seconds, and expiry has no leeway. A busy machine may need a second token to be quick enough.
#[test]
fn t13_a_token_expires() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let fresh = (0..5).map(|_| issuer.token_of("svc-short", "read"));
    let token =
        fresh.into_iter().find(|token| desk.read(token).status == 200).expect("one in time");
    thread::sleep(Duration::from_millis(2_500));
    refused(&desk, token.text());
}

#[test]
fn l02_no_token_is_in_the_audit_log() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let token = issuer.token_of("svc-es256", "read");
    assert_eq!(desk.read(&token).status, 200);
    let lines = wait_for_audit(&desk);
    let signature = token.text().rsplit('.').next().unwrap();
    assert!(lines.iter().all(|line| !line.to_string().contains(signature)), "{lines:?}");
}

fn wait_for_audit(desk: &Desk) -> Vec<Value> {
    for _ in 0..100 {
        let lines = desk.audit();
        if !lines.is_empty() {
            return lines;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("no audit line")
}
