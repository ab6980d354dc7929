//! X01 to X05 and X08: JWTs that the issuer never signed. X07, X09 and X32: those that it did, for somebody else or by mistake.

use serde_json::{Value, json};

use crate::callers::{Altered, Spoilt};
use crate::case::Case;
use crate::expect::Expect;
use crate::forgery::{Forgery, PublicForm, Signature};
use crate::plan::Step;

const FORGED: &str = "whoever can write a token could be anybody";
const ELSEWHERE: &str =
    "what an issuer signs for others, or for another purpose, would open this service too";
const ILL_FORMED: &str =
    "a claim that one reader understands and another doesn't may count for ever";
const MISREAD: &str = "a program that may little could do what other scopes are for";

const FORGERIES: [(&str, &str, Forgery); 35] = [
    ("X01", "HS256 keyed with the issuer's JWK", Forgery::Hmac(PublicForm::Jwk)),
    ("X01", "HS256 keyed with the issuer's key set", Forgery::Hmac(PublicForm::KeySet)),
    ("X01", "HS256 keyed with the issuer's public bytes", Forgery::Hmac(PublicForm::Bytes)),
    ("X01", "HS256 keyed with the issuer's public text", Forgery::Hmac(PublicForm::Base64)),
    ("X01", "HS256 keyed with the issuer's DER", Forgery::Hmac(PublicForm::Der)),
    ("X01", "HS256 keyed with the issuer's PEM", Forgery::Hmac(PublicForm::Pem)),
    (
        "X01",
        "HS256 keyed with the issuer's PEM and a line break",
        Forgery::Hmac(PublicForm::PemLine),
    ),
    ("X02", "alg none, and the real claims", Forgery::Unsigned("none")),
    ("X02", "alg None, and the real claims", Forgery::Unsigned("None")),
    ("X02", "alg nOnE, and the real claims", Forgery::Unsigned("nOnE")),
    ("X02", "alg ` none`, and the real claims", Forgery::Unsigned(" none")),
    ("X02", "an empty alg, and the real claims", Forgery::Unsigned("")),
    ("X02", "an unknown alg, and the real claims", Forgery::Unsigned("XS256")),
    ("X02", "its own alg, and no signature", Forgery::Unsigned("ES256")),
    ("X03", "a signature of zeros", Forgery::Signature(Signature::Zeros)),
    ("X03", "a signature of the curve's order", Forgery::Signature(Signature::Order)),
    ("X03", "a signature of zeros as ASN.1", Forgery::Signature(Signature::Der)),
    ("X03", "a signature of one byte", Forgery::Signature(Signature::Short)),
    ("X04", "a header with its key", Forgery::OwnKey("jwk")),
    ("X04", "a header with its certificate", Forgery::OwnKey("x5c")),
    ("X04", "a header with its key's address", Forgery::OwnKey("jku")),
    ("X04", "a header with its certificate's address", Forgery::OwnKey("x5u")),
    ("X05", "another key under the right id", Forgery::OwnKey("x")),
    ("X05", "a key id that is a path", Forgery::KeyId("../../dev/null")),
    ("X05", "a key id that is a query", Forgery::KeyId("' OR 1=1 --")),
    ("X05", "a key id that is an address", Forgery::KeyId("http://169.254.169.254/")),
    ("X05", "a key id with a zero byte", Forgery::KeyId("a\0b")),
    ("X05", "an empty key, its id a path", Forgery::EmptyKey("../../dev/null")),
    ("X05", "an empty key, its id a file", Forgery::EmptyKey("file:///dev/null")),
    ("X05", "an empty key, its id a query", Forgery::EmptyKey("x' UNION SELECT '")),
    ("X08", "two algorithms", Forgery::TwoAlgorithms),
    ("X08", "an unknown critical extension", Forgery::Critical),
    ("X08", "five parts", Forgery::FiveParts),
    ("X08", "a part behind its end", Forgery::Trailing),
    ("X08", "padding", Forgery::Padded),
];

const REFUSED: Expect = Expect::Status(&[400, 401]);

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    if case.is_open() || !case.samples.is_jwt() {
        return Vec::new();
    }
    forgeries(case).chain(altered(case)).collect()
}

