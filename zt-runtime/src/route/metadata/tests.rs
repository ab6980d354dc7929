//! What clients are told, through the gate.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod challenges;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zt_core::contract::{Access, Contract, Effective, Method, Mount, Outer, ProofRule};

use super::PREFIX;
use crate::Scope as _;
use crate::Service;
use crate::config::Bounds;
use crate::edge::Origin;
use crate::endpoint::{CallFuture, Cx, Entry};
use crate::reply::Response;
use crate::testing::fixture::{Calls, Read, Shop, WAIVER, Write, contract, jwt_issuer, outer};
use crate::testing::{TestApp, TestResponse, block_on};

const ISSUER: &str = "https://issuer.example/realms/shop";

/// A service whose clients are told, under this origin.
fn telling<S: Service>(origin: Option<&str>, takes_certificates: bool) -> TestApp<S> {
    let origin = origin.map(|origin| Origin::parse(origin).unwrap());
    let bounds = Bounds { origin, ..Bounds::loopback() };
    let change = |parts: crate::serve::Parts| parts.taking_certificates(takes_certificates);
    TestApp::configured(vec![jwt_issuer(ISSUER)], change, bounds)
}

fn shop() -> TestApp<Shop> {
    telling(Some("https://api.example"), false).data(Calls::default())
}

fn get<S: Service>(service: &TestApp<S>, path: &str) -> TestResponse {
    block_on(async { service.anonymous().get(path).await })
}

/// The document about a path.
fn told<S: Service>(service: &TestApp<S>, path: &str) -> Value {
    let answer = get(service, &format!("{PREFIX}{path}"));
    assert_eq!((answer.status(), answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()
}

fn answers(_: &Cx) -> CallFuture<'_> {
    Box::pin(async { Response::empty(204) })
}

const BOUND: ProofRule = ProofRule { bound: true, ..ProofRule::NONE };
const WRITE: Access = Access::Scopes(&[&[Write::INFO]]);

const ROOT: Contract = Contract { proof: BOUND, ..contract("root", Method::Get, "/") };
const HELD: Contract = Contract { proof: BOUND, ..contract("held", Method::Get, "/held") };
const HALF: Contract = Contract { proof: BOUND, ..contract("half", Method::Get, "/half/{id}") };
const OTHER: Contract = Contract { access: WRITE, ..contract("other", Method::Put, "/half/{of}") };
const ME: Contract =
    Contract { access: Access::Authenticated(WAIVER), ..contract("me", Method::Get, "/me") };

/// Some of its endpoints need bound tokens.
struct Bank;
impl Service for Bank {
    const OUTER: &'static Outer = &outer("Bank", "");
    const MOUNTS: &'static [Mount] = &[
        Mount::Endpoint(&ROOT),
        Mount::Endpoint(&HELD),
        Mount::Endpoint(&HALF),
        Mount::Endpoint(&OTHER),
        Mount::Endpoint(&ME),
    ];
    const ENTRIES: &'static [&'static [Entry]] = &[
        &[Entry { contract: &ROOT, call: answers }],
        &[Entry { contract: &HELD, call: answers }],
        &[Entry { contract: &HALF, call: answers }],
        &[Entry { contract: &OTHER, call: answers }],
        &[Entry { contract: &ME, call: answers }],
    ];
}

const DEEP: Contract = contract("deep", Method::Get, "/{a}/{b}");

/// Its pattern also matches where clients are told.
struct Deep;
impl Service for Deep {
    const OUTER: &'static Outer = &outer("Deep", "");
    const MOUNTS: &'static [Mount] = &[Mount::Endpoint(&DEEP)];
    const ENTRIES: &'static [&'static [Entry]] = &[&[Entry { contract: &DEEP, call: answers }]];
}

