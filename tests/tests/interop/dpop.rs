//! Tokens that are bound to a key (RFC 9449): a real client's calls, and its proofs used as they must not be.

use std::fs;
use std::path::PathBuf;
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::desk::Desk;
use super::http::{Answer, Request};
use super::issuer::{Issuer, Token};
use super::{mtls, node};

/// A client with a key, a token that is bound to it, and a nonce of the service.
struct Client {
    _folder: TempDir,
    key: PathBuf,
    token: Token,
    nonce: String,
}

impl Client {
    fn of(issuer: &Issuer, desk: &Desk) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key.json");
        let file = key.to_str().unwrap();
        let token = issuer.token(&["--dpop", "--key", file, "--scope", "read write"]);
        assert!(token.0["payload"]["cnf"]["jkt"].is_string(), "{token:?}");
        let mut client = Self { _folder: folder, key, token, nonce: String::new() };
        let proof = client.proof("GET", &desk.url("/read"));
        let first = client.send(desk, "GET", "/read", &proof);
        assert!(first.challenge().contains(r#"error="use_dpop_nonce""#), "{first:?}");
        client.nonce = first.header("dpop-nonce").expect("a nonce").to_owned();
        client
    }

    /// A proof by the foreign library `dpop`.
    fn proof(&self, method: &str, url: &str) -> String {
        let script = "
            import * as DPoP from 'dpop';
            import fs from 'node:fs';
            const [file, method, url, token, nonce] = process.argv.slice(1);
            const { d, ...jwk } = JSON.parse(fs.readFileSync(file));
            const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
            const pair = {
              privateKey: await crypto.subtle.importKey('jwk', { ...jwk, d }, algorithm, false, ['sign']),
              publicKey: await crypto.subtle.importKey('jwk', jwk, algorithm, true, ['verify']),
            };
            console.log(await DPoP.generateProof(pair, url, method, nonce || undefined, token));";
        let key = self.key.to_str().unwrap();
        let arguments = [key, method, url, self.token.text(), &self.nonce];
        node::eval(script, &arguments).trim().to_owned()
    }

    /// A proof for GET, but for what is said otherwise; `null` leaves a member out.
    fn bent_proof(&self, url: &str, header: &Value, claims: &Value) -> String {
        let script = "
            import { SignJWT, importJWK } from 'jose';
            import { createHash, randomUUID } from 'node:crypto';
            import fs from 'node:fs';
            const [file, url, token, nonce, header, claims] = process.argv.slice(1);
            const { d, kty, crv, x, y } = JSON.parse(fs.readFileSync(file));
            const without = (all) => Object.fromEntries(Object.entries(all).filter(([, it]) => it !== null));
            const age = JSON.parse(claims).age ?? 0;
            const full = without({ jti: randomUUID(), htm: 'GET', htu: url, iat: Math.floor(Date.now() / 1000) - age,
              nonce,
              ath: createHash('sha256').update(token).digest('base64url'), ...JSON.parse(claims), age: null });
            const head = without({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y }, ...JSON.parse(header) });
            if (head.jwk === 'private') head.jwk = { kty, crv, x, y, d };
            const key = await importJWK({ kty, crv, x, y, d }, 'ES256');
            console.log(await new SignJWT(full).setProtectedHeader(head).sign(key));";
        let key = self.key.to_str().unwrap();
        let [header, claims] = [header.to_string(), claims.to_string()];
        let arguments = [key, url, self.token.text(), &self.nonce, &header, &claims];
        node::eval(script, &arguments).trim().to_owned()
    }

    /// The token with this proof.
    fn send(&self, desk: &Desk, method: &str, path: &str, proof: &str) -> Answer {
        let request = Request::new(method, path).header("dpop", proof);
        request.header("authorization", &format!("DPoP {}", self.token.text())).send(desk.address)
    }
}

