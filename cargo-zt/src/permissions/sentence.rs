//! A change, in the words of somebody who has to decide about it.

mod service;

use super::facts::{Aspects, MAIN, Subject};
use super::values::{Access, AnyOf, Binding, Given, Shape};

/// An endpoint that is new.
pub(super) fn came(subject: &Subject, aspects: &Aspects) -> String {
    let access = aspects.get("access").map(String::as_str).unwrap_or_default();
    match Access::parse(access) {
        Some(Access::Scopes(_)) => {
            format!("new endpoint `{subject}`: callers with `{access}` can now also call it")
        }
        _ => format!("new endpoint `{subject}`, for {access}"),
    }
}

/// One fact that changed; at least one of the texts is there, and they differ.
pub(super) fn of(subject: &Subject, key: &str, old: Option<&str>, new: Option<&str>) -> String {
    let (word, rest) = key.split_once('.').unwrap_or((key, ""));
    match subject {
        Subject::Endpoint(_) => endpoint(&format!("`{subject}`"), key, word, rest, old, new),
        Subject::Scope(name) => scope(name, word, old, new),
        Subject::Role(name) => role(name, word, rest, old, new),
        Subject::Resource(name) => resource(name, word, rest, old, new),
        Subject::Store(name) => store(name, word, rest, old, new),
        Subject::Configuration => configuration(key, old, new),
        Subject::Service => service::of(key, word, rest, old, new),
    }
}

fn endpoint(
    at: &str,
    key: &str,
    word: &str,
    rest: &str,
    old: Option<&str>,
    new: Option<&str>,
) -> String {
    match (word, old, new) {
        ("access", Some(old), Some(new)) => access(at, old, new),
        ("effect", _, Some("writes")) => format!("{at} changes data now; it only read"),
        ("effect", _, Some(_)) => format!("{at} only reads now; it changed data"),
        ("max_age", Some(old), None) => {
            format!("{at} takes credentials of any age; they had to be younger than {old}")
        }
        ("max_age", old, Some(new)) => {
            let old = old.unwrap_or("any age");
            format!("{at} takes credentials up to {new} old; it was {old}")
        }
        ("auth_age", Some(old), None) => {
            format!("{at} takes logins of any age; they had to be younger than {old}")
        }
        ("auth_age", old, Some(new)) => {
            let old = old.unwrap_or("any age");
            format!("{at} takes logins up to {new} old; it was {old}")
        }
        ("acr", old, new) => any_of(at, &LOGINS, old, new),
        ("issuer", old, new) => any_of(at, &ISSUERS, old, new),
        ("device", old, new) => any_of(at, &DEVICES, old, new),
        ("network", old, new) => any_of(at, &NETWORKS, old, new),
        ("bound", Some(_), None) => {
            format!("{at} takes tokens that are bound to no key now: a stolen one is enough")
        }
        ("bound", _, _) => format!("{at} needs a token that is bound to its holder's key now"),
        ("signed", Some(_), None) => {
            format!(
                "{at} takes requests that nobody signed now: a change on the way goes unnoticed"
            )
        }
        ("signed", _, _) => format!("{at} needs requests that are signed by their token's key now"),
        ("rate", Some(old), Some(new)) => format!("{at} may be called {new}; it was {old}"),
        ("largest_body", Some(old), Some(new)) => {
            format!("{at} takes bodies up to {new}; it was {old}")
        }
        ("time", Some(old), Some(new)) => format!("{at} may take {new} to answer; it was {old}"),
        ("waiver", _, _) => waiver(&format!("the waiver of {at}"), rest, old, new),
        ("open", _, _) => {
            let (name, word) = rest.rsplit_once('.').unwrap_or((rest, ""));
            waiver(&format!("the waiver of `{{{name}}}` in {at}"), word, old, new)
        }
        ("parameter", Some(old), Some(new)) => parameter(at, rest, old, new),
        ("body", _, _) if key == "body" => body(at, old, new),
        ("query" | "body", _, _) => input(at, word, rest, old, new),
        ("file", None, _) => format!("{at} now takes files of `{rest}`"),
        ("file", _, _) => format!("{at} no longer takes files of `{rest}`"),
        ("header", None, _) => format!("{at} now reads the header `{rest}`"),
        ("header", _, _) => format!("{at} no longer reads the header `{rest}`"),
        ("store", None, _) => format!("the handler of {at} can now reach the store `{rest}`"),
        ("store", _, _) => format!("the handler of {at} no longer reaches the store `{rest}`"),
        ("onward", None, _) => {
            format!("the handler of {at} can now call the service `{rest}` for its caller")
        }
        ("onward", _, _) => format!("the handler of {at} no longer calls the service `{rest}`"),
        ("answer", Some(old), Some(new)) => format!("{at} answers with {new}; it was {old}"),
        ("recheck", Some(old), Some(new)) => {
            format!("{at} goes on for {new} without being decided again; it was {old}")
        }
        ("shows", None, Some(new)) => match Given::parse(new) {
            Some(given) if given.with.is_some() => {
                format!("{at} now also shows `{rest}` to {}", given.who())
            }
            _ => format!("{at} now also shows `{rest}`"),
        },
        ("shows", Some(_), None) => format!("{at} no longer shows `{rest}`"),
        ("shows", Some(old), Some(new)) => match for_others(old, new) {
            Some((new, old)) => format!("{at} shows `{rest}` to {new} now; it was to {old}"),
            None => format!("{at} shows `{rest}` as {new}; it was {old}"),
        },
        ("segment", old, new) => {
            let (old, new) = (old.unwrap_or(MAIN), new.unwrap_or(MAIN));
            format!(
                "{at} is of the segment `{new}` now, for callers with its tokens; it was of `{old}`"
            )
        }
        ("why", _, _) => plain(&format!("the reason of {at}"), old, new),
        _ => plain(&format!("the {word} of {at}"), old, new),
    }
}