fn forgeries(case: &Case<'_>) -> impl Iterator<Item = Step> {
    FORGERIES.into_iter().map(|(attack, tried, forgery)| {
        let credential = case.whole().spoilt(Spoilt::Forged(forgery));
        let request = case.anonymous().bearing(credential);
        Step::new(attack, FORGED, format!("a JWT with {tried}"), request, REFUSED).at(case)
    })
}

/// What the issuer's own key signs, and nobody may take for a token of this service.
fn altered(case: &Case<'_>) -> impl Iterator<Item = Step> {
    let claims = |claims: Value| Altered { claims, typ: None, by_neighbour: false };
    let typ = |typ| Altered { claims: json!({}), typ: Some(typ), by_neighbour: false };
    let joined = case.needed().join("\u{a0}");
    let tries = [
        ("X07", "exp as a text", claims(json!({ "exp": "4102444800" })), REFUSED, ILL_FORMED),
        (
            "X07",
            "exp as a list",
            claims(json!({ "exp": [4_102_444_800_u64] })),
            REFUSED,
            ILL_FORMED,
        ),
        ("X07", "exp as an object", claims(json!({ "exp": { "a": 1 } })), REFUSED, ILL_FORMED),
        ("X07", "no exp", claims(json!({ "exp": null })), REFUSED, ILL_FORMED),
        (
            "X07",
            "exp in the year 5138",
            claims(json!({ "exp": 99_999_999_999_u64 })),
            REFUSED,
            ILL_FORMED,
        ),
        ("X07", "exp over all numbers", claims(json!({ "exp": 1e300 })), REFUSED, ILL_FORMED),
        ("X07", "exp of long ago", claims(json!({ "exp": 1 })), REFUSED, ILL_FORMED),
        ("X07", "nbf as a text", claims(json!({ "nbf": "now" })), REFUSED, ILL_FORMED),
        (
            "X07",
            "nbf in the year 2100",
            claims(json!({ "nbf": 4_102_444_800_u64 })),
            REFUSED,
            ILL_FORMED,
        ),
        ("X07", "sub as a list", claims(json!({ "sub": ["alice"] })), REFUSED, ILL_FORMED),
        ("X07", "no sub", claims(json!({ "sub": null })), REFUSED, ILL_FORMED),
        (
            "X09",
            "another audience",
            claims(json!({ "aud": "https://other.example" })),
            REFUSED,
            ELSEWHERE,
        ),
        ("X09", "no audience", claims(json!({ "aud": null })), REFUSED, ELSEWHERE),
        ("X09", "an empty list of audiences", claims(json!({ "aud": [] })), REFUSED, ELSEWHERE),
        (
            "X09",
            "another issuer",
            claims(json!({ "iss": "https://other.example" })),
            REFUSED,
            ELSEWHERE,
        ),
        ("X09", "the type of an ID token", typ("JWT"), REFUSED, ELSEWHERE),
        ("X09", "the type of a logout token", typ("logout+jwt"), REFUSED, ELSEWHERE),
        ("X09", "the type of a security event", typ("secevent+jwt"), REFUSED, ELSEWHERE),
        ("X09", "the type of a proof", typ("dpop+jwt"), REFUSED, ELSEWHERE),
        (
            "X32",
            "scopes as an object",
            claims(json!({ "scope": { "admin": true } })),
            TOO_LITTLE,
            MISREAD,
        ),
        ("X32", "scopes as a truth", claims(json!({ "scope": true })), TOO_LITTLE, MISREAD),
        ("X32", "no scopes at all", claims(json!({ "scope": null })), TOO_LITTLE, MISREAD),
        (
            "X32",
            "scopes behind a space that isn't one",
            claims(json!({ "scope": format!("x\u{a0}{joined}") })),
            TOO_LITTLE,
            MISREAD,
        ),
    ];
    let wanted = tries.into_iter().filter(|(attack, ..)| *attack != "X32" || case.wants_scopes());
    wanted.map(|(attack, tried, altered, expect, danger)| {
        let request = case.anonymous().bearing(case.whole().altered(altered));
        Step::new(attack, danger, format!("a signed JWT with {tried}"), request, expect).at(case)
    })
}

const TOO_LITTLE: Expect = Expect::Status(&[401, 403]);