#[track_caller]
fn refused(answer: &Answer) {
    assert_eq!(answer.status, 401, "{answer:?}");
    assert!(answer.challenge().contains("DPoP"), "{answer:?}");
    assert!(answer.challenge().contains("error="), "{answer:?}");
}

#[test]
fn s02_a_real_client_s_call_is_answered() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    for (path, method, scope) in [
        ("/read", "GET", "read"),
        ("/write", "POST", "write"),
        ("/orders/7", "DELETE", "orders:delete"),
    ] {
        let url = desk.url(path);
        let token = issuer.token(&["--dpop", "--scope", scope, "--call", &url, "--method", method]);
        assert_eq!(token.0["token_type"], "dpop");
        assert!([200, 204].contains(&token.called()), "{token:?}");
    }
}

/// A made-up nonce is answered like none, and asking again gives the same one: it is of a moment, not of a caller.
#[test]
fn s06_a_proof_needs_the_service_s_nonce() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let client = Client::of(&issuer, &desk);
    for nonce in [json!(null), json!(""), json!("made-up"), json!(client.nonce.to_uppercase())] {
        let proof = client.bent_proof(&desk.url("/read"), &json!({}), &json!({ "nonce": nonce }));
        let answer = client.send(&desk, "GET", "/read", &proof);
        assert_eq!(answer.status, 401, "{nonce}");
        assert!(answer.challenge().contains(r#"error="use_dpop_nonce""#), "{nonce}: {answer:?}");
        assert!(answer.header("dpop-nonce").is_some(), "{nonce}: {answer:?}");
    }
    let proof = client.proof("GET", &desk.url("/read"));
    assert_eq!(client.send(&desk, "GET", "/read", &proof).status, 200);
}

#[test]
fn s04_a_proof_counts_once() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let client = Client::of(&issuer, &desk);
    let proof = client.proof("GET", &desk.url("/read"));
    let first = client.send(&desk, "GET", "/read", &proof);
    assert_eq!(first.status, 200, "{first:?}");
    for _ in 0..3 {
        refused(&client.send(&desk, "GET", "/read", &proof));
    }
    let another = client.proof("GET", &desk.url("/read"));
    assert_eq!(client.send(&desk, "GET", "/read", &another).status, 200);
}

#[test]
fn x10_of_a_hundred_at_once_one_comes_in() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let client = Client::of(&issuer, &desk);
    let proof = client.proof("GET", &desk.url("/read"));
    let send = || client.send(&desk, "GET", "/read", &proof).status;
    let statuses: Vec<_> = thread::scope(|scope| {
        let all: Vec<_> = (0..100).map(|_| scope.spawn(send)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|&&status| status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 401].contains(status)), "{statuses:?}");
}

#[test]
fn s01_a_bound_token_is_no_bearer_token_and_no_other_way_round() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let client = Client::of(&issuer, &desk);
    let bare = desk.read(&client.token);
    assert_eq!(bare.status, 401, "{bare:?}");
    let proof = client.proof("GET", &desk.url("/read"));
    let bearer = Request::new("GET", "/read").header("dpop", &proof);
    let bearer = bearer.header("authorization", &format!("Bearer {}", client.token.text()));
    assert_eq!(bearer.send(desk.address).status, 401);
    let free = issuer.token_of("svc-es256", "read");
    let proof = client.proof("GET", &desk.url("/read"));
    let unbound = Request::new("GET", "/read").header("dpop", &proof);
    let unbound = unbound.header("authorization", &format!("DPoP {}", free.text()));
    assert_eq!(unbound.send(desk.address).status, 401);
}

