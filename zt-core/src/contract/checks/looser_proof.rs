//! ZT0904, ZT0915: an endpoint takes no credential that isn't taken around it, and no call from elsewhere.

use super::text::ConstText;
use crate::contract::named::beyond;
use crate::contract::{Named, NetworkInfo, ProofRule};
use crate::grammar::Span;

/// Each part that both say is compared. `bound` and `signed` have no looser form: they are words that can't be taken back.
#[track_caller]
pub(super) const fn check_proof(outer: &str, wide: ProofRule, inner: &str, own: ProofRule) {
    if let (Some(wide), Some(own)) = (wide.max_age, own.max_age)
        && own.is_longer_than(wide)
    {
        age_refusal(outer, wide, inner, own).refuse();
    }
    if let (Some(wide), Some(own)) = (wide.auth_age, own.auth_age)
        && own.is_longer_than(wide)
    {
        login_refusal(outer, wide, inner, own).refuse();
    }
    check_list(&ACR, outer, wide.acr, inner, own.acr);
    check_list(&ISSUER, outer, wide.issuer, inner, own.issuer);
    check_list(&DEVICE, outer, wide.device, inner, own.device);
}

/// A network that isn't one of those around it.
#[track_caller]
pub(super) const fn check_network(
    outer: &str,
    wide: &[NetworkInfo],
    inner: &str,
    own: &[NetworkInfo],
) {
    check_list(&NETWORK, outer, wide, inner, own);
}

/// What is said of a list that goes beyond the one around it.
struct Words {
    /// In the annotation.
    key: &'static str,
    /// What stands before a name.
    taken: &'static str,
    danger: &'static str,
    code: &'static str,
}

const ACR: Words = Words {
    key: "acr",
    taken: "logins by",
    danger: "a weaker login would open more here than everywhere around",
    code: "ZT0904",
};

const ISSUER: Words = Words {
    key: "issuer",
    taken: "credentials of the issuer",
    danger: "who gets a credential from another issuer would get in here",
    code: "ZT0904",
};

const DEVICE: Words = Words {
    key: "device",
    taken: "calls from the device",
    danger: "a device that nobody looks after would open more here than everywhere around",
    code: "ZT0904",
};

const NETWORK: Words = Words {
    key: "network",
    taken: "calls from the network",
    danger: "whoever is kept out of everything around could call here",
    code: "ZT0915",
};

#[track_caller]
const fn check_list<V>(
    words: &Words,
    outer: &str,
    wide: &[Named<V>],
    inner: &str,
    own: &[Named<V>],
) {
    if let Some(name) = beyond(own, wide) {
        list_refusal(words, outer, wide, inner, name).refuse();
    }
}

const fn list_refusal<V>(
    words: &Words,
    outer: &str,
    wide: &[Named<V>],
    inner: &str,
    beyond: &str,
) -> ConstText {
    ConstText::new()
        .name(inner)
        .text(" takes ")
        .text(words.taken)
        .text(" ")
        .name(beyond)
        .text(", ")
        .name(outer)
        .text(" doesn't")
        .code(words.code)
        .note()
        .text("there it has to be ")
        .any_of(wide)
        .text(": ")
        .text(words.danger)
        .help()
        .text("leave ")
        .name(words.key)
        .text(" out to inherit it, or name some of these alone")
}

const fn age_refusal(outer: &str, wide: Span, inner: &str, own: Span) -> ConstText {
    ConstText::new()
        .name(inner)
        .text(" takes credentials of ")
        .span(own)
        .text(", ")
        .name(outer)
        .text(" only of ")
        .span(wide)
        .code("ZT0904")
        .note()
        .text("a stolen token would live longer here than everywhere around")
        .help()
        .text("write `proof(max_age = \"")
        .span(wide)
        .text("\")` or less, or leave it out to inherit it")
}

const fn login_refusal(outer: &str, wide: Span, inner: &str, own: Span) -> ConstText {
    ConstText::new()
        .name(inner)
        .text(" takes logins of ")
        .span(own)
        .text(", ")
        .name(outer)
        .text(" only of ")
        .span(wide)
        .code("ZT0904")
        .note()
        .text(
            "whoever finds a session that was left open could do more here than everywhere around",
        )
        .help()
        .text("write `proof(auth_age = \"")
        .span(wide)
        .text("\")` or less, or leave it out to inherit it")
}
