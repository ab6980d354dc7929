//! `stream(recheck = "15s")` and `socket(recheck = "15s")`: the answer goes on, and is decided about again while it does.

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
    let (stream, socket) = (words::first(known, "stream"), words::first(known, "socket"));
    if let (Some(_), Some(socket)) = (stream, socket) {
        stream_and_socket(socket, sink);
        return None;
    }
    let Some(argument) = stream.or(socket) else { return Some(None) };
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
    Some(Some(Stream { word: word.clone(), socket: socket.is_some(), recheck: recheck? }))
}

fn stream_and_socket(socket: &Argument, sink: &mut Sink) {
    sink.push(
        socket,
        "ZT1006",
        "an endpoint that is a `stream` and a `socket`",
        "a request opens one of the two: whoever asks for the other would be turned away",
        "drop `socket`, or drop `stream`: a socket sends events, too, and hears messages",
    );
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
    let why = if word == "socket" {
        "a WebSocket is opened by a GET (RFC 6455 §4.1), and clients open it again by themselves when it ends"
    } else {
        "browsers and proxies open a stream again by themselves, and would repeat what the request changes"
    };
    sink.push(
        word,
        "ZT1004",
        format!("`{word}` on {}", method.as_str()),
        why,
        format!("make the endpoint a GET: `#[zt::get(.., {word})]`"),
    );
}

/// Where nobody is known, nobody can lose the right to go on.
pub(crate) fn nobody_to_ask_again(rule: &Stream, sink: &mut Sink) {
    let word = &rule.word;
    sink.push(
        word,
        "ZT1003",
        format!("`{word}` on a public endpoint"),
        "whoever comes could hold connections open for as long as they like, and nobody is known to be asked about again",
        format!("drop `{word}`, or say who may call: `scopes(OrdersRead)`"),
    );
}