#[test]
fn a10_the_service_as_a_whole_is_described() {
    let expected = json!({
        "resource": "https://api.example",
        "authorization_servers": [ISSUER],
        "scopes_supported": ["things:read", "things:write"],
        "bearer_methods_supported": ["header"],
        "dpop_signing_alg_values_supported": ["ES256", "EdDSA", "PS256"],
        "dpop_bound_access_tokens_required": false,
        "tls_client_certificate_bound_access_tokens": false,
        "resource_name": "Shop",
    });
    assert_eq!(told(&shop(), ""), expected);
}

/// A path that the pattern matches.
fn concrete(pattern: &str) -> String {
    let segments = pattern.split('/').map(|it| if it.starts_with('{') { "7" } else { it });
    segments.collect::<Vec<_>>().join("/")
}

// Equality with the registry: for the path of each contract, the scopes of the contracts at that path.
#[test]
fn a10_each_guarded_path_says_what_its_contracts_say() {
    let (shop, mut guarded) = (shop(), 0);
    let all: Vec<Effective> = Shop::MOUNTS
        .iter()
        .flat_map(|mount| {
            mount.contracts().iter().map(|it| Effective::new(Shop::OUTER, mount.group(), it))
        })
        .collect();
    for one in &all {
        let path = concrete(&one.path());
        let here = all.iter().filter(|other| concrete(&other.path()) == path);
        let scopes: BTreeSet<&str> =
            here.flat_map(|other| other.contract.access.scopes()).map(|scope| scope.name).collect();
        if scopes.is_empty() {
            assert_eq!(get(&shop, &format!("{PREFIX}{path}")).status(), 404, "{path}");
            continue;
        }
        let document = told(&shop, &path);
        assert_eq!(document["scopes_supported"], json!(scopes), "{path}");
        assert_eq!(document["resource"], format!("https://api.example{path}"));
        guarded += 1;
    }
    assert_eq!(guarded, 8);
    assert_eq!(told(&shop, "/things/a%20%22b")["resource"], "https://api.example/things/a%20%22b");
}

#[test]
fn a10_dpop_is_required_where_nothing_else_would_do() {
    let required = |path: &str, takes_certificates| {
        let document =
            told(&telling::<Bank>(Some("https://api.example"), takes_certificates), path);
        assert_eq!(document["tls_client_certificate_bound_access_tokens"], takes_certificates);
        document["dpop_bound_access_tokens_required"].as_bool().unwrap()
    };
    assert!(required("/held", false));
    for path in ["", "/half/7", "/me"] {
        assert!(!required(path, false), "{path}");
    }
    assert!(!required("/held", true), "a certificate would do");
}

// RFC 9728 §3.2: "Parameters with zero values MUST be omitted".
#[test]
fn a10_a_path_that_needs_no_scope_lists_none() {
    let document = told(&telling::<Bank>(Some("https://api.example"), false), "/me");
    assert_eq!(document.get("scopes_supported"), None);
    assert_eq!(document["authorization_servers"], json!([ISSUER]));
}

#[test]
fn a10_a04_other_methods_and_other_paths_are_refused() {
    let shop = shop();
    block_on(async {
        for method in ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "JEFF"] {
            for path in ["", "/things/7"] {
                let answer = shop.anonymous().send(method, &format!("{PREFIX}{path}")).await;
                assert_eq!(
                    (answer.status(), answer.header("allow")),
                    (405, Some("GET")),
                    "{method}"
                );
            }
            let nothing = shop.anonymous().send(method, &format!("{PREFIX}/nothing")).await;
            assert_eq!((nothing.status(), nothing.header("allow")), (404, None), "{method}");
        }
    });
    for (path, status) in [
        (format!("{PREFIX}/nothing"), 404),
        (format!("{PREFIX}/open"), 404),
        (format!("{PREFIX}/things"), 200),
        (format!("{PREFIX}{PREFIX}"), 404),
        (format!("{PREFIX}{PREFIX}/things"), 404),
        (format!("{PREFIX}s"), 404),
        (format!("/things{PREFIX}"), 404),
        ("/.well-known".to_owned(), 404),
        (format!("{PREFIX}/"), 400),
        (format!("{PREFIX}/../open"), 400),
        (format!("{PREFIX}/%74hings"), 400),
        (PREFIX.to_uppercase(), 404),
    ] {
        assert_eq!(get(&shop, &path).status(), status, "{path}");
    }
}

