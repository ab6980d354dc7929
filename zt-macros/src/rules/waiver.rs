//! Waivers: `public(why = "..", owner = "..", until = "..")`.

use proc_macro2::Ident;
use syn::LitStr;
use zt_core::grammar::{Date, Fault, reason};

use super::words;
use crate::diag::{Sink, Underline};
use crate::keys;
use crate::model::Waiver;
use crate::parse::arguments::Argument;
use crate::suggest;

/// Reads a waiver; `word` is the rule that it belongs to.
pub(crate) fn waiver(word: &Ident, arguments: Vec<Argument>, sink: &mut Sink) -> Option<Waiver> {
    waiver_after(word, "", arguments, sink)
}

/// The same, where something else stands `before` the reason.
pub(crate) fn waiver_after(
    word: &Ident,
    before: &str,
    arguments: Vec<Argument>,
    sink: &mut Sink,
) -> Option<Waiver> {
    let has_reason = arguments.iter().any(means_why);
    let arguments = known(word, arguments, sink);
    let why = if has_reason { why(&arguments, sink) } else { no_why(word, before, sink) };
    let owner = optional(&arguments, "owner", owner, sink);
    let until = optional(&arguments, "until", until, sink);
    Some(Waiver { why: why?, owner: owner?, until: until? })
}

/// A reason under another key, or under none, is told as that: it isn't missing too.
fn means_why(argument: &Argument) -> bool {
    match argument {
        Argument::Literal(_) => true,
        _ => argument.key().is_some_and(|key| {
            key == "why" || key == "reason" || suggest::meant(&key.to_string(), &["why"]).is_some()
        }),
    }
}

/// Keys of a waiver; another one has a message of its own, since it stands beside a reason.
fn known(word: &Ident, arguments: Vec<Argument>, sink: &mut Sink) -> Vec<Argument> {
    let names = keys::names(keys::WAIVER);
    let (known, unknown): (Vec<_>, Vec<_>) = arguments.into_iter().partition(|argument| {
        argument.key().is_some_and(|key| names.iter().any(|name| key == name))
    });
    for argument in &unknown {
        let written = argument.key().map(ToString::to_string);
        let what = match &written {
            Some(key) => format!("`{key}` is nothing that `{word}` can say"),
            None => format!("this is nothing that `{word}` can say"),
        };
        let why = "a word that zt doesn't know would be an exception that nobody has agreed to";
        // A lone string is a reason without its key.
        let help = match argument {
            Argument::Literal(text) => format!("write `why = {text}`"),
            _ => suggest::help(&written.unwrap_or_default(), &names),
        };
        let under = argument.key().map_or_else(|| Underline::from(argument), Underline::from);
        sink.push(under, "ZT0111", what, why, help);
    }
    words::known(known, keys::WAIVER, &[], sink)
}

/// The value of a key that may be missing: `None` after a mistake.
fn optional<T>(
    arguments: &[Argument],
    key: &str,
    read: impl FnOnce(&LitStr, &mut Sink) -> Option<T>,
    sink: &mut Sink,
) -> Option<Option<T>> {
    let Some(argument) = words::first(arguments, key) else { return Some(None) };
    let text = words::text(argument, keys::WAIVER, sink)?;
    read(&text, sink).map(Some)
}

fn why(arguments: &[Argument], sink: &mut Sink) -> Option<String> {
    let argument = words::first(arguments, "why")?;
    let text = words::text(argument, keys::WAIVER, sink)?;
    match reason::check(&text.value()) {
        Ok(()) => Some(text.value()),
        Err(fault) => {
            let why = "the reason is printed in every report; a later reader decides by it whether the exception still holds";
            sink.push(&text, "ZT0108", fault.to_string(), why, fault.help());
            None
        }
    }
}

/// `before` is what stands between the parenthesis and the reason.
fn no_why(word: &Ident, before: &str, sink: &mut Sink) -> Option<String> {
    let why = match word.to_string().as_str() {
        "authenticated" => "each customer has a basket",
        "shared" => "both read the catalogue",
        "legacy" => "the old shop moves in spring",
        _ => "the price list is for everyone",
    };
    sink.push(
        word,
        "ZT0107",
        format!("`{word}` gives no reason"),
        "an exception without a reason stays for ever, because nobody knows whether it is still needed",
        match word == "legacy" {
            // Owner and day stand there already, or are told of next.
            true => format!("add `why = \"{why}\"`"),
            false => format!("write `{word}({before}why = \"{why}\")`"),
        },
    );
    None
}

fn owner(text: &LitStr, sink: &mut Sink) -> Option<String> {
    let owner = text.value();
    if owner.trim().is_empty() || owner.chars().any(char::is_control) {
        sink.push(
            text,
            "ZT0134",
            "the waiver's `owner` is nobody",
            "an exception that belongs to nobody is looked after by nobody",
            "write `owner = \"team-shop\"`, or leave it out",
        );
        return None;
    }
    Some(owner)
}

fn until(text: &LitStr, sink: &mut Sink) -> Option<Date> {
    match Date::parse(&text.value()) {
        Ok(date) => Some(date),
        Err(fault) => {
            let why = "a date that can't be read never comes, so the exception would never end";
            sink.push(text, "ZT0109", fault.to_string(), why, fault.help());
            None
        }
    }
}
