//! What changed between two lists of facts, and in which direction.

use std::collections::{BTreeMap, BTreeSet};

use zt_core::grammar::issuer_name;

use super::change::{Change, WHOLE};
use super::facts::{Aspects, Facts, GRANTED, MAIN, NEEDED, Subject};
use super::order::{Class, Within, class_of_grant, class_of_limit};
use super::sentence;
use super::values::{
    Access, Answer, AnyOf, Binding, Day, Given, Ladder, Length, Millis, Rate, Shown,
};

/// Every change from `before` to `after`, by subject.
pub(crate) fn compare(before: &Facts, after: &Facts) -> Vec<Change> {
    let renamed = renamed_parameters(before, after);
    let mut changes = Vec::new();
    for (old, new) in &renamed {
        changes.push(Change {
            subject: Subject::Endpoint(new.clone()),
            aspect: "path".to_owned(),
            before: Some(old.clone()),
            after: Some(new.clone()),
            class: Class::Neutral,
            sentence: format!("`{old}` is spelled `{new}` now"),
        });
    }
    let before = with_names_of(before, &renamed);
    let subjects: BTreeSet<_> = before.0.keys().chain(after.0.keys()).collect();
    for subject in subjects {
        let none = Aspects::new();
        match (before.of(subject), after.of(subject)) {
            (None, Some(aspects)) if is_endpoint(subject) => changes.push(came(subject, aspects)),
            (Some(aspects), None) if is_endpoint(subject) => changes.push(went(subject, aspects)),
            (old, new) => {
                changes.extend(aspects(subject, old.unwrap_or(&none), new.unwrap_or(&none)));
            }
        }
    }
    changes
}

fn is_endpoint(subject: &Subject) -> bool {
    matches!(subject, Subject::Endpoint(_))
}

fn came(subject: &Subject, aspects: &Aspects) -> Change {
    Change {
        subject: subject.clone(),
        aspect: WHOLE.to_owned(),
        before: None,
        after: Some(all(aspects)),
        class: Class::Wider,
        sentence: sentence::came(subject, aspects),
    }
}

fn went(subject: &Subject, aspects: &Aspects) -> Change {
    Change {
        subject: subject.clone(),
        aspect: WHOLE.to_owned(),
        before: Some(all(aspects)),
        after: None,
        class: Class::Narrower,
        sentence: format!("`{subject}` is gone"),
    }
}

/// Of a whole endpoint, its rule; who wrote which reason for it may still be put better.
fn all(aspects: &Aspects) -> String {
    let rules =
        aspects.iter().filter(|(key, _)| !["why", "handler", "group"].contains(&key.as_str()));
    rules.map(|(key, value)| format!("{key} = {value}\n")).collect()
}

fn aspects(subject: &Subject, before: &Aspects, after: &Aspects) -> Vec<Change> {
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let changed = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
    let changed = changed.filter(|key| !is_told_elsewhere(subject, key, before, after));
    changed
        .map(|key| {
            let (old, new) =
                (before.get(key).map(String::as_str), after.get(key).map(String::as_str));
            Change {
                subject: subject.clone(),
                aspect: key.clone(),
                before: old.map(str::to_owned),
                after: new.map(str::to_owned),
                class: class(subject, key, old, new),
                sentence: sentence::of(subject, key, old, new),
            }
        })
        .collect()
}

/// A waiver that came or went with the rule that it waives is part of that change, and so is what only a stream has.
fn is_told_elsewhere(subject: &Subject, key: &str, before: &Aspects, after: &Aspects) -> bool {
    if key == "recheck" {
        return !(streams(before) && streams(after));
    }
    if matches!(subject, Subject::Scope(_)) && key == "sensitivity" {
        return !before.contains_key(key) || !after.contains_key(key);
    }
    let Some((waiver, word)) = key.rsplit_once('.') else { return false };
    let known = ["waiver", "open.", "unproved.", "shared", "legacy."]
        .iter()
        .any(|start| waiver.starts_with(start));
    let why = format!("{waiver}.why");
    let on_both_sides = before.contains_key(&why) && after.contains_key(&why);
    match (subject, word) {
        (Subject::Endpoint(_), "why" | "owner" | "until") => known && !on_both_sides,
        (Subject::Store(_) | Subject::Service, "owner" | "until") => known && !on_both_sides,
        // Told with the segments that share the store.
        (Subject::Store(_), "why") => waiver == "shared" && !on_both_sides,
        _ => false,
    }
}

