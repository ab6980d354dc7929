//! X15: methods that nobody declared, and words that ask for another.

use super::siege::Siege;
use crate::fixture::{Route, in_house, routes};

const METHODS: [&str; 22] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "SEARCH",
    "PURGE",
    "DEBUG",
    "TRACK",
    "get",
    "JEFF",
    "GETS",
];

fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) =
        (pattern.split('/').collect(), path.split('/').collect());
    let fits = |(wanted, found): (&&str, &&str)| wanted.starts_with('{') || wanted == found;
    pattern.len() == path.len() && pattern.iter().zip(&path).all(fits)
}

/// Methods that some route answers at this path; GET brings HEAD along.
fn declared(path: &str) -> Vec<&'static str> {
    let all = routes();
    let here: Vec<_> =
        all.iter().filter(|route| matches(&route.pattern(), path)).map(Route::method).collect();
    METHODS
        .into_iter()
        .filter(|method| here.contains(method) || (*method == "HEAD" && here.contains(&"GET")))
        .collect()
}

#[test]
fn x15_only_declared_methods_answer() {
    for route in routes() {
        in_house(async |house| {
            let allowed = declared(route.path());
            assert!(allowed.contains(&route.method()));
            let mut siege = Siege::of(house);
            for method in METHODS.into_iter().filter(|method| !allowed.contains(method)) {
                for caller in [house.alice(), house.app.anonymous()] {
                    let request =
                        route.with(&caller, method, route.sample.target, route.sample.body);
                    let answer = siege.send(request).await;
                    assert_eq!(answer.status(), 405, "{method} {}", route.path());
                    assert_eq!(
                        answer.header("allow"),
                        Some(allowed.join(", ").as_str()),
                        "{}",
                        route.path()
                    );
                }
            }
            siege.ends_in_vain();
        });
    }
}

#[test]
fn x15_nor_on_a_socket() {
    for route in routes() {
        in_house(async |house| {
            let server = house.app.serve();
            let allowed = declared(route.path());
            let mut siege = Siege::of(house);
            for method in ["OPTIONS", "TRACE", "PROPFIND", "get", "JEFF", "G\tET", "GET ", ""] {
                let head =
                    format!("host: localhost\r\nauthorization: Bearer {}\r\n", house.token());
                let raw = route.raw(route.sample.target, &head).replacen(route.method(), method, 1);
                let answer = siege.send_raw(server.address(), &raw);
                assert!([400, 405].contains(&answer.status), "{raw:?}: {answer:?}");
                if answer.status == 405 {
                    assert_eq!(answer.header("allow"), Some(allowed.join(", ").as_str()));
                }
            }
            siege.ends_in_vain();
        });
    }
}

#[test]
fn x15_connect_opens_no_tunnel() {
    in_house(async |house| {
        let server = house.app.serve();
        let mut siege = Siege::of(house);
        for target in ["/folders", "evil.example:443", "127.0.0.1:22"] {
            let raw = format!("CONNECT {target} HTTP/1.1\r\nhost: localhost\r\n\r\n");
            let answer = siege.send_raw(server.address(), &raw);
            assert!([400, 405].contains(&answer.status), "{answer:?}");
        }
        siege.ends_in_vain();
    });
}

/// Each route's own request, with a word that elsewhere makes a DELETE of it: the same handler runs, or none.
#[test]
fn x15_no_header_and_no_field_names_another_method() {
    for route in routes().iter().filter(|route| route.name() != "sleeps") {
        for name in
            ["x-http-method-override", "x-http-method", "x-method-override", "x-original-method"]
        {
            in_house(async |house| {
                let answer = route.by(&house.alice()).header(name, "DELETE").await;
                assert_eq!(answer.status(), route.sample.status, "{}", route.name());
                assert_eq!(house.runs.all().into_iter().collect::<Vec<_>>(), [(route.name(), 1)]);
                assert_eq!(house.records()[0]["method"], route.method());
                assert_eq!(house.records().len(), 1);
            });
        }
        in_house(async |house| {
            let joint = if route.query().is_empty() { '?' } else { '&' };
            let target = format!("{}{joint}_method=DELETE", route.sample.target);
            let answer = route.to(&house.alice(), &target).await;
            let ran = house.runs.all().into_keys().collect::<Vec<_>>();
            assert!(ran.iter().all(|name| *name == route.name()), "{ran:?}");
            assert!([route.sample.status, 422].contains(&answer.status()), "{answer:?}");
            assert_eq!(house.records().len(), 1);
        });
    }
}

#[test]
fn x15_a_field_of_a_form_is_no_method() {
    in_house(async |house| {
        let form = "name=dora&password=long-enough&_method=DELETE";
        let request =
            house.app.anonymous().post("/sign-up").body("application/x-www-form-urlencoded", form);
        let mut siege = Siege::of(house);
        assert_eq!(siege.send(request).await.status(), 422);
        siege.ends_in_vain();
    });
}
