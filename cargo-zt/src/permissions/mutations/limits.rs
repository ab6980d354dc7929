//! How often, how much, how long.

use super::*;

#[test]
fn d04_more_requests() {
    widens(
        |it| endpoint(it, "prices").rate.count = 31,
        "`GET /prices` may be called 31/min by ip (endpoint); it was 30/min by ip (endpoint)",
    );
}

#[test]
fn d04_more_requests_at_once_but_fewer_in_the_long_run() {
    replaces(
        |it| {
            let rate = &mut endpoint(it, "prices").rate;
            (rate.count, rate.per_ms) = (100, 3_600_000);
        },
        "`GET /prices` may be called 100/hour by ip (endpoint); it was 30/min by ip (endpoint)",
    );
}

#[test]
fn d04_counted_by_something_else() {
    replaces(
        |it| endpoint(it, "list_orders").rate.by = RateBy::Client,
        "`GET /orders` may be called 60/min by client (group); it was 60/min by subject (group)",
    );
}

#[test]
fn d04_a_count_of_its_own_in_the_place_of_a_shared_one() {
    widens(
        |it| endpoint(it, "list_orders").rate.origin = RateOrigin::Endpoint,
        "`GET /orders` may be called 60/min by subject (endpoint); it was 60/min by subject (group)",
    );
}

#[test]
fn d04_larger_bodies() {
    widens(
        |it| endpoint(it, "place_order").limits.body_bytes = 1_048_576,
        "`POST /orders` takes bodies up to 1MiB; it was 64KiB",
    );
}

#[test]
fn d04_more_time() {
    widens(
        |it| endpoint(it, "place_order").limits.time_ms = 2_500,
        "`POST /orders` may take 2500ms to answer; it was 2s",
    );
}
