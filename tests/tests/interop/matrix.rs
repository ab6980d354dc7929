//! Each route with each scope by itself, and with exactly its own.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::desk::Desk;
use super::http::Request;
use super::issuer::{Issuer, Token};
use super::node;

fn scopes(route: &Value) -> Vec<&str> {
    route["scopes"].as_array().unwrap().iter().map(|scope| scope.as_str().unwrap()).collect()
}

#[test]
fn b01_routes_and_scopes() {
    let routes = fs::read_to_string(node::folder().join("routes.json")).unwrap();
    let routes: Vec<Value> = serde_json::from_str(&routes).unwrap();
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let tokens = tokens(&issuer, &routes);
    // Programs have no login: theirs is the next test.
    for route in routes.iter().filter(|route| route["acr"].is_null()) {
        let (method, path) = (route["method"].as_str().unwrap(), route["path"].as_str().unwrap());
        let path = path.replace("{id}", "7");
        let needed = scopes(route);
        let nobody = Request::new(method, &path).send(desk.address).status;
        assert_eq!(nobody == 401, !needed.is_empty(), "{route}: {nobody}");
        for (held, token) in &tokens {
            let held: Vec<_> = held.split(' ').collect();
            let answer = desk.send(method, &path, token.text());
            let enough = needed.iter().all(|scope| held.contains(scope));
            let ok = if enough { answer.status / 100 == 2 } else { answer.status == 403 };
            assert!(ok, "{route} with {held:?}: {answer:?}");
            for scope in needed.iter().filter(|_| !enough) {
                assert!(answer.challenge().contains(scope), "{route}: {answer:?}");
            }
        }
    }
}

#[test]
fn s10_a_login_of_the_kind_that_a_route_needs() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let user = |acr, scope| issuer.token(&["--user", "alice", "--acr", acr, "--scope", scope]);
    let strong = user("urn:acr:mfa", "admin");
    assert_eq!(strong.0["payload"]["acr"], "urn:acr:mfa", "{strong:?}");
    assert!(strong.0["payload"]["auth_time"].is_u64(), "{strong:?}");
    assert_eq!(desk.send("GET", "/admin", strong.text()).status, 200);
    assert_eq!(desk.send("GET", "/admin", user("urn:acr:mfa", "read").text()).status, 403);
    for weak in [user("urn:acr:pwd", "admin"), issuer.token(&["--scope", "admin"])] {
        let answer = desk.send("GET", "/admin", weak.text());
        assert_eq!(answer.status, 401, "{answer:?}");
        let challenge = answer.challenge();
        assert!(challenge.contains(r#"error="insufficient_user_authentication""#), "{challenge}");
        assert!(challenge.contains(r#"acr_values="urn:acr:mfa""#), "{challenge}");
    }
}

/// One for each scope, and one for each route's own scopes.
fn tokens(issuer: &Issuer, routes: &[Value]) -> BTreeMap<String, Token> {
    let mut wanted: Vec<String> = routes.iter().map(|route| scopes(route).join(" ")).collect();
    wanted.extend(routes.iter().flat_map(scopes).map(str::to_owned));
    wanted.retain(|scopes| !scopes.is_empty());
    wanted.sort_unstable();
    wanted.dedup();
    wanted.into_iter().map(|scope| (scope.clone(), issuer.token(&["--scope", &scope]))).collect()
}