#[test]
fn s02_a_proof_for_something_else_is_refused() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let client = Client::of(&issuer, &desk);
    let url = desk.url("/read");
    let (none, other) = (json!({}), json!(desk.url("/write")));
    for (header, claims) in [
        (json!({ "typ": "JWT" }), none.clone()),
        (json!({ "typ": null }), none.clone()),
        (json!({ "jwk": "private" }), none.clone()),
        (none.clone(), json!({ "htm": "POST" })),
        (none.clone(), json!({ "htm": "get" })),
        (none.clone(), json!({ "htm": null })),
        (none.clone(), json!({ "htu": other })),
        (none.clone(), json!({ "htu": "https://api.example.test/read" })),
        (none.clone(), json!({ "htu": null })),
        (none.clone(), json!({ "ath": null })),
        (none.clone(), json!({ "ath": "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" })),
        (none.clone(), json!({ "jti": null })),
        (none.clone(), json!({ "jti": "" })),
        (none.clone(), json!({ "age": 120 })),
        (none.clone(), json!({ "age": -120 })),
        (none.clone(), json!({ "iat": null })),
        (none.clone(), json!({ "iat": "now" })),
    ] {
        let proof = client.bent_proof(&url, &header, &claims);
        let answer = client.send(&desk, "GET", "/read", &proof);
        assert_eq!(answer.status, 401, "{header} {claims}: {answer:?}");
        let why = answer.challenge();
        assert!(why.contains(r#"error="invalid_dpop_proof""#), "{header} {claims}: {why}");
    }
    let straight = client.bent_proof(&url, &none, &none);
    assert_eq!(client.send(&desk, "GET", "/read", &straight).status, 200);
}

#[test]
fn s02_another_s_proof_is_refused() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let (client, thief) = (Client::of(&issuer, &desk), Client::of(&issuer, &desk));
    // The thief has the token, and a key that isn't the token's.
    let key = fs::read(&thief.key).unwrap();
    let armed = Client::of(&issuer, &desk);
    fs::write(&armed.key, key).unwrap();
    let proof = armed.proof("GET", &desk.url("/read"));
    refused(&armed.send(&desk, "GET", "/read", &proof));
    // A proof made for one token, with the other.
    let proof = client.proof("GET", &desk.url("/read"));
    refused(&thief.send(&desk, "GET", "/read", &proof));
}

#[test]
fn s02_one_proof_and_no_more() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let client = Client::of(&issuer, &desk);
    let proofs: Vec<_> = (0..2).map(|_| client.proof("GET", &desk.url("/read"))).collect();
    let authorization = format!("DPoP {}", client.token.text());
    let request = || Request::new("GET", "/read").header("authorization", &authorization);
    let none = request().send(desk.address);
    assert!([400, 401].contains(&none.status), "{none:?}");
    let two = request().header("dpop", &proofs[0]).header("dpop", &proofs[1]).send(desk.address);
    assert!([400, 401].contains(&two.status), "{two:?}");
    let joined = request().header("dpop", &proofs.join(", ")).send(desk.address);
    assert!([400, 401].contains(&joined.status), "{joined:?}");
}

/// The scheme is part of the address: a proof for one listener is none for the other.
#[test]
fn s03_a_proof_names_the_listener_that_it_is_for() {
    let issuer = Issuer::start();
    let (desk, tls) = mtls::start(&issuer);
    let client = Client::of(&issuer, &desk);
    let over_tls = |url: &str| {
        let headers = [
            format!("authorization: DPoP {}", client.token.text()),
            format!("dpop: {}", client.proof("GET", url)),
        ];
        mtls::fetch(tls, None, &headers).expect("a connection").0
    };
    let (plain, secure) = (desk.url("/read"), format!("https://{tls}/read"));
    assert_eq!(over_tls(&secure), 200);
    assert_eq!(over_tls(&plain), 401);
    refused(&client.send(&desk, "GET", "/read", &client.proof("GET", &secure)));
    let other_spelling = format!("HTTP://{}/read?page=1#top", desk.address);
    for same in [&plain, &other_spelling] {
        let proof = client.proof("GET", same);
        assert_eq!(client.send(&desk, "GET", "/read", &proof).status, 200, "{same}");
    }
}
