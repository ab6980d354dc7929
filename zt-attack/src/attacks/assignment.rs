//! X19: fields that nobody declared.

use serde_json::{Value, json};
use zt_manifest::Body;

use crate::case::{Case, FORM, JSON, holds_each, urlencoded};
use crate::expect::Expect;
use crate::plan::Step;

const DANGER: &str =
    "a field that nobody meant to be sent is written through to the object (mass assignment)";

fn wanted() -> Vec<(&'static str, Value)> {
    vec![
        ("role", json!("admin")),
        ("is_admin", json!(true)),
        ("tenant", json!("other")),
        ("tenant_id", json!(1)),
        ("owner", json!("mallory")),
        ("owner_id", json!(1)),
        ("id", json!(1)),
        ("scope", json!("admin")),
        ("created_at", json!("2000-01-01T00:00:00Z")),
        ("user", json!({ "role": "admin" })),
        ("__proto__", json!({ "admin": true })),
        ("", json!(1)),
    ]
}

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let (Some(body), Some(text)) = (&case.endpoint.body, case.body()) else { return Vec::new() };
    let declared = |name: &str| body.fields.fields.iter().any(|field| field.name == name);
    let undeclared = wanted().into_iter().filter(|(name, _)| !declared(name));
    let bodies: Vec<(String, &str, String)> = match body.media.as_str() {
        JSON => undeclared
            .map(|(name, value)| {
                let mut fields = case.fields.clone();
                fields.insert(name.to_owned(), value);
                (format!("the field `{name}`"), JSON, Value::Object(fields).to_string())
            })
            .chain(shapes(case, text))
            .collect(),
        FORM => undeclared
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, value)| {
                let mut fields = case.fields.clone();
                fields.insert(name.to_owned(), value);
                (format!("the field `{name}`"), FORM, urlencoded(&fields))
            })
            .collect(),
        _ => return Vec::new(),
    };
    let steps = bodies.into_iter().map(|(tried, media, text)| {
        let request = case.bearing(case.with_body(media, &text), case.caller());
        Step::new("X19", DANGER, tried, request, Expect::Status(&[400, 415, 422])).at(case)
    });
    steps.chain(of_others(case, body)).collect()
}

/// What only holders of another scope may send is sent where its key is there, whatever stands behind it.
fn of_others<'c>(case: &'c Case<'_>, body: &'c Body) -> impl Iterator<Item = Step> {
    let is_json = body.media == JSON;
    let fields = body.fields.fields.iter().filter(move |_| is_json);
    fields.filter(|field| !holds_each(&case.needed(), &field.with)).map(|field| {
        let mut fields = case.fields.clone();
        fields.insert(field.name.clone(), Value::Null);
        let sent = case.with_body(JSON, &Value::Object(fields).to_string());
        let tried = format!("the field `{}` without a scope that it needs", field.name);
        let request = case.bearing(sent, case.caller());
        Step::new("X19", DANGER, tried, request, Expect::Status(&[403])).at(case)
    })
}

/// The same fields, twice, wrapped, or as another media type.
fn shapes(case: &Case<'_>, text: &str) -> Vec<(String, &'static str, String)> {
    let inner = text.trim_start_matches('{').trim_end_matches('}');
    let mut all = vec![
        ("the body in a list".to_owned(), JSON, format!("[{text}]")),
        ("the body in a member".to_owned(), JSON, format!("{{\"data\":{text}}}")),
        ("the body as a form".to_owned(), FORM, urlencoded(&case.fields)),
        ("something behind the body".to_owned(), JSON, format!("{text}{{}}")),
    ];
    if !inner.is_empty() {
        all.push(("every field twice".to_owned(), JSON, format!("{{{inner},{inner}}}")));
    }
    all
}
