//! `proof(max_age = "10m", auth_age = "15m", acr = any(Mfa, Passkey), bound)`.

use proc_macro2::{Group, Ident, TokenStream};
use quote::ToTokens;
use syn::Path;

use super::limits::{duration, optional};
use super::{scopes, words};
use crate::diag::Sink;
use crate::keys::{self, Key};
use crate::model::Proof;
use crate::parse::arguments::{Argument, split};
use crate::parse::shown::shown;

pub(super) fn proof(argument: &Argument, keys: &[Key], sink: &mut Sink) -> Option<Proof> {
    let (word, group) = words::called(argument, keys, sink)?;
    let arguments = words::inside(word, group, keys::PROOF, keys, sink);
    let mut age = |word| optional(&arguments, word, |age| duration(age, keys::PROOF, sink));
    let (max_age, auth_age) = (age("max_age"), age("auth_age"));
    let acr = optional(&arguments, "acr", |acr| ways_to_log_in(acr, sink));
    let bound = optional(&arguments, "bound", |bound| is_bound(bound, sink));
    Some(Proof {
        word: word.span(),
        max_age: max_age?,
        auth_age: auth_age?,
        acr: acr?.unwrap_or_default(),
        bound: bound?.is_some(),
    })
}

/// A word by itself. `bound = false` looks as if an endpoint could drop what its group demands.
fn is_bound(argument: &Argument, sink: &mut Sink) -> Option<()> {
    match argument {
        Argument::Word(_) => return Some(()),
        Argument::Assigned { value, .. } if value.to_string() == "false" => sink.push(
            argument,
            "ZT0128",
            "`bound` can't be switched off",
            "what a group or a service demands of credentials holds for all of its endpoints",
            "leave `bound` out: where nobody says it, a token needs no key",
        ),
        _ => sink.push(
            argument,
            "ZT0128",
            "`bound` isn't written like this",
            "a rule that can't be read can't be enforced",
            "write `proof(bound)`",
        ),
    }
    None
}

/// The types of `acr = Mfa` or `acr = any(Mfa, Passkey)`: one at least, none of them twice.
fn ways_to_log_in(argument: &Argument, sink: &mut Sink) -> Option<Vec<Path>> {
    let Argument::Assigned { value, .. } = argument else {
        called(argument, sink);
        return None;
    };
    match split(value.clone()).as_slice() {
        [Argument::Called { key, group }] if key == "any" => any(key, group, sink),
        [only] => Some(vec![way(only, sink)?]),
        _ => {
            words::wrong_shape(argument, keys::PROOF, sink);
            None
        }
    }
}

/// `acr(Mfa)` and `acr` alone.
fn called(argument: &Argument, sink: &mut Sink) {
    let Argument::Called { group, .. } = argument else {
        return words::wrong_shape(argument, keys::PROOF, sink);
    };
    let members = split(group.stream());
    let help = match members.as_slice() {
        [only @ Argument::Word(_)] => format!("write `acr = {}`", shown(only)),
        [_, _, ..] => format!("write `acr = any({})`", shown(&group.stream())),
        _ => return words::wrong_shape(argument, keys::PROOF, sink),
    };
    let why = "a rule that can't be read can't be enforced";
    sink.push(argument, "ZT0128", "`acr` isn't written like this", why, help);
}

fn any(word: &Ident, group: &Group, sink: &mut Sink) -> Option<Vec<Path>> {
    let members = split(group.stream());
    match members.as_slice() {
        [] => nothing(word, sink),
        [only] => any_of_one(word, only, sink),
        _ => {}
    }
    let ways: Vec<_> = members.iter().filter_map(|member| way(member, sink)).collect();
    none_twice(&ways, sink);
    (ways.len() == members.len() && ways.len() > 1).then_some(ways)
}

fn way(argument: &Argument, sink: &mut Sink) -> Option<Path> {
    if let Argument::Literal(literal) = argument {
        as_text(argument, &literal.to_string(), sink);
        return None;
    }
    let tokens = argument.to_token_stream();
    let path = syn::parse2::<Path>(tokens.clone()).ok();
    if path.is_none() {
        no_type(argument, &tokens, sink);
    }
    path
}

fn nothing(word: &Ident, sink: &mut Sink) {
    sink.push(
        word,
        "ZT0103",
        format!("`{word}()` names no way to log in"),
        "a list of none would take a login of any kind",
        "name one: `acr = Mfa`, or leave `acr` out",
    );
}

fn any_of_one(word: &Ident, only: &Argument, sink: &mut Sink) {
    let way = shown(only);
    sink.push(
        word,
        "ZT0131",
        format!("`any({way})` offers no choice"),
        "a choice of one reads like more ways in than there are",
        format!("write `acr = {way}`, or name the other one"),
    );
}

fn as_text(argument: &Argument, text: &str, sink: &mut Sink) {
    let name = scopes::named_after(text).unwrap_or_else(|| "Mfa".to_owned());
    sink.push(
        argument,
        "ZT0105",
        format!("{text} is no way to log in that is declared"),
        "a value with a typo in it would compile, and ask for a login that no issuer offers",
        format!("name the type that has #[derive(Acr)]: `acr = {name}`"),
    );
}

fn no_type(argument: &Argument, tokens: &TokenStream, sink: &mut Sink) {
    let help = match (argument, scopes::alternatives(tokens)) {
        (Argument::Called { group, .. }, _) => {
            format!("a token names one way: write `acr = any({})`", shown(&group.stream()))
        }
        (_, Some(any)) if any.contains("any(") => any.replace("`any(", "`acr = any("),
        _ => "name the types that have #[derive(Acr)]: `acr = any(Mfa, Passkey)`".to_owned(),
    };
    sink.push(
        argument,
        "ZT0106",
        format!("`{}` is no way to log in", shown(tokens)),
        "what isn't one value can't be compared with the one in a token",
        help,
    );
}

fn none_twice(ways: &[Path], sink: &mut Sink) {
    let mut seen = Vec::new();
    for way in ways {
        let name = shown(way);
        if seen.contains(&name) {
            sink.push(
                way,
                "ZT0104",
                format!("`{name}` is named twice"),
                "the second one changes nothing: perhaps another one was meant",
                format!("drop one `{name}`, or name the one that you mean"),
            );
        }
        seen.push(name);
    }
}