fn access(at: &str, old: &str, new: &str) -> String {
    let (Some(before), Some(after)) = (Access::parse(old), Access::parse(new)) else {
        return plain(&format!("who may call {at}"), Some(old), Some(new));
    };
    let was = before.who();
    match (&before, &after) {
        (_, Access::Public | Access::Probe) => {
            format!("{at} is open to {new} now; it was for {was}")
        }
        (Access::Scopes(_), Access::Authenticated) => {
            format!("{at} no longer needs a scope: {new} can call it; it was for {was}")
        }
        (Access::Scopes(_), Access::Scopes(_)) => scopes(at, &before, &after),
        _ => format!("{at} is for {} only now; it was for {was}", after.who()),
    }
}

/// How a sentence speaks of what a rule takes any of.
struct Listed {
    parse: fn(&str) -> Option<AnyOf>,
    /// One of them is named behind it.
    one: &'static str,
    every: &'static str,
    before: &'static str,
}

const LOGINS: Listed = Listed {
    parse: AnyOf::values,
    one: "a login by",
    every: "every way to log in",
    before: "every way counted",
};

const ISSUERS: Listed = Listed {
    parse: AnyOf::names,
    one: "a token of the issuer",
    every: "tokens of every issuer",
    before: "every issuer's counted",
};

const DEVICES: Listed = Listed {
    parse: AnyOf::values,
    one: "a call from the device",
    every: "calls from every device",
    before: "every device counted",
};

const NETWORKS: Listed = Listed {
    parse: AnyOf::names,
    one: "a call from the network",
    every: "calls from everywhere",
    before: "every network counted",
};

fn any_of(at: &str, words: &Listed, old: Option<&str>, new: Option<&str>) -> String {
    let Listed { parse, one, every, before: counted } = words;
    match (old.and_then(parse), new.and_then(parse)) {
        (Some(before), None) => format!("{at} takes {every}; it had to be `{before}`"),
        (None, Some(after)) => format!("{at} needs {one} `{after}` now; {counted}"),
        (Some(before), Some(after)) => match (after.beyond(&before), before.beyond(&after)) {
            (Some(more), None) => format!("{at} now also takes {one} {more}"),
            (None, Some(fewer)) => format!("{at} no longer takes {one} {fewer}"),
            _ => format!("{at} needs {one} `{after}` now; it was `{before}`"),
        },
        (None, None) => plain(&format!("what {at} takes"), old, new),
    }
}

