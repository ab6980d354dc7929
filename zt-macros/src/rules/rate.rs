//! `rate("60/min", by = client)`.

use syn::Ident;
use zt_core::grammar::{Fault, Rate};

use super::words;
use crate::diag::Sink;
use crate::keys::{self, Key};
use crate::model::{By, RateRule};
use crate::parse::arguments::{Argument, split, string_of};
use crate::suggest;

/// `keys` are the words of the annotation that the rule stands in.
pub(crate) fn rate(argument: &Argument, keys: &[Key], sink: &mut Sink) -> Option<RateRule> {
    let (word, group) = words::called(argument, keys, sink)?;
    let mut arguments = split(group.stream());
    let rate = literal(word, &mut arguments, sink);
    let arguments = words::known(arguments, keys::RATE, &[], sink);
    let by = match words::first(&arguments, "by") {
        Some(by) => Some(self::by(by, sink)?),
        None => None,
    };
    Some(RateRule { rate: rate?, by })
}

fn literal(word: &Ident, arguments: &mut Vec<Argument>, sink: &mut Sink) -> Option<Rate> {
    let why = "a limit that can't be read limits nothing";
    let literal = match arguments.first() {
        Some(Argument::Literal(literal)) => literal.clone(),
        _ => {
            sink.push(word, "ZT0121", "`rate` says no rate", why, "write `rate(\"60/min\")`");
            return None;
        }
    };
    arguments.remove(0);
    let Some(text) = string_of(&literal) else {
        let what = format!("`{literal}` is no rate");
        sink.push(&literal, "ZT0121", what, why, "write `rate(\"60/min\")`");
        return None;
    };
    match Rate::parse(&text.value()) {
        Ok(rate) => Some(rate),
        Err(fault) => {
            sink.push(&text, "ZT0121", fault.to_string(), why, fault.help());
            None
        }
    }
}

fn by(argument: &Argument, sink: &mut Sink) -> Option<(By, proc_macro2::Span)> {
    let Argument::Assigned { key, value } = argument else {
        words::wrong_shape(argument, keys::RATE, sink);
        return None;
    };
    let written = value.to_string();
    let at = words::value_span(value, key.span());
    if let Some(by) = By::parse(&written) {
        return Some((by, at));
    }
    let help = suggest::help(written.trim_matches('"'), &keys::RATE_BY);
    sink.push(
        value,
        "ZT0122",
        format!("a rate can't be counted by `{written}`"),
        "a limit that is counted for nobody limits nobody",
        help,
    );
    None
}

/// Nobody's subject, client or tenant is known on a public endpoint.
pub(crate) fn counts_whom_nobody_knows(rule: &RateRule, sink: &mut Sink) {
    let Some((by, at)) = rule.by.filter(|(by, _)| *by != By::Ip) else { return };
    let word = format!("{by:?}").to_lowercase();
    sink.push(
        at,
        "ZT0125",
        format!("`by = {word}` on a public endpoint"),
        "a public endpoint asks for no credential, so all of its callers would share one allowance",
        "write `by = ip`, or leave `by` out",
    );
}
