//! What clients are told, through the gate.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod challenges;
mod surface;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zt_core::contract::{Access, Contract, Effective, IssuerInfo, Method, Mount, Outer, ProofRule};

use super::PREFIX;
use crate::Scope as _;
use crate::Service;
use crate::config::Bounds;
use crate::edge::Origin;
use crate::endpoint::{CallFuture, Cx, Entry};
use crate::identity::Issuer;
use crate::reply::Response;
use crate::testing::fixture::{Calls, Read, Shop, WAIVER, Write, contract, jwt_issuer, outer};
use crate::testing::pki::Ca;
use crate::testing::{TestApp, TestResponse, block_on};

const ISSUER: &str = "https://issuer.example/realms/shop";

/// A service whose clients are told, under this origin.
fn telling<S: Service>(origin: Option<&str>, takes_certificates: bool) -> TestApp<S> {
    let origin = origin.map(|origin| Origin::parse(origin).unwrap());
    let bounds = Bounds { origin, ..Bounds::loopback() };
    let change = |parts: crate::serve::Parts| {
        parts.taking_certificates(takes_certificates.then(|| Ca::new("a CA").clients()))
    };
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
        &[Entry::plain(&ROOT, answers)],
        &[Entry::plain(&HELD, answers)],
        &[Entry::plain(&HALF, answers)],
        &[Entry::plain(&OTHER, answers)],
        &[Entry::plain(&ME, answers)],
    ];
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
    assert_eq!(guarded, 9);
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

const CORP: IssuerInfo = IssuerInfo::new("corp", "Our people.");
const OF_CORP: Contract = Contract {
    proof: ProofRule { issuer: &[CORP], ..ProofRule::NONE },
    ..contract("of_corp", Method::Get, "/corp")
};
const OF_ALL: Contract = contract("of_all", Method::Get, "/all");

/// One of its endpoints takes one issuer's tokens only.
struct Picky;
impl Service for Picky {
    const OUTER: &'static Outer = &outer("Picky", "");
    const MOUNTS: &'static [Mount] = &[Mount::Endpoint(&OF_CORP), Mount::Endpoint(&OF_ALL)];
    const ENTRIES: &'static [&'static [Entry]] =
        &[&[Entry::plain(&OF_CORP, answers)], &[Entry::plain(&OF_ALL, answers)]];
}

// T-04: a client isn't sent to an issuer whose tokens don't count there.
#[test]
fn a10_a_path_tells_the_issuers_whose_tokens_count_there() {
    let corp = Issuer { name: Some("corp".into()), ..jwt_issuer("https://corp.example") };
    let bounds = Bounds { origin: Origin::parse("https://api.example"), ..Bounds::loopback() };
    let service =
        TestApp::<Picky>::configured(vec![jwt_issuer(ISSUER), corp], |parts| parts, bounds);
    let servers = |path: &str| told(&service, path)["authorization_servers"].clone();
    assert_eq!(servers("/corp"), json!(["https://corp.example"]));
    for path in ["/all", ""] {
        assert_eq!(servers(path), json!([ISSUER, "https://corp.example"]), "{path}");
    }
}

// RFC 9728 §3.2: "Parameters with zero values MUST be omitted".
#[test]
fn a10_a_path_that_needs_no_scope_lists_none() {
    let document = told(&telling::<Bank>(Some("https://api.example"), false), "/me");
    assert_eq!(document.get("scopes_supported"), None);
    assert_eq!(document["authorization_servers"], json!([ISSUER]));
}
