//! G-05, X16: what is for one network, from elsewhere.

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;

const ELSEWHERE: &str = "whoever got hold of a token uses it from anywhere";
const SPOOFED: &str = "whoever can write a header is wherever the header says";

/// What is said of the caller's address, by the headers that some proxy writes.
const INSIDE: [(&str, &str); 5] = [
    ("x-forwarded-for", "127.0.0.1"),
    ("x-forwarded-for", "10.0.0.1"),
    ("forwarded", "for=127.0.0.1"),
    ("x-real-ip", "127.0.0.1"),
    ("true-client-ip", "::1"),
];

/// All is as it has to be, but the place.
pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    if case.endpoint.network.is_empty() {
        return Vec::new();
    }
    let request = case.by(case.caller()).sent_from_elsewhere();
    let step = |attack, danger, tried, request| {
        Step::new(attack, danger, tried, request, Expect::Status(&[403])).at(case)
    };
    let spoofed = INSIDE.map(|(name, value)| {
        let tried = format!("from another network, with `{name}: {value}`");
        step("X16", SPOOFED, tried, request.clone().header(name, value))
    });
    let plain = step("G-05", ELSEWHERE, "from another network".to_owned(), request.clone());
    std::iter::once(plain).chain(spoofed).collect()
}