fn streams(aspects: &Aspects) -> bool {
    let answer = aspects.get("answer").and_then(|text| Answer::parse(text));
    answer.is_some_and(|answer| matches!(answer, Answer::Stream { .. }))
}

/// The direction of one fact's change. Both sides were read before ([`is_readable`]); what can't be read all the same is wider.
fn class(subject: &Subject, key: &str, old: Option<&str>, new: Option<&str>) -> Class {
    let (word, rest) = key.split_once('.').unwrap_or((key, ""));
    match (subject, word) {
        (Subject::Service | Subject::Scope(_) | Subject::Role(_), "name" | "why") => Class::Neutral,
        (Subject::Role(_), "grants") => grant(Exactly::parse, old, new),
        (Subject::Service, "legacy") => waiver(rest, old, new),
        // A scope opens nothing but through the endpoints that name it, and each of those tells.
        (Subject::Scope(_), "effect" | "sensitivity") if old.is_none() || new.is_none() => {
            Class::Neutral
        }
        (Subject::Scope(_), "effect") => grant(ladder(&EFFECTS), old, new),
        (Subject::Scope(_), "sensitivity") => limit(ladder(&SENSITIVITIES), old, new),
        // A decoy opens nothing to anybody, and takes nothing.
        (Subject::Service, "decoy") => Class::Neutral,
        (Subject::Service, "stage") => limit(ladder(&STAGES), old, new),
        (Subject::Configuration, _) => configuration(key, old, new),
        (Subject::Endpoint(_), _) => endpoint(key, word, old, new),
        (Subject::Resource(_), _) => resource(word, old, new),
        (Subject::Store(_), "unproved" | "shared") => waiver(rest, old, new),
        (Subject::Store(_), "segment") => {
            grant(AnyOf::segments, old.or(Some(MAIN)), new.or(Some(MAIN)))
        }
        _ => Class::Wider,
    }
}

const EFFECTS: [&str; 2] = ["reads", "writes"];
/// The less is thought of a scope, the less is asked of its holders.
const SENSITIVITIES: [&str; 3] = ["admin", "sensitive", "ordinary"];
/// The lower the floor, the more compiles.
const STAGES: [&str; 4] = ["optimal", "advanced", "initial", "traditional"];
const TENANCIES: [&str; 2] = ["one tenant's", "single"];
const DECIDERS: [&str; 2] = ["its owner only", "code decides"];

fn endpoint(key: &str, word: &str, old: Option<&str>, new: Option<&str>) -> Class {
    match word {
        "why" | "handler" | "group" => Class::Neutral,
        "access" => grant(Access::parse, old, new),
        "waiver" | "open" => waiver(key, old, new),
        "effect" => grant(ladder(&EFFECTS), old, new),
        "max_age" | "auth_age" => limit(Millis::parse, old, new),
        "acr" | "device" => limit(AnyOf::values, old, new),
        "issuer" | "network" => limit(AnyOf::names, old, new),
        "bound" | "signed" => limit(Exactly::parse, old, new),
        "rate" => limit(Rate::parse, old, new),
        "largest_body" => limit(Length::parse, old, new),
        "time" | "recheck" => limit(Millis::parse, old, new),
        "parameter" => grant(Binding::parse, old, new),
        "query" => grant(Given::parse, old, new),
        "body" if key == "body" => grant(Exactly::parse, old, new),
        "body" => grant(Given::parse, old, new),
        "file" | "header" | "store" | "onward" => grant(Exactly::parse, old, new),
        "answer" => grant(Answer::parse, old, new),
        // Who holds tokens of one segment held none of the other.
        "segment" => Class::Wider,
        "shows" => grant(|text| Given::parse(text).map(Shown), old, new),
        _ => Class::Wider,
    }
}

