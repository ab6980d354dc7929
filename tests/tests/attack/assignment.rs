//! X19: fields that nobody declared, in every body and query.

use serde_json::{Map, Value, json};

use super::siege::Siege;
use crate::fixture::{Route, in_house, routes};

fn json_routes() -> Vec<Route> {
    routes().into_iter().filter(|route| route.sample.media == "application/json").collect()
}

fn wanted() -> Vec<(&'static str, Value)> {
    vec![
        ("role", json!("admin")),
        ("is_admin", json!(true)),
        ("admin", json!(1)),
        ("tenant", json!("globex")),
        ("tenant_id", json!("globex")),
        ("owner", json!("person test:Office mallory")),
        ("owner_id", json!(1)),
        ("pin", json!("0000")),
        ("margin", json!("mine")),
        ("scope", json!("notes:admin")),
        ("created_at", json!("2000-01-01T00:00:00Z")),
        ("user", json!({ "role": "admin" })),
        ("__proto__", json!({ "admin": true })),
        ("constructor", json!({ "prototype": { "admin": true } })),
        ("", json!(1)),
        ("text ", json!("x")),
        ("Text", json!("x")),
    ]
}

fn fields(route: &Route) -> Map<String, Value> {
    let body: Value = serde_json::from_str(route.sample.body).unwrap();
    body.as_object().unwrap().clone()
}

#[test]
fn x19_an_undeclared_field_is_refused() {
    for route in json_routes() {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            for (name, value) in wanted() {
                let mut body = fields(&route);
                body.insert(name.to_owned(), value);
                let body = Value::Object(body).to_string();
                let answer = siege
                    .send(route.with(&house.alice(), route.method(), route.sample.target, &body))
                    .await;
                assert_eq!(answer.status(), 422, "{} {name}: {answer:?}", route.name());
            }
            siege.ends_in_vain();
        });
    }
}

#[test]
fn x19_nor_one_that_hides_in_another() {
    for route in json_routes() {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            let own = fields(&route);
            for name in own.keys() {
                let mut body = own.clone();
                let value = json!({ "value": body[name].clone(), "role": "admin" });
                body.insert(name.clone(), value);
                let body = Value::Object(body).to_string();
                let answer = siege
                    .send(route.with(&house.alice(), route.method(), route.sample.target, &body))
                    .await;
                assert_eq!(answer.status(), 422, "{} {name}: {answer:?}", route.name());
            }
            siege.ends_in_vain();
        });
    }
}

// Two values for one key: whichever is checked, the other could be used.
#[test]
fn x19_a_doubled_field_is_refused() {
    for route in json_routes() {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            let inner = route.sample.body.trim_start_matches('{').trim_end_matches('}');
            let first = fields(&route).keys().next().unwrap().clone();
            let escaped = format!("\\u{:04x}{}", first.as_bytes()[0], &first[1..]);
            for body in [format!("{{{inner},{inner}}}"), format!("{{{inner},\"{escaped}\":null}}")]
            {
                let answer = siege
                    .send(route.with(&house.alice(), route.method(), route.sample.target, &body))
                    .await;
                assert_eq!(answer.status(), 400, "{} {body}: {answer:?}", route.name());
            }
            siege.ends_in_vain();
        });
    }
}

#[test]
fn x19_another_shape_or_media_type_is_refused() {
    for route in json_routes() {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            let body = route.sample.body;
            for wrapped in [
                format!("[{body}]"),
                format!("[{body},{body}]"),
                format!("{{\"data\":{body}}}"),
                format!("{body:?}"),
            ] {
                let request =
                    route.with(&house.alice(), route.method(), route.sample.target, &wrapped);
                let answer = siege.send(request).await;
                assert!(
                    [400, 422].contains(&answer.status()),
                    "{} {wrapped}: {answer:?}",
                    route.name()
                );
            }
            for media in [
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml",
                "text/json",
            ] {
                let request =
                    house.alice().send(route.method(), route.sample.target).body(media, body);
                assert_eq!(siege.send(request).await.status(), 415, "{} {media}", route.name());
            }
            siege.ends_in_vain();
        });
    }
}

#[test]
fn x19_a_form_takes_no_more_than_its_fields() {
    in_house(async |house| {
        let mut siege = Siege::of(house);
        let good = "name=dora&password=long-enough";
        for (more, status) in [
            ("&role=admin", 422),
            ("&is_admin=true", 422),
            ("&user[role]=admin", 400),
            ("&user%5Brole%5D=admin", 422),
            ("&name=root", 400),
            ("&n%61me=root", 400),
            ("&name[]=root", 400),
        ] {
            let body = format!("{good}{more}");
            let request = house
                .app
                .anonymous()
                .post("/sign-up")
                .body("application/x-www-form-urlencoded", body);
            assert_eq!(siege.send(request).await.status(), status, "{more}");
        }
        let json = json!({ "name": "dora", "password": "long-enough", "role": "admin" });
        assert_eq!(
            siege.send(house.app.anonymous().post("/sign-up").json(&json)).await.status(),
            415
        );
        siege.ends_in_vain();
    });
}

// A query that is read is read as strictly; one that nobody reads changes nothing.
#[test]
fn x19_a_query_adds_nothing() {
    let reads_a_query = ["list_notes", "find_note"];
    for route in routes().iter().filter(|route| route.name() != "sleeps") {
        in_house(async |house| {
            let joint = if route.query().is_empty() { '?' } else { '&' };
            let target = format!(
                "{}{joint}owner=bob&role=admin&tenant=globex&is_admin=1",
                route.sample.target
            );
            let answer = route.to(&house.alice(), &target).await;
            if reads_a_query.contains(&route.name()) {
                assert_eq!((answer.status(), house.runs.total()), (422, 0), "{}", route.name());
            } else {
                assert_eq!(answer.status(), route.sample.status, "{}", route.name());
                let record = &house.records()[0];
                assert!(route.is_open() || record["tenant"] == "acme", "{record}");
            }
            assert_eq!(house.records().len(), 1);
        });
    }
}