fn scopes(at: &str, before: &Access, after: &Access) -> String {
    let quoted = |scopes: Vec<String>| {
        scopes.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" or ")
    };
    let (more, fewer) = (after.scopes_beyond(before), before.scopes_beyond(after));
    let both = format!("{at} is for {} now; it was for {}", after.who(), before.who());
    let clauses = |access: &Access| match access {
        Access::Scopes(clauses) => clauses.len(),
        _ => 0,
    };
    match (more.is_empty(), fewer.is_empty()) {
        (false, true) if clauses(before) == clauses(after) => {
            format!("{at} can now also be called with {}", quoted(more))
        }
        (false, true) => format!("{at} now also needs {}", quoted(more)),
        (true, false) if clauses(before) == clauses(after) => {
            format!("{at} can no longer be called with {}", quoted(fewer))
        }
        (true, false) => {
            format!("{at} no longer needs {}: {} can call it", quoted(fewer), after.who())
        }
        _ => both,
    }
}

fn parameter(at: &str, name: &str, old: &str, new: &str) -> String {
    match (Binding::parse(old), Binding::parse(new)) {
        (Some(Binding::Object(Shape::Object { resource, .. })), Some(Binding::Open(_))) => format!(
            "{at} no longer checks `{{{name}}}`: any caller can put in the id of anybody's `{resource}`"
        ),
        (Some(_), Some(Binding::Open(_))) => {
            format!("{at} no longer ties `{{{name}}}` to the caller; it was {old}")
        }
        (Some(Binding::Open(_)), Some(_)) => {
            format!("{at} ties `{{{name}}}` to the caller now: {new}")
        }
        _ => format!("{at} checks `{{{name}}}` as {new}; it was {old}"),
    }
}

fn body(at: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (None, Some(new)) => format!("{at} now reads a body ({new})"),
        (Some(_), None) => format!("{at} no longer reads a body"),
        _ => plain(&format!("the media type that {at} reads"), old, new),
    }
}

fn input(at: &str, part: &str, name: &str, old: Option<&str>, new: Option<&str>) -> String {
    let object = |text: &str| text.starts_with("object(");
    match (old, new) {
        (None, Some(new)) => {
            format!("callers of {at} can now also send `{name}` in its {part}: {new}")
        }
        (Some(old), Some(new)) if object(old) && !object(new) => format!(
            "{at} no longer checks the object in `{name}` of its {part}: it takes {new}, and it was {old}"
        ),
        (Some(old), Some(new)) => match for_others(old, new) {
            Some((new, old)) => {
                format!("`{name}` in the {part} of {at} can be sent by {new} now; it was by {old}")
            }
            None => {
                format!("callers of {at} can send `{name}` in its {part} as {new}; it was {old}")
            }
        },
        _ => format!("callers of {at} can no longer send `{name}` in its {part}"),
    }
}

/// For whom a field is now, and for whom it was, where nothing else differs.
fn for_others(old: &str, new: &str) -> Option<(String, String)> {
    let (old, new) = (Given::parse(old)?, Given::parse(new)?);
    new.is_for_others_than(&old).then(|| (new.who(), old.who()))
}

fn waiver(what: &str, word: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (word, old, new) {
        ("until", Some(old), None) => format!("{what} has no end any more; it was {old}"),
        ("until", None, Some(new)) => format!("{what} ends on {new} now; it had no end"),
        ("until", Some(old), Some(new)) if new > old => {
            format!("{what} is prolonged to {new}; it was to end on {old}")
        }
        ("until", Some(old), Some(new)) => format!("{what} ends on {new} now; it was {old}"),
        ("owner", _, _) => plain(&format!("the owner of {what}"), old, new),
        _ => plain(&format!("the reason of {what}"), old, new),
    }
}

fn scope(name: &str, word: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (word, old, new) {
        ("effect", Some(_), Some("writes")) => {
            format!("holders of `{name}` may change data now; they could only read")
        }
        ("effect", Some(_), Some(_)) => {
            format!("holders of `{name}` may only read now; they could change data")
        }
        ("effect", None, Some(new)) => format!("new scope `{name}`, which {new}"),
        ("effect", _, _) => format!("the scope `{name}` is gone"),
        ("sensitivity", Some(old), Some(new)) => {
            format!("the scope `{name}` counts as {new} now; it was {old}")
        }
        _ => plain(&format!("the reason of the scope `{name}`"), old, new),
    }
}

