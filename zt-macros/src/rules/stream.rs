//! `stream`, `stream(recheck = "15s")`: the answer goes on, and is decided about again while it does.

use syn::Ident;
use zt_core::contract::{Method, StreamRule};
use zt_core::grammar::Span as Duration;

use super::limits::{duration, optional};
use super::words;
use crate::diag::Sink;
use crate::keys;
use crate::model::Stream;
use crate::parse::arguments::{Argument, split};

/// `None` after a mistake.
pub(crate) fn stream(
    method: Method,
    known: &[Argument],
    sink: &mut Sink,
) -> Option<Option<Stream>> {
    let Some(argument) = words::first(known, "stream") else { return Some(None) };
    let (word, recheck) = match argument {
        Argument::Word(word) => (word, Some(None)),
        _ => {
            let (word, group) = words::called(argument, keys::ENDPOINT, sink)?;
            let inside =
                words::inside(word, split(group.stream()), keys::STREAM, keys::ENDPOINT, sink);
            (word, optional(&inside, "recheck", |it| recheck(it, sink)))
        }
    };
    only_on_get(method, word, sink);
    Some(Some(Stream { word: word.span(), recheck: recheck? }))
}

fn recheck(argument: &Argument, sink: &mut Sink) -> Option<Duration> {
    let recheck = duration(argument, keys::STREAM, sink)?;
    if StreamRule::admits(recheck) {
        return Some(recheck);
    }
    let (shortest, longest) = (StreamRule::SHORTEST, StreamRule::LONGEST);
    let (bound, nearest) = if recheck.is_longer_than(longest) {
        (format!("longer than {longest}"), longest)
    } else {
        (format!("shorter than {shortest}"), shortest)
    };
    let at = argument.key().map_or_else(proc_macro2::Span::call_site, Ident::span);
    sink.push(
        at,
        "ZT1005",
        format!("`recheck` of {recheck} is {bound}"),
        "until it is decided again, a stream goes on for a caller who has lost the right to it",
        format!("write `recheck = \"{nearest}\"`, or leave it out for {}", StreamRule::RECHECK),
    );
    None
}

fn only_on_get(method: Method, word: &Ident, sink: &mut Sink) {
    if method == Method::Get {
        return;
    }
    sink.push(
        word,
        "ZT1004",
        format!("`stream` on {}", method.as_str()),
        "browsers and proxies open a stream again by themselves, and would repeat what the request changes",
        "make the endpoint a GET: `#[zt::get(.., stream)]`",
    );
}

/// Where nobody is known, nobody can lose the right to go on.
pub(crate) fn nobody_to_ask_again(rule: &Stream, sink: &mut Sink) {
    sink.push(
        rule.word,
        "ZT1003",
        "`stream` on a public endpoint",
        "whoever comes could hold connections open for as long as they like, and nobody is known to be asked about again",
        "drop `stream`, or say who may call: `scopes(OrdersRead)`",
    );
}
