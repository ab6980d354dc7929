//! What goes out.

use super::*;

#[test]
fn d04_a_field_more_goes_out() {
    widens(
        |it| shown(it, "get_order").push(field("email", text(100))),
        "`GET /orders/{order}` now also shows `email`",
    );
}

#[test]
fn d04_a_field_within_a_field_goes_out() {
    let address = |fields: &[&str]| {
        let fields = fields.iter().map(|name| field(name, text(100))).collect();
        field("address", Kind::Fields(Fields { name: "Address".to_owned(), fields }))
    };
    let (mut before, mut after) = (shop(), shop());
    shown(&mut before, "get_order").push(address(&["city"]));
    shown(&mut after, "get_order").push(address(&["city", "street"]));
    let told = told(compare(&facts(&before, Aspects::new()), &facts(&after, Aspects::new())));
    let sentence = "`GET /orders/{order}` now also shows `address.street`";
    assert_eq!(told, [(Wider, sentence.to_owned())]);
}

#[test]
fn d04_a_field_shows_something_else() {
    replaces(
        |it| shown(it, "get_order")[1].kind = text(100),
        "`GET /orders/{order}` shows `total` as text(0..100); it was whole(..)",
    );
}

#[test]
fn bounds_of_what_is_shown_are_neutral() {
    is_neutral(
        |it| shown(it, "read_page")[0].kind = text(100),
        "`GET /pages/{page}` shows `text` as text(0..100); it was text(0..)",
    );
}

#[test]
fn d04_a_list_in_the_place_of_one() {
    widens(
        |it| match &mut endpoint(it, "get_order").answer {
            Answer::View { many, .. } => *many = true,
            other => panic!("{other:?}"),
        },
        "`GET /orders/{order}` answers with a list of views of Order; it was a view of Order",
    );
}

#[test]
fn d04_a_view_that_needs_no_evidence_any_more() {
    widens(
        |it| match &mut endpoint(it, "get_order").answer {
            Answer::View { of, .. } => *of = None,
            other => panic!("{other:?}"),
        },
        "`GET /orders/{order}` answers with a plain view; it was a view of Order",
    );
}

#[test]
fn d04_bytes_in_the_place_of_nothing() {
    widens(
        |it| endpoint(it, "health").answer = Answer::Download,
        "`GET /health` answers with a download; it was nothing",
    );
}

#[test]
fn d04_a_redirect_to_another_site() {
    let to = |site: &str| Answer::Redirect { origin: site.to_owned() };
    let mut before = shop();
    endpoint(&mut before, "health").answer = to("Bank");
    let mut after = shop();
    endpoint(&mut after, "health").answer = to("Elsewhere");
    let none = Aspects::new;
    let told = told(compare(&facts(&before, none()), &facts(&after, none())));
    let sentence = "`GET /health` answers with a redirect to Elsewhere; it was a redirect to Bank";
    assert_eq!(told, [(Wider, sentence.to_owned())]);
}

fn streamed(manifest: &mut Manifest, name: &str, millis: u64) {
    let answer = &mut endpoint(manifest, name).answer;
    *answer = match answer.clone() {
        Answer::View { of, shows, .. } => {
            Answer::Stream { of, shows, recheck_ms: millis, socket: false }
        }
        other => panic!("{other:?}"),
    };
}

#[test]
fn d04_c03_a_stream_in_the_place_of_one_view() {
    widens(
        |it| streamed(it, "get_order", 15_000),
        "`GET /orders/{order}` answers with a stream of views of Order; it was a view of Order",
    );
}

#[test]
fn d04_c03_a_stream_that_is_decided_again_less_often() {
    let (mut before, mut after) = (shop(), shop());
    streamed(&mut before, "get_order", 15_000);
    streamed(&mut after, "get_order", 60_000);
    let none = Aspects::new;
    let there = told(compare(&facts(&before, none()), &facts(&after, none())));
    let sentence =
        "`GET /orders/{order}` goes on for 1m without being decided again; it was 15s".to_owned();
    assert_eq!(there, [(Wider, sentence)]);
    let back = told(compare(&facts(&after, none()), &facts(&before, none())));
    assert_eq!(back[0].0, Narrower);
}

#[test]
fn d04_c03_a_stream_that_needs_no_evidence_any_more() {
    let (mut before, mut after) = (shop(), shop());
    streamed(&mut before, "get_order", 15_000);
    streamed(&mut after, "get_order", 15_000);
    match &mut endpoint(&mut after, "get_order").answer {
        Answer::Stream { of, .. } => *of = None,
        other => panic!("{other:?}"),
    }
    let told = told(compare(&facts(&before, Aspects::new()), &facts(&after, Aspects::new())));
    let sentence = "`GET /orders/{order}` answers with a stream of plain views; it was a stream of views of Order";
    assert_eq!(told, [(Wider, sentence.to_owned())]);
}

fn for_holders(field: Field, with: &[&[&str]]) -> Field {
    let clause = |names: &&[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Field { with: with.iter().map(clause).collect(), ..field }
}

/// The changes from a shop that shows an email to these to one that shows it to those.
fn shown_to(before: &[&[&str]], after: &[&[&str]]) -> Vec<(Class, String)> {
    let of = |with| {
        let email = for_holders(field("email", text(100)), with);
        facts(&mutated(|it| shown(it, "get_order").push(email)), Aspects::new())
    };
    told(compare(&of(before), &of(after)))
}

#[test]
fn d04_a_field_for_holders_of_a_scope_goes_out() {
    let email = || for_holders(field("email", text(100)), &[&["orders:pii"]]);
    widens(
        |it| shown(it, "get_order").push(email()),
        "`GET /orders/{order}` now also shows `email` to callers with `orders:pii`",
    );
}

#[test]
fn d04_a_field_for_more_callers_goes_out() {
    let pii: &[&[&str]] = &[&["orders:pii"]];
    let either: &[&[&str]] = &[&["orders:pii", "orders:admin"]];
    let both: &[&[&str]] = &[&["orders:pii"], &["orders:admin"]];
    let at = "`GET /orders/{order}` shows `email` to";
    for (less, more, said) in [
        (pii, &[] as &[_], "every caller now; it was to callers with `orders:pii`"),
        (
            pii,
            either,
            "callers with `orders:admin or orders:pii` now; it was to callers with `orders:pii`",
        ),
        (
            both,
            pii,
            "callers with `orders:pii` now; it was to callers with `orders:admin and orders:pii`",
        ),
    ] {
        assert_eq!(shown_to(less, more), [(Wider, format!("{at} {said}"))]);
        let back = shown_to(more, less);
        assert!(back.len() == 1 && back[0].0 == Narrower, "{back:?}");
    }
    assert_eq!(shown_to(pii, &[&["orders:cards"]])[0].0, Wider);
}