fn role(name: &str, word: &str, rest: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (word, old, new) {
        ("grants", None, _) => format!("holders of the role `{name}` now also hold `{rest}`"),
        ("grants", _, _) => format!("holders of the role `{name}` no longer hold `{rest}` by it"),
        _ => plain(&format!("the reason of the role `{name}`"), old, new),
    }
}

fn resource(name: &str, word: &str, rest: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (word, old, new) {
        ("tenancy", Some(_), Some("single")) => {
            format!(
                "`{name}` is no longer kept apart by tenant: callers of one reach those of another"
            )
        }
        ("tenancy", Some(_), Some(_)) => format!("`{name}` is kept apart by tenant now"),
        ("action", Some(_), Some("code decides")) => {
            format!("`{rest}` on `{name}` is decided by code now; only its owner could do it")
        }
        ("action", Some(_), Some(_)) => {
            format!("`{rest}` on `{name}` is for its owner only now; code decided")
        }
        ("action", None, Some(new)) => format!("new action `{rest}` on `{name}`: {new}"),
        ("action", _, _) => format!("nothing does `{rest}` on `{name}` any more"),
        ("effect", Some(_), Some("writes")) => {
            format!("`{rest}` on `{name}` changes data now; it only read")
        }
        ("effect", Some(_), Some(_)) => format!("`{rest}` on `{name}` only reads now"),
        ("store", Some(old), Some(new)) => {
            format!("`{name}` is found by `{new}` now; it was `{old}`")
        }
        _ => plain(&format!("the {word} of `{name}`"), old, new),
    }
}

fn store(name: &str, word: &str, rest: &str, old: Option<&str>, new: Option<&str>) -> String {
    match word {
        "segment" => {
            let (old, new) = (old.unwrap_or(MAIN), new.unwrap_or(MAIN));
            format!(
                "the store `{name}` is for endpoints of `{new}` now; it was for those of `{old}`"
            )
        }
        "shared" => waiver(&format!("the waiver by which `{name}` is shared"), rest, old, new),
        _ => unproved(name, rest, old, new),
    }
}

fn unproved(store: &str, rest: &str, old: Option<&str>, new: Option<&str>) -> String {
    let (method, word) = rest.rsplit_once('.').unwrap_or((rest, ""));
    match (word, old, new) {
        ("why", None, Some(why)) => {
            format!(
                "every handler with the store `{store}` can call `{method}` without a proof ({why})"
            )
        }
        ("why", Some(_), None) => {
            format!("`{method}` of the store `{store}` is no longer unproved")
        }
        _ => waiver(&format!("the waiver of `{store}::{method}`"), word, old, new),
    }
}

fn configuration(key: &str, old: Option<&str>, new: Option<&str>) -> String {
    let listed = key.strip_suffix(']').and_then(|it| it.split_once('['));
    match (key, listed, old, new) {
        (_, Some((list, item)), None, _) => {
            format!("the configuration's `{list}` now takes `{item}`")
        }
        (_, Some((list, item)), _, _) => {
            format!("the configuration's `{list}` no longer takes `{item}`")
        }
        ("token_life", _, Some(old), Some(new)) => {
            format!("tokens may live for {new}; it was {old}")
        }
        ("leeway", _, Some(old), Some(new)) => {
            format!("the issuer's clock may be {new} ahead; it was {old}")
        }
        ("profile", _, _, Some("development")) => {
            "the service issues its own tokens now: `profile = \"development\"`".to_owned()
        }
        ("issuer", _, None, Some(new)) => format!("tokens of the issuer `{new}` count now"),
        ("issuer", _, Some(old), Some(new)) => {
            format!("tokens of the issuer `{new}` count now; it was `{old}`")
        }
        ("audience", _, Some(old), Some(new)) => {
            format!("tokens made for `{new}` count now; it was `{old}`")
        }
        _ => plain(&format!("the configuration's `{key}`"), old, new),
    }
}

fn plain(what: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (None, Some(new)) => format!("{what} is \"{new}\" now; there was none"),
        (Some(old), None) => format!("{what} is gone; it was \"{old}\""),
        _ => format!(
            "{what} is \"{}\" now; it was \"{}\"",
            new.unwrap_or_default(),
            old.unwrap_or_default()
        ),
    }
}