fn resource(word: &str, old: Option<&str>, new: Option<&str>) -> Class {
    // What comes with a resource or an action that is new is reached through endpoints only, and they tell.
    if old.is_none() || new.is_none() {
        return Class::Neutral;
    }
    match word {
        "id" => Class::Neutral,
        "tenancy" => grant(ladder(&TENANCIES), old, new),
        "action" => grant(ladder(&DECIDERS), old, new),
        "effect" => grant(ladder(&EFFECTS), old, new),
        _ => Class::Wider,
    }
}

fn waiver(key: &str, old: Option<&str>, new: Option<&str>) -> Class {
    match key.rsplit('.').next() {
        Some("until") => limit(Day::parse, old, new),
        Some("why") if old.is_none() => Class::Wider,
        Some("why") if new.is_none() => Class::Narrower,
        _ => Class::Neutral,
    }
}

fn configuration(key: &str, old: Option<&str>, new: Option<&str>) -> Class {
    match key {
        "token_life" | "leeway" => limit(Millis::parse, old, new),
        "profile" => profile(new),
        _ if is_tls(key) => tls(old, new),
        _ if is_only(key) => limit(Exactly::parse, old, new),
        _ => grant(Exactly::parse, old, new),
    }
}

/// `segments.admin.issuers`: that there is a list at all keeps every other issuer out.
fn is_only(key: &str) -> bool {
    key.starts_with("segments.") && key.ends_with(".issuers")
}

/// Development means that the service signs its own tokens, for whoever sits at that machine.
fn profile(new: Option<&str>) -> Class {
    if new == Some("development") { Class::Wider } else { Class::Narrower }
}

/// The oldest TLS that is spoken, of the service or of a segment.
fn is_tls(key: &str) -> bool {
    key == "tls_min_version" || key.ends_with(".tls_min_version")
}

/// Who says nothing speaks 1.3 alone.
fn tls(old: Option<&str>, new: Option<&str>) -> Class {
    match (old.unwrap_or(TLS), new.unwrap_or(TLS)) {
        (old, new) if old == new => Class::Neutral,
        (_, TLS) => Class::Narrower,
        _ => Class::Wider,
    }
}

const TLS: &str = "1.3";

/// What is comparable only with itself.
struct Exactly(String);

