//! The design's listing compiles as it stands.

#[rustfmt::skip]
#[path = "design/listing.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, unused_variables, clippy::unused_async, clippy::missing_errors_doc, reason = "the listing is kept word for word")]
mod listing;

use zt::Service;

#[test]
fn the_listing_lists_what_it_shows() {
    let names: Vec<_> = listing::Shop::ENTRIES
        .iter()
        .flat_map(|entries| entries.iter())
        .map(|entry| entry.name())
        .collect();
    assert_eq!(names, ["health", "list_orders", "get_order", "cancel_order"]);
}
