//! Endpoints that come and go.

use super::*;

#[test]
fn d03_what_is_the_same_is_no_change() {
    assert_eq!(changes(|_| {}), []);
}

#[test]
fn d04_a_new_endpoint_for_everyone() {
    let new = new_endpoint(Access::Public(waiver(None)));
    widens(|it| it.endpoints.push(new.clone()), "new endpoint `GET /reports`, for everyone");
}

#[test]
fn d04_a_scope_that_opens_more_endpoints() {
    let new = new_endpoint(scopes(&[&["orders:support"]]));
    widens(
        |it| it.endpoints.push(new.clone()),
        "new endpoint `GET /reports`: callers with `orders:support` can now also call it",
    );
}

#[test]
fn d04_an_endpoint_that_is_gone_is_narrower() {
    let gone = changes(|it| it.endpoints.retain(|it| it.name != "prices"));
    assert_eq!(gone, [(Narrower, "`GET /prices` is gone".to_owned())]);
}

#[test]
fn d04_another_method_is_another_endpoint() {
    let changed = changes(|it| endpoint(it, "list_orders").method = zt_manifest::Method::Delete);
    assert_eq!(changed.iter().map(|it| it.0).collect::<Vec<_>>(), [Wider, Narrower]);
}
