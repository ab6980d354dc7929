//! X02, X08, X33, T-18, T-20: no token, one without a signature, one that was tampered with, one in another place.

use crate::callers::Spoilt;
use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::TOKEN;

const FORGED: &str = "whoever can write a token could be anybody";
const NOBODY: &str = "anybody who finds the URL could call it";
const ELSEWHERE: &str =
    "a token in a URL, a cookie or a body ends up in logs, histories and other sites' requests";

const REFUSED: Expect = Expect::Status(&[400, 401]);

/// Headers of unsigned tokens: `none` in its spellings, HMAC without a key, and nothing.
const UNSIGNED: [(&str, &str); 6] = [
    ("alg none", "eyJhbGciOiJub25lIn0"),
    ("alg None", "eyJhbGciOiJOb25lIn0"),
    ("alg nOnE", "eyJhbGciOiJuT25FIn0"),
    ("an empty alg", "eyJhbGciOiIifQ"),
    ("alg HS256", "eyJhbGciOiJIUzI1NiJ9"),
    ("no alg", "e30"),
];

const SPOILT: [(&str, Spoilt); 9] = [
    ("a token with one character changed", Spoilt::Flipped),
    ("a token without its end", Spoilt::Cut(1)),
    ("a token without its signature", Spoilt::Cut(90)),
    ("a token called v4.local", Spoilt::Relabelled("v4.local")),
    ("a token called v3.public", Spoilt::Relabelled("v3.public")),
    ("a token called v1.public", Spoilt::Relabelled("v1.public")),
    ("a token without its footer", Spoilt::WithoutFooter),
    ("a token in upper case", Spoilt::UpperCase),
    ("a token twice in a row", Spoilt::Twice),
];

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    if case.is_open() {
        return Vec::new();
    }
    let mut steps = vec![nobody(case)];
    steps.extend(unsigned(case));
    steps.extend(spoilt(case));
    steps.extend(elsewhere(case));
    steps
}

fn nobody(case: &Case<'_>) -> Step {
    Step::new("T-20", NOBODY, "no credential", case.anonymous(), Expect::Status(&[401])).at(case)
}

/// `{"sub":"owner","scope":"*"}`, under headers that ask for no proof.
fn unsigned(case: &Case<'_>) -> impl Iterator<Item = Step> {
    let payload = "eyJzdWIiOiJvd25lciIsInNjb3BlIjoiKiJ9";
    UNSIGNED.into_iter().flat_map(move |(name, header)| {
        [
            format!("{header}.{payload}."),
            format!("{header}.{payload}"),
            format!("{header}.{payload}.AAAA"),
        ]
        .map(|token| {
            let request = case.anonymous().header("authorization", &format!("Bearer {token}"));
            Step::new("X02", FORGED, format!("an unsigned token with {name}"), request, REFUSED)
                .at(case)
        })
    })
}

fn spoilt(case: &Case<'_>) -> impl Iterator<Item = Step> {
    let whole = case.whole();
    SPOILT.into_iter().map(move |(tried, how)| {
        let request = case.anonymous().bearing(whole.spoilt(how));
        Step::new("X33", FORGED, tried, request, REFUSED).at(case)
    })
}

/// RFC 6750 §2.2 and §2.3 allow them; RFC 9700 and T-18 don't.
fn elsewhere(case: &Case<'_>) -> Vec<Step> {
    let whole = case.whole();
    let joint = if case.query.is_empty() { '?' } else { '&' };
    let target = format!("{}{joint}access_token={TOKEN}", case.target());
    let header = |name: &str, value: String| case.anonymous().header(name, &value);
    let tries = [
        ("a token in the query", case.to(&target)),
        ("a token in a cookie", header("cookie", format!("access_token={TOKEN}; token={TOKEN}"))),
        ("a token in X-Access-Token", header("x-access-token", TOKEN.to_owned())),
        ("a token in X-Api-Key", header("x-api-key", TOKEN.to_owned())),
        ("a token without its scheme", header("authorization", TOKEN.to_owned())),
        ("a token under another scheme", header("authorization", format!("Token {TOKEN}"))),
        ("a token as Basic", header("authorization", format!("Basic {TOKEN}"))),
        (
            "a token in Proxy-Authorization",
            header("proxy-authorization", format!("Bearer {TOKEN}")),
        ),
    ];
    let step = |(tried, request): (&str, crate::request::Request)| {
        Step::new("T-18", ELSEWHERE, tried, request.holding(whole.clone()), REFUSED).at(case)
    };
    tries.into_iter().map(step).collect()
}
