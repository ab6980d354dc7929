//! What ties a path parameter to its caller.

use super::*;

#[test]
fn d04_the_object_check_is_gone() {
    widens(
        |it| {
            let open = Binding::Open { kind: text(40), waiver: waiver(None) };
            endpoint(it, "get_order").parameters[0].binding = open;
        },
        "`GET /orders/{order}` no longer checks `{order}`: any caller can put in the id of anybody's `Order`",
    );
}

#[test]
fn d04_another_action_is_asked_about() {
    replaces(
        |it| {
            let object = Binding::Object(order_to("Read", Effect::Reads));
            endpoint(it, "cancel_order").parameters[0].binding = object;
        },
        "`POST /orders/{order}/cancel` checks `{order}` as object(Order, Read, reads); it was \
         object(Order, Cancel, writes)",
    );
}

#[test]
fn d04_a_parameter_is_no_longer_the_callers_own() {
    widens(
        |it| {
            let open = Binding::Open { kind: text(40), waiver: waiver(None) };
            endpoint(it, "orders_of").parameters[0].binding = open;
        },
        "`GET /people/{person}/orders` no longer ties `{person}` to the caller; it was own subject",
    );
}

#[test]
fn d04_the_tenant_in_the_place_of_the_person() {
    replaces(
        |it| endpoint(it, "orders_of").parameters[0].binding = Binding::OwnTenant,
        "`GET /people/{person}/orders` checks `{person}` as own tenant; it was own subject",
    );
}

#[test]
fn d04_an_open_parameter_takes_more() {
    widens(
        |it| match &mut endpoint(it, "read_page").parameters[0].binding {
            Binding::Open { kind, .. } => *kind = Kind::Text { min: 1, max: Some(400) },
            other => panic!("{other:?}"),
        },
        "`GET /pages/{page}` no longer ties `{page}` to the caller; it was open, text(1..40)",
    );
}

#[test]
fn a_parameter_with_another_name_is_neutral() {
    is_neutral(
        |it| {
            let cancel = endpoint(it, "cancel_order");
            cancel.path = "/orders/{id}/cancel".to_owned();
            cancel.parameters[0].name = "id".to_owned();
        },
        "`POST /orders/{order}/cancel` is spelled `POST /orders/{id}/cancel` now",
    );
}

#[test]
fn d04_a_parameter_with_another_name_and_no_check() {
    let told = changes(|it| {
        let cancel = endpoint(it, "cancel_order");
        cancel.path = "/orders/{id}/cancel".to_owned();
        let binding = Binding::Open { kind: text(40), waiver: waiver(None) };
        cancel.parameters = vec![Parameter { name: "id".to_owned(), binding }];
    });
    assert_eq!(told.iter().map(|it| it.0).collect::<Vec<_>>(), [Neutral, Wider]);
}
