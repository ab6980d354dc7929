//! The isolated parts of a service, and the stores between them.

use super::*;

#[test]
fn d04_another_segment_is_wider_in_both_directions() {
    replaces(
        |it| endpoint(it, "list_orders").segment = "admin".to_owned(),
        "`GET /orders` is of the segment `admin` now, for callers with its tokens; it was of `main`",
    );
    let from_admin = |to: &str| {
        let of =
            |segment: &str| mutated(|it| endpoint(it, "list_orders").segment = segment.to_owned());
        told(compare(&facts(&of("admin"), Aspects::new()), &facts(&of(to), Aspects::new())))
    };
    assert_eq!(from_admin("admin"), []);
    assert_eq!(from_admin("partner")[0].0, Wider);
}

#[test]
fn d04_a_store_that_is_newly_shared() {
    widens(
        |it| {
            it.stores[0].segments = vec!["admin".to_owned(), "main".to_owned()];
            it.stores[0].shared = Some(waiver(None));
        },
        "the store `Orders` is for endpoints of `admin or main` now; it was for those of `main`",
    );
}

#[test]
fn d04_a_store_of_another_segment() {
    replaces(
        |it| it.stores[0].segments = vec!["admin".to_owned()],
        "the store `Orders` is for endpoints of `admin` now; it was for those of `main`",
    );
}

#[test]
fn d04_a_shared_store_whose_waiver_is_prolonged() {
    let shared = |until: Option<&str>| {
        mutated(|it| {
            it.stores[0].segments = vec!["admin".to_owned(), "main".to_owned()];
            it.stores[0].shared = Some(waiver(until));
        })
    };
    let (before, after) = (shared(Some("2027-06-30")), shared(Some("2028-06-30")));
    let told = told(compare(&facts(&before, Aspects::new()), &facts(&after, Aspects::new())));
    let sentence = "the waiver by which `Orders` is shared is prolonged to 2028-06-30; it was to end on 2027-06-30";
    assert_eq!(told, [(Wider, sentence.to_owned())]);
}
