//! What is met, unmet and unknown of which source.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::verdict::Holds;
use super::*;
use crate::finding::Place;
use crate::source::application::{Kind, Listener};
use crate::source::routes::{Registered, UNSEEN};

fn route(method: Option<&str>, path: &str, seen: &[&str]) -> Registered {
    Registered {
        path: path.to_owned(),
        method: method.map(str::to_owned),
        handler: None,
        place: Place::file("src/main.rs"),
        seen: seen.iter().map(|&it| it.to_owned()).collect(),
    }
}

fn holds(application: &Application, around: &Around, id: &str) -> Holds {
    let all = verdict::verdicts(application, around);
    all.iter().find(|it| it.id == id).unwrap().holds
}

#[test]
fn nothing_that_only_looks_like_a_guard_counts() {
    let routes =
        vec![route(Some("GET"), "/orders", &["BearerAuth", ".wrap(HttpAuthentication::bearer)"])];
    let application = Application { routes, ..Application::default() };
    let crates = vec!["actix_web_httpauth".to_owned(), "jsonwebtoken".to_owned()];
    let around = Around { crates, has_lock: true };
    for (id, expected) in [
        ("T1", Holds::Unmet),
        ("T2", Holds::Unknown),
        ("I1", Holds::Unknown),
        ("I3", Holds::Unmet),
        ("I9", Holds::Unknown),
        ("A1", Holds::Unknown),
    ] {
        assert_eq!(holds(&application, &around, id), expected, "{id}");
    }
    assert!(verdict::verdicts(&application, &around).iter().all(|it| !it.is_met()));
    assert_eq!(judged(Vec::new(), &application, &around).stage, "below traditional");
}

#[test]
fn an_address_in_the_source_says_whether_it_is_open() {
    let listening = |kinds: &[Kind]| {
        let listeners = kinds.iter().map(|&kind| Listener { place: Place::default(), kind });
        let application = Application { listeners: listeners.collect(), ..Application::default() };
        holds(&application, &Around::default(), "T3")
    };
    assert_eq!(listening(&[Kind::Loopback, Kind::Tls]), Holds::Met);
    assert_eq!(listening(&[Kind::Loopback, Kind::Open]), Holds::Unmet);
    assert_eq!(listening(&[Kind::Loopback, Kind::Unknown]), Holds::Unknown);
    assert_eq!(listening(&[]), Holds::Unknown);
}

#[test]
fn a_stage_needs_all_below_it() {
    let all = |met: &[Stage]| {
        let mut all = verdict::verdicts(&Application::default(), &Around::default());
        for it in &mut all {
            it.holds = if met.contains(&it.stage) { Holds::Met } else { Holds::Unknown };
        }
        stage(&all)
    };
    assert_eq!(all(&[]), "below traditional");
    let [t, i, a, o] = Stage::ALL;
    assert_eq!(all(&[i, a, o]), "below traditional");
    assert_eq!(all(&[t]), "traditional");
    assert_eq!(all(&[t, i, o]), "initial");
    assert_eq!(all(&[t, i, a, o]), "optimal");
}

#[test]
fn what_changes_and_is_not_guarded_comes_first() {
    let routes = vec![
        route(Some("GET"), "/prices", &[]),
        route(Some("POST"), "/orders", &[]),
        route(None, "/admin/{any}", &[]),
        route(Some("PUT"), "/orders/{id}", &["BearerAuth"]),
        route(Some("GET"), "/{page}", &[]),
    ];
    let application = Application { routes, ..Application::default() };
    let first = judged(Vec::new(), &application, &Around::default()).first;
    assert!(first[1].contains("legacy(\"/admin\", ") && first[1].contains("legacy(\"/orders\", "));
    assert!(!first[1].contains('{'), "{}", first[1]);
    assert_eq!(
        first[2],
        "move first what nothing seems to guard: `POST /orders`, `ANY /admin/{any}`, `GET /prices`, `GET /{page}`"
    );
    assert!(first[3].starts_with("T1: "));
    assert!(first.iter().all(|it| !it.starts_with('A') && !it.starts_with('O')));
}

#[test]
fn mm_what_is_built_on_zt_has_rules_as_far_as_nothing_else_is_made() {
    let judged = |application: &Application| {
        ["T1", "I3", "I8"].map(|id| holds(application, &Around::default(), id))
    };
    let mut application = Application { endpoints: 3, ..Application::default() };
    assert_eq!(judged(&application), [Holds::Met; 3]);
    application.authenticated = 1;
    assert_eq!(judged(&application), [Holds::Met, Holds::Unmet, Holds::Met]);
    // An application whose routes aren't seen may have any.
    application.made = 1;
    assert_eq!(judged(&application), [Holds::Unknown, Holds::Unmet, Holds::Unknown]);
    application.authenticated = 0;
    assert_eq!(judged(&application), [Holds::Unknown; 3]);
    application.routes.push(route(Some("GET"), "/orders", &[]));
    assert_eq!(judged(&application), [Holds::Unmet; 3]);
    assert_eq!(judged(&Application::default()), [Holds::Unknown; 3]);
}

#[test]
fn mm_t6_only_what_answers_every_method_is_held_against_it() {
    let judged = |routes: Vec<Registered>| {
        let application = Application { routes, ..Application::default() };
        holds(&application, &Around::default(), "T6")
    };
    let unseen = route(Some(UNSEEN), "/{unknown:.*}", &[]);
    let named = route(Some("GET"), "/orders", &[]);
    assert_eq!(judged(vec![named.clone(), unseen]), Holds::Unknown);
    assert_eq!(judged(vec![named, route(None, "/orders", &[])]), Holds::Unmet);
}

#[test]
fn mm_where_nobody_saw_what_is_registered_somebody_has_to_look() {
    let routes =
        vec![route(Some("GET"), "/prices", &[]), route(Some(UNSEEN), "/{unknown:.*}", &[])];
    let application = Application { routes, ..Application::default() };
    let first = judged(Vec::new(), &application, &Around::default()).first;
    assert_eq!(first[2], "move first what nothing seems to guard: `GET /prices`");
    assert_eq!(
        first[3],
        "look which routes are registered at src/main.rs:1: the source doesn't show it"
    );
}
