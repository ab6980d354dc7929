//! Words: known, once, and in the shape that they have.

use proc_macro2::{Group, Ident, Span, TokenStream};
use syn::LitStr;

use crate::diag::Sink;
use crate::keys::{self, Key, example, names};
use crate::parse::arguments::{Argument, string};
use crate::parse::shown::shown;
use crate::paths::Runtime;
use crate::suggest;

/// Keeps the arguments that are known words; everything else is a mistake. `several` may come more than once.
pub(crate) fn known(
    arguments: Vec<Argument>,
    keys: &[Key],
    several: &[&str],
    sink: &mut Sink,
) -> Vec<Argument> {
    let mut seen: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for argument in arguments {
        let Some(key) = argument.key() else {
            no_word(&argument, keys, sink);
            continue;
        };
        let name = key.to_string();
        if example(keys, &name).is_none() {
            unknown(&argument, key, keys, sink);
        } else if seen.contains(&name) && !several.contains(&name.as_str()) {
            twice(key, sink);
        } else {
            seen.push(name);
            kept.push(argument);
        }
    }
    kept
}

fn no_word(argument: &Argument, keys: &[Key], sink: &mut Sink) {
    let what = match argument {
        Argument::Literal(literal) => format!("{literal} is no rule"),
        _ => "this is no rule".to_owned(),
    };
    sink.push(argument, "ZT0112", what, WHY_UNKNOWN, suggest::expected(&names(keys)));
}

const WHY_UNKNOWN: &str = "a rule that zt doesn't enforce would lie to its reader";

fn unknown(argument: &Argument, key: &Ident, keys: &[Key], sink: &mut Sink) {
    let name = key.to_string();
    let meant =
        suggest::meant(&name, &names(keys)).filter(|_| !keys::LATER.contains(&name.as_str()));
    let help = match meant.and_then(|meant| Some((meant, example(keys, meant)?))) {
        Some((meant, example)) => format!("did you mean `{}`?", spelled(argument, meant, example)),
        None => suggest::expected(&names(keys)),
    };
    sink.push(key, "ZT0112", format!("unknown rule word `{name}`"), WHY_UNKNOWN, help);
}

/// The word that was meant, with what was written behind the misspelt one, if it takes such.
fn spelled(argument: &Argument, meant: &str, example: &str) -> String {
    let shape = example.strip_prefix(meant).unwrap_or_default();
    match argument {
        Argument::Called { group, .. } if shape.starts_with('(') => {
            format!("{meant}({})", shown(&group.stream()))
        }
        Argument::Assigned { value, .. } if shape.starts_with(" =") => {
            format!("{meant} = {}", shown(value))
        }
        _ => example.to_owned(),
    }
}

fn twice(key: &Ident, sink: &mut Sink) {
    sink.push(
        key,
        "ZT0116",
        format!("`{key}` is given twice"),
        "of two that differ, nobody would know which one holds",
        format!("drop one `{key}`"),
    );
}

/// The word's shape is another one.
pub(crate) fn wrong_shape(argument: &Argument, keys: &[Key], sink: &mut Sink) {
    let Some(key) = argument.key() else { return };
    let name = key.to_string();
    let example = example(keys, &name).unwrap_or_default();
    sink.push(
        argument,
        "ZT0128",
        format!("`{name}` isn't written like this"),
        "a rule that can't be read can't be enforced",
        format!("write `{example}`"),
    );
}

/// The parentheses of `word(..)`.
pub(crate) fn called<'a>(
    argument: &'a Argument,
    keys: &[Key],
    sink: &mut Sink,
) -> Option<(&'a Ident, &'a Group)> {
    if let Argument::Called { key, group } = argument {
        return Some((key, group));
    }
    wrong_shape(argument, keys, sink);
    None
}

/// The string of `word = ".."`.
pub(crate) fn text(argument: &Argument, keys: &[Key], sink: &mut Sink) -> Option<LitStr> {
    let Argument::Assigned { value, .. } = argument else {
        wrong_shape(argument, keys, sink);
        return None;
    };
    let literal = string(value);
    if literal.is_none() {
        wrong_shape(argument, keys, sink);
    }
    literal
}

/// The known words in the parentheses of `key`, none of them twice; empty parentheses are a mistake of their own.
pub(crate) fn inside(
    key: &Ident,
    arguments: Vec<Argument>,
    keys: &[Key],
    outer: &[Key],
    sink: &mut Sink,
) -> Vec<Argument> {
    if arguments.is_empty() {
        says_nothing(key, outer, sink);
    }
    known(arguments, keys, &[], sink)
}

/// `proof()` reads like a rule and is none.
pub(super) fn says_nothing(key: &Ident, keys: &[Key], sink: &mut Sink) {
    let name = key.to_string();
    let example = example(keys, &name).unwrap_or_default();
    sink.push(
        key,
        "ZT0127",
        format!("`{name}` says nothing"),
        "a rule without effect lies to its reader",
        format!("write `{example}`, or leave `{name}` out"),
    );
}

/// The runtime that `crate = ".."` names. Other faults of the arguments are told elsewhere.
pub(crate) fn runtime(arguments: &[Argument], keys: &[Key], sink: &mut Sink) -> Runtime {
    let named = arguments.iter().find(|argument| argument.key().is_some_and(|key| key == "crate"));
    let path = named.and_then(|named| text(named, keys, sink));
    path.map_or_else(Runtime::default, |path| Runtime::named(&path, sink))
}

/// The arguments with that name.
pub(crate) fn all<'a>(arguments: &'a [Argument], name: &str) -> impl Iterator<Item = &'a Argument> {
    arguments.iter().filter(move |argument| argument.key().is_some_and(|key| key == name))
}

/// The first argument with that name.
pub(crate) fn first<'a>(arguments: &'a [Argument], name: &str) -> Option<&'a Argument> {
    all(arguments, name).next()
}

/// Where a value stands, or its word if there is none.
pub(crate) fn value_span(tokens: &TokenStream, otherwise: Span) -> Span {
    crate::parse::arguments::first_span(tokens, otherwise)
}
