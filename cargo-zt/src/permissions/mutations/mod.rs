//! What each change of a service means for those who may call it: the requirement D-04 with its additions, as tables.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use zt_manifest::{
    Access, Answer, Binding, Effect, Endpoint, Field, Fields, Kind, Manifest, Object, Parameter,
    Policy, RateBy, RateOrigin, Role, Scope, Sensitivity, Stage, Tenancy, Unproved, Waiver,
};

use super::facts::{Aspects, facts};
use super::fixture::{endpoint, shop};
use super::order::Class::{self, Narrower, Neutral, Wider};
use super::{Change, compare};

mod access;
mod answers;
mod configuration;
mod endpoints;
mod inputs;
mod legacy;
mod limits;
mod neutral;
mod onward;
mod parameters;
mod proof;
mod roles;
mod segments;
mod stage;
mod stores;

/// The changes that a mutation of the shop makes, as class and sentence.
fn changes(mutate: impl FnOnce(&mut Manifest)) -> Vec<(Class, String)> {
    told(compare(&facts(&shop(), Aspects::new()), &facts(&mutated(mutate), Aspects::new())))
}

/// The changes back to the shop.
fn changes_back(mutate: impl FnOnce(&mut Manifest)) -> Vec<(Class, String)> {
    told(compare(&facts(&mutated(mutate), Aspects::new()), &facts(&shop(), Aspects::new())))
}

fn mutated(mutate: impl FnOnce(&mut Manifest)) -> Manifest {
    let mut manifest = shop();
    mutate(&mut manifest);
    manifest
}

fn told(changes: Vec<Change>) -> Vec<(Class, String)> {
    changes.into_iter().map(|it| (it.class, it.sentence)).collect()
}

/// A mutation that is wider one way and narrower the other.
fn widens(mutate: impl Fn(&mut Manifest), sentence: &str) {
    assert_eq!(changes(&mutate), [(Wider, sentence.to_owned())]);
    let back = changes_back(&mutate);
    assert!(back.len() == 1 && back[0].0 == Narrower, "back: {back:?}");
}

/// A mutation that can't be compared: wider both ways.
fn replaces(mutate: impl Fn(&mut Manifest), sentence: &str) {
    assert_eq!(changes(&mutate), [(Wider, sentence.to_owned())]);
    let back = changes_back(&mutate);
    assert!(back.len() == 1 && back[0].0 == Wider, "back: {back:?}");
}

/// A mutation that is neutral both ways.
fn is_neutral(mutate: impl Fn(&mut Manifest), sentence: &str) {
    assert_eq!(changes(&mutate), [(Neutral, sentence.to_owned())]);
    let back = changes_back(&mutate);
    assert!(back.len() == 1 && back[0].0 == Neutral, "back: {back:?}");
}

fn scopes(clauses: &[&[&str]]) -> Access {
    let clauses = clauses.iter().map(|it| it.iter().map(|&scope| scope.to_owned()).collect());
    Access::Scopes(clauses.collect())
}

fn waiver(until: Option<&str>) -> Waiver {
    let until = until.map(str::to_owned);
    Waiver {
        why: "the list is for everyone".to_owned(),
        owner: Some("team-shop".to_owned()),
        until,
    }
}

fn body<'a>(manifest: &'a mut Manifest, name: &str) -> &'a mut Vec<Field> {
    &mut endpoint(manifest, name).body.as_mut().unwrap().fields.fields
}

fn shown<'a>(manifest: &'a mut Manifest, name: &str) -> &'a mut Vec<Field> {
    match &mut endpoint(manifest, name).answer {
        Answer::View { shows: Kind::Fields(fields), .. } => &mut fields.fields,
        other => panic!("{other:?}"),
    }
}

fn field(name: &str, kind: Kind) -> Field {
    Field { name: name.to_owned(), optional: false, with: Vec::new(), kind }
}

fn order_to(action: &str, effect: Effect) -> Object {
    Object { resource: "Order".to_owned(), action: action.to_owned(), effect }
}

fn text(max: u32) -> Kind {
    Kind::Text { min: 0, max: Some(max) }
}

fn new_endpoint(access: Access) -> Endpoint {
    let mut it = shop();
    let mut new = endpoint(&mut it, "list_orders").clone();
    new.path = "/reports".to_owned();
    new.access = access;
    new
}