impl Exactly {
    fn parse(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

impl Within for Exactly {
    fn within(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

fn ladder(row: &'static [&'static str]) -> impl Fn(&str) -> Option<Ladder> {
    move |text| Ladder::parse(row, text)
}

fn grant<T: Within>(
    parse: impl Fn(&str) -> Option<T>,
    old: Option<&str>,
    new: Option<&str>,
) -> Class {
    both(parse, old, new)
        .map_or(Class::Wider, |(old, new)| class_of_grant(old.as_ref(), new.as_ref()))
}

fn limit<T: Within>(
    parse: impl Fn(&str) -> Option<T>,
    old: Option<&str>,
    new: Option<&str>,
) -> Class {
    both(parse, old, new)
        .map_or(Class::Wider, |(old, new)| class_of_limit(old.as_ref(), new.as_ref()))
}

fn both<T>(
    parse: impl Fn(&str) -> Option<T>,
    old: Option<&str>,
    new: Option<&str>,
) -> Option<(Option<T>, Option<T>)> {
    let read = |text: Option<&str>| match text {
        None => Some(None),
        Some(text) => parse(text).map(Some),
    };
    Some((read(old)?, read(new)?))
}

/// Endpoints that differ in the names of their parameters only: old, new.
fn renamed_parameters(before: &Facts, after: &Facts) -> BTreeMap<String, String> {
    let alone = |facts: &Facts, others: &Facts| -> Vec<String> {
        let endpoints = facts.0.keys().filter(|it| !others.0.contains_key(it));
        endpoints.filter(|it| is_endpoint(it)).map(ToString::to_string).collect()
    };
    let arrived = alone(after, before);
    let gone = alone(before, after).into_iter();
    gone.filter_map(|old| {
        let new = arrived.iter().find(|new| without_names(new) == without_names(&old))?;
        Some((old, new.clone()))
    })
    .collect()
}

fn parameters(route: &str) -> Vec<&str> {
    route.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn without_names(route: &str) -> String {
    let parts = route.split('/').map(|it| if it.starts_with('{') { "{}" } else { it });
    parts.collect::<Vec<_>>().join("/")
}

/// The facts before, with the names that endpoints and parameters have after.
fn with_names_of(before: &Facts, renamed: &BTreeMap<String, String>) -> Facts {
    let moved = before.0.iter().map(|(subject, aspects)| match renamed.get(&subject.to_string()) {
        Some(new) if is_endpoint(subject) => {
            (Subject::Endpoint(new.clone()), with_parameters(aspects, &subject.to_string(), new))
        }
        _ => (subject.clone(), aspects.clone()),
    });
    Facts(moved.collect())
}

fn with_parameters(aspects: &Aspects, old: &str, new: &str) -> Aspects {
    let names: BTreeMap<_, _> = parameters(old).into_iter().zip(parameters(new)).collect();
    let moved = aspects.iter().map(|(key, value)| {
        let parts: Vec<_> = key.splitn(3, '.').collect();
        let key = match parts.as_slice() {
            [word @ ("parameter" | "open"), name, rest @ ..] => {
                let name = names.get(name).unwrap_or(name);
                [&[*word, *name], rest].concat().join(".")
            }
            _ => key.clone(),
        };
        (key, value.clone())
    });
    moved.collect()
}

/// Whether the text of a lock is one that zt writes for this fact.
pub(super) fn is_readable(subject: &Subject, key: &str, text: &str) -> bool {
    let (word, _) = key.split_once('.').unwrap_or((key, ""));
    let until = key.ends_with(".until");
    match (subject, word) {
        (Subject::Endpoint(_), "access") => Access::parse(text).is_some(),
        (Subject::Endpoint(_), "waiver" | "open") => !until || Day::parse(text).is_some(),
        (Subject::Endpoint(_) | Subject::Scope(_) | Subject::Resource(_), "effect") => {
            EFFECTS.contains(&text)
        }
        (Subject::Endpoint(_), "max_age" | "auth_age" | "time" | "recheck") => {
            Millis::parse(text).is_some()
        }
        (Subject::Endpoint(_), "acr" | "device") => AnyOf::values(text).is_some(),
        (Subject::Endpoint(_), "issuer" | "network") => AnyOf::names(text).is_some(),
        (Subject::Endpoint(_), "bound" | "signed") => text == NEEDED,
        (Subject::Endpoint(_), "rate") => Rate::parse(text).is_some(),
        (Subject::Endpoint(_), "largest_body") => Length::parse(text).is_some(),
        (Subject::Endpoint(_), "parameter") => Binding::parse(text).is_some(),
        (Subject::Endpoint(_), "query" | "shows") => Given::parse(text).is_some(),
        (Subject::Endpoint(_), "body") => key == "body" || Given::parse(text).is_some(),
        (Subject::Endpoint(_), "answer") => Answer::parse(text).is_some(),
        (Subject::Endpoint(_), "why" | "handler" | "group" | "file" | "header" | "store") => true,
        (Subject::Endpoint(_), "onward") => true,
        (Subject::Endpoint(_), "segment") => issuer_name::parse(text).is_ok(),
        (Subject::Store(_), "segment") => AnyOf::segments(text).is_some(),
        (Subject::Resource(_), "tenancy") => TENANCIES.contains(&text),
        (Subject::Resource(_), "action") => DECIDERS.contains(&text),
        (Subject::Resource(_), "id" | "store") => true,
        (Subject::Store(_), "unproved" | "shared") | (Subject::Service, "legacy") => {
            !until || Day::parse(text).is_some()
        }
        (Subject::Scope(_), "sensitivity") => SENSITIVITIES.contains(&text),
        (Subject::Service, "stage") => STAGES.contains(&text),
        (Subject::Service, "decoy") => true,
        (Subject::Role(_), "grants") => text == GRANTED,
        (Subject::Scope(_) | Subject::Role(_), "why") => true,
        (Subject::Service, "name" | "why") => true,
        (Subject::Configuration, _) => true,
        _ => false,
    }
}
