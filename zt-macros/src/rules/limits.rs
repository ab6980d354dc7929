//! `limits(body = "64KiB", time = "2s")`, and what it has in common with its neighbours.

use proc_macro2::Span;
use zt_core::grammar::{Fault, Size, Span as Duration};

use super::any_of::NETWORK;
use super::{proof, rate, segment, words};
use crate::diag::Sink;
use crate::keys::{self, Key};
use crate::model::{Limits, Shared};
use crate::parse::arguments::{Argument, split};

/// The rules that endpoints, groups and services have in common. `keys` are the words of the annotation.
pub(crate) fn shared(known: &[Argument], keys: &[Key], sink: &mut Sink) -> Option<Shared> {
    let rate = optional(known, "rate", |argument| rate::rate(argument, keys, sink));
    let proof = optional(known, "proof", |argument| proof::proof(argument, keys, sink));
    let network =
        optional(known, NETWORK.key, |argument| NETWORK.read_called(argument, keys, sink));
    let limits = optional(known, "limits", |argument| limits(argument, keys, sink));
    let segment = optional(known, "segment", |argument| segment::segment(argument, keys, sink));
    Some(Shared {
        rate: rate?,
        proof: proof?,
        network: network?.unwrap_or_default(),
        limits: limits?.unwrap_or_default(),
        segment: segment?,
    })
}

/// `None` after a mistake.
pub(super) fn optional<T>(
    known: &[Argument],
    word: &str,
    read: impl FnOnce(&Argument) -> Option<T>,
) -> Option<Option<T>> {
    match words::first(known, word) {
        Some(argument) => read(argument).map(Some),
        None => Some(None),
    }
}

fn limits(argument: &Argument, keys: &[Key], sink: &mut Sink) -> Option<Limits> {
    let (word, group) = words::called(argument, keys, sink)?;
    let arguments = words::inside(word, split(group.stream()), keys::LIMITS, keys, sink);
    let body = optional(&arguments, "body", |body| size(body, sink));
    let time = optional(&arguments, "time", |time| duration(time, keys::LIMITS, sink));
    Some(Limits { body: body?, time: time? })
}

pub(super) fn duration(argument: &Argument, keys: &[Key], sink: &mut Sink) -> Option<Duration> {
    let text = words::text(argument, keys, sink)?;
    match Duration::parse(&text.value()) {
        Ok(duration) => Some(duration),
        Err(fault) => {
            let why = "a time that can't be read bounds nothing";
            sink.push(&text, "ZT0123", fault.to_string(), why, fault.help());
            None
        }
    }
}

fn size(argument: &Argument, sink: &mut Sink) -> Option<(Size, Span)> {
    let text = words::text(argument, keys::LIMITS, sink)?;
    let at = argument.key().map_or_else(|| text.span(), proc_macro2::Ident::span);
    match Size::parse(&text.value()) {
        Ok(size) => Some((size, at)),
        Err(fault) => {
            let why = "a size that can't be read bounds nothing";
            sink.push(&text, "ZT0124", fault.to_string(), why, fault.help());
            None
        }
    }
}

/// A limit on what is never read.
pub(crate) fn body_where_none_is_read(method: &str, limits: &Limits, sink: &mut Sink) {
    let Some((_, at)) = limits.body else { return };
    sink.push(
        at,
        "ZT0132",
        format!("`limits(body)` on {method}, which reads no body"),
        "a rule without effect lies to its reader",
        "drop `body`, or let the endpoint be a POST, PUT or PATCH",
    );
}
