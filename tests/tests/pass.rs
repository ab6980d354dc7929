//! What must compile, and does: the design's listing as it stands, and what only the macros' other users would find.

// For `lints_forbidden`, where a module can't say it.
#![forbid(future_incompatible, non_ascii_idents)]

#[rustfmt::skip]
#[path = "pass/design.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, unused_variables, clippy::unused_async, clippy::missing_errors_doc, reason = "the listing is kept word for word")]
mod design;
/// Whose every lint is forbidden, so that all of it is documented and reached.
#[path = "pass/lints_forbidden.rs"]
pub mod lints_forbidden;
#[path = "pass"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "programs, whose `pub` is what they show of themselves"
)]
mod programs {
    mod inputs_that_hold_each_other;
    mod socket_in_a_group;
    mod socket_in_another_module;
    mod socket_with_an_object;
}

use zt::Service;

#[test]
fn the_listing_lists_what_it_shows() {
    let names: Vec<_> = design::Shop::ENTRIES
        .iter()
        .flat_map(|entries| entries.iter())
        .map(|entry| entry.name())
        .collect();
    assert_eq!(names, ["health", "list_orders", "get_order", "cancel_order"]);
}