#[test]
fn a10_no_pattern_reaches_into_the_place_of_the_documents() {
    let deep = telling::<Deep>(Some("https://api.example"), false);
    assert_eq!(told(&deep, "/x/y")["resource_name"], "Deep");
    assert_eq!(told(&deep, "")["resource_name"], "Deep");
    assert_eq!(get(&deep, &format!("{PREFIX}{PREFIX}")).status(), 404);
    assert_eq!(get(&deep, "/.well-known/other").status(), 401);
}

#[test]
fn a10_a_service_without_such_an_issuer_tells_nothing() {
    let shop = crate::testing::fixture::shop();
    for path in ["", "/things/7", "/open", "/nothing"] {
        let answer = get(&shop, &format!("{PREFIX}{path}"));
        let unknown = get(&shop, "/nothing");
        assert_eq!(
            (answer.status(), answer.json()["type"].clone()),
            (404, unknown.json()["type"].clone())
        );
    }
    assert_eq!(get(&shop, "/things/7").headers("www-authenticate").len(), 2);
    assert!(!format!("{:?}", get(&shop, "/things/7")).contains("resource_metadata"));
}

#[test]
fn a10_without_an_origin_nothing_is_told_until_a_listener_is_on_loopback() {
    let shop = telling::<Shop>(None, false).data(Calls::default());
    assert_eq!(get(&shop, PREFIX).status(), 404);
    assert_eq!(shop.audit()[0]["reason"], "no_public_origin");
    assert!(!format!("{:?}", get(&shop, "/things/7")).contains("resource_metadata"));
    shop.gate().listens_on("127.0.0.1:8080".parse().unwrap(), false);
    assert_eq!(told(&shop, "/fresh")["resource"], "http://127.0.0.1:8080/fresh");
    let by_name = block_on(async {
        shop.anonymous().get(PREFIX).header("host", "localhost:8080").await.json()
    });
    assert_eq!(by_name["resource"], "http://localhost:8080");
}

#[test]
fn a10_l01_each_answer_has_a_record_and_no_credential_is_looked_at() {
    let shop = shop();
    block_on(async {
        let answer = shop.with_token("forged").get(&format!("{PREFIX}/things/7")).await;
        assert_eq!(answer.status(), 200);
        let misdirected = shop.anonymous().get(PREFIX).header("host", "evil.example").await;
        assert_eq!(misdirected.status(), 421);
    });
    let audit = shop.audit();
    assert_eq!(audit.len(), 2);
    assert_eq!(
        (&audit[0]["outcome"], &audit[0]["reason"], &audit[0]["status"]),
        (&json!("allow"), &json!("ok"), &json!(200))
    );
    assert_eq!(
        (&audit[0]["endpoint"], &audit[0]["pattern"]),
        (&json!("protected_resource_metadata"), &json!(PREFIX))
    );
    assert_eq!(audit[0]["path"], format!("{PREFIX}/things/7"));
    assert_eq!(audit[0]["rule"].as_str().unwrap().len(), 16);
    assert_eq!(audit[0].get("subject"), None);
    assert_eq!(audit[1]["reason"], "host_unknown");
}

#[test]
fn a10_g01_an_address_is_told_so_often_and_no_more() {
    let shop = shop();
    block_on(async {
        for _ in 0..600 {
            assert_eq!(shop.anonymous().get(PREFIX).await.status(), 200);
        }
        let answer = shop.anonymous().get(&format!("{PREFIX}/fresh")).await;
        assert_eq!((answer.status(), answer.header("retry-after")), (429, Some("1")));
        let elsewhere = shop.anonymous().from("192.0.2.1".parse().unwrap());
        assert_eq!(elsewhere.get(PREFIX).await.status(), 200);
        assert_eq!(shop.anonymous().get("/open").await.status(), 200);
    });
    assert_eq!(shop.audit()[600]["reason"], "rate_limited");
}
