//! What comes in.

use super::*;

#[test]
fn d04_files_of_another_kind_come_in() {
    let file = |it: &mut Manifest| {
        let body = endpoint(it, "cancel_order").body.as_mut().unwrap();
        body.file = vec!["image/svg+xml".to_owned()];
    };
    widens(file, "`POST /orders/{order}/cancel` now takes files of `image/svg+xml`");
}

#[test]
fn d04_a_field_more_comes_in() {
    widens(
        |it| body(it, "cancel_order").push(field("refund", Kind::Truth)),
        "callers of `POST /orders/{order}/cancel` can now also send `refund` in its body: truth",
    );
}

#[test]
fn d04_a_longer_text_comes_in() {
    widens(
        |it| body(it, "cancel_order")[0].kind = text(5000),
        "callers of `POST /orders/{order}/cancel` can send `reason` in its body as text(0..5000); it was text(0..500)",
    );
}

#[test]
fn d04_one_more_choice_comes_in() {
    widens(
        |it| match &mut body(it, "place_order")[2].kind {
            Kind::Choice(words) => words.push("free".to_owned()),
            other => panic!("{other:?}"),
        },
        "callers of `POST /orders` can send `speed` in its body as choice([\"fast\",\"free\",\"slow\"]); it was \
         choice([\"fast\",\"slow\"])",
    );
}

#[test]
fn d04_a_greater_number_comes_in() {
    widens(
        |it| {
            let page = &mut endpoint(it, "list_orders").query.as_mut().unwrap().fields[0];
            page.kind = Kind::Whole { min: Some("1".to_owned()), max: Some("1000".to_owned()) };
        },
        "callers of `GET /orders` can send `page` in its query as whole(1..1000), optional; it was \
         whole(1..100), optional",
    );
}

#[test]
fn d04_a_longer_list_comes_in() {
    widens(
        |it| match &mut body(it, "place_order")[3].kind {
            Kind::List { max, .. } => *max = None,
            other => panic!("{other:?}"),
        },
        "callers of `POST /orders` can send `lines` in its body as list(0..); it was list(0..20)",
    );
}

#[test]
fn d04_a_field_that_may_be_left_out() {
    widens(
        |it| body(it, "cancel_order")[0].optional = true,
        "callers of `POST /orders/{order}/cancel` can send `reason` in its body as text(0..500), optional; it was \
         text(0..500)",
    );
}

#[test]
fn d04_the_object_in_a_body_is_no_longer_checked() {
    replaces(
        |it| match &mut body(it, "place_order")[3].kind {
            Kind::List { of, .. } => match of.as_mut() {
                Kind::Fields(line) => line.fields[0].kind = text(40),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        },
        "`POST /orders` no longer checks the object in `lines[].product` of its body: it takes text(0..40), and it was \
         object(Product, Read, reads)",
    );
}

#[test]
fn d04_another_media_type() {
    replaces(
        |it| {
            let media = "application/x-www-form-urlencoded".to_owned();
            endpoint(it, "cancel_order").body.as_mut().unwrap().media = media;
        },
        "the media type that `POST /orders/{order}/cancel` reads is \"application/x-www-form-urlencoded\" now; it was \
         \"application/json\"",
    );
}

#[test]
fn d04_a_header_more_is_read() {
    widens(
        |it| endpoint(it, "list_orders").headers.push("x-role".to_owned()),
        "`GET /orders` now reads the header `x-role`",
    );
}

#[test]
fn d04_a_field_that_only_some_could_send() {
    let with = |with: &[&str]| {
        let clause = with.iter().map(|&name| name.to_owned()).collect();
        let field = Field { optional: true, with: vec![clause], ..field("refund", Kind::Truth) };
        facts(&mutated(|it| body(it, "cancel_order").push(field)), Aspects::new())
    };
    let for_all = {
        let field = Field { optional: true, ..field("refund", Kind::Truth) };
        facts(&mutated(|it| body(it, "cancel_order").push(field)), Aspects::new())
    };
    let (one, either) = (with(&["orders:refund"]), with(&["orders:refund", "orders:admin"]));
    let said = "`refund` in the body of `POST /orders/{order}/cancel` can be sent by every caller now; it was by callers \
                with `orders:refund`";
    assert_eq!(told(compare(&one, &for_all)), [(Wider, said.to_owned())]);
    assert_eq!(told(compare(&for_all, &one))[0].0, Narrower);
    assert_eq!(told(compare(&one, &either))[0].0, Wider);
    assert_eq!(told(compare(&either, &one))[0].0, Narrower);
    let new = told(compare(&facts(&shop(), Aspects::new()), &one));
    let said = "callers of `POST /orders/{order}/cancel` can now also send `refund` in its body: truth, optional, for \
                callers with orders:refund";
    assert_eq!(new, [(Wider, said.to_owned())]);
}
