//! G-01, G-02: too many requests.

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::{Sending, Step};

const DANGER: &str = "nothing slows down whoever guesses, scrapes or floods (OWASP API4:2023)";

/// More than this is a load, not an attack to be tried by the way.
const MOST: u32 = 120;

/// Only reads, and only limits that are reached soon.
pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let count = case.endpoint.rate.count;
    if count > MOST || case.method() != "GET" {
        return Vec::new();
    }
    let tried = format!("{} requests in a row where {count} are allowed", count.saturating_add(1));
    let expect = Expect::TooMany(count.saturating_add(1));
    let request = case.by(case.caller());
    vec![
        Step::new("G-01", DANGER, tried, request, expect)
            .at(case)
            .sending(Sending::UpTo(count.saturating_add(1))),
    ]
}
