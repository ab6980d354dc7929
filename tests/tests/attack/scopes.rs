//! X32: scopes that look like the right ones, in tokens that the trusted issuer signed.

use serde_json::{Value, json};

use super::forgery::besieged;
use super::siege::scoped;
use crate::fixture::issuer::{EVERY_SCOPE, Issuer, Real, claims};
use crate::fixture::wire::Wire;

/// None of these names a scope of the service.
fn lookalikes() -> Vec<String> {
    let all = EVERY_SCOPE;
    vec![
        String::new(),
        "*".to_owned(),
        "admin".to_owned(),
        "folders notes reports mines".to_owned(),
        "folders:* notes:* reports:* mines:*".to_owned(),
        all.to_uppercase(),
        all.replace(':', "."),
        all.replace(':', "/"),
        all.replace(' ', ","),
        all.replace(' ', ";"),
        all.replace(':', "::"),
        all.split(' ').map(|scope| format!("{scope}x ")).collect::<String>().trim_end().to_owned(),
        all.split(' ').map(|scope| format!("x{scope} ")).collect::<String>().trim_end().to_owned(),
        all.split(' ')
            .map(|scope| format!("{scope}:all "))
            .collect::<String>()
            .trim_end()
            .to_owned(),
    ]
}

/// None of these is a list of scopes at all.
fn malformed() -> Vec<Value> {
    let all = EVERY_SCOPE;
    vec![
        json!(all.replace(' ', "\t")),
        json!(all.replace(' ', "\n")),
        json!(all.replace(' ', "\u{a0}")),
        json!(all.replace(' ', "  ")),
        json!(format!(" {all}")),
        json!(format!("{all} ")),
        json!(format!("{all}\u{0}")),
        json!(all.split(' ').collect::<Vec<_>>()),
        json!({ "folders:read": true }),
        json!(true),
        json!(7),
        json!(null),
    ]
}

#[test]
fn x32_the_right_scopes_open_every_route() {
    let issuer = Issuer::new();
    let real = Real::start(&issuer);
    let token = issuer.sign(&claims(EVERY_SCOPE));
    let head = format!("host: localhost\r\nauthorization: Bearer {token}\r\nconnection: close\r\n");
    // What these change others need.
    let changing = ["change_note", "erase_note", "move_note", "merge_notes"];
    for route in scoped().iter().filter(|route| !changing.contains(&route.name())) {
        let mut wire = Wire::open(real.address);
        wire.send(route.raw(route.sample.target, &head));
        let answer = wire.answer_to(route.method()).unwrap();
        assert_eq!(answer.status, route.sample.status, "{}: {answer:?}", route.name());
    }
}

#[test]
fn x32_a_lookalike_grants_nothing() {
    let issuer = Issuer::new();
    let tokens: Vec<_> = lookalikes().iter().map(|scope| issuer.sign(&claims(scope))).collect();
    let mut missing = claims("");
    missing.as_object_mut().unwrap().remove("scope");
    let tokens = tokens.into_iter().chain([issuer.sign(&missing)]).collect();
    besieged(&issuer, &scoped(), tokens, 403, &["insufficient_scope"]);
}

#[test]
fn x32_what_is_no_list_of_scopes_is_no_token() {
    let issuer = Issuer::new();
    let sign = |scope: &Value| {
        let mut claims = claims("");
        claims["scope"] = scope.clone();
        issuer.sign(&claims)
    };
    let tokens = malformed().iter().map(sign).collect();
    besieged(&issuer, &scoped(), tokens, 401, &["scope_malformed", "payload_malformed"]);
}
