//! `#[zt::message("orders.cancel", on = talk, ..)]`: what it is called, and the socket over which it is said.

use proc_macro2::Span;
use quote::ToTokens as _;
use syn::{Ident, LitStr, Path};
use zt_core::grammar::{Fault as _, message_name};

use super::words;
use crate::diag::{Sink, Underline};
use crate::keys;
use crate::parse::arguments::{Argument, string_of};
use crate::parse::shown::shown;

/// The name, which comes first. A literal that stands elsewhere is taken out of the arguments: it is told here and nowhere
/// else.
pub(crate) fn name(
    first: Option<&LitStr>,
    arguments: &mut Vec<Argument>,
    sink: &mut Sink,
) -> Option<String> {
    let Some(literal) = first else {
        no_name(arguments, sink);
        return None;
    };
    let name = literal.value();
    match message_name::parse(&name) {
        Ok(_) => Some(name),
        Err(fault) => {
            let why = "clients and the audit log call the message by its name: it has one spelling";
            sink.push(literal, "ZT1012", fault.to_string(), why, fault.help());
            None
        }
    }
}

fn no_name(arguments: &mut Vec<Argument>, sink: &mut Sink) {
    let stray = arguments.iter().position(|argument| argument.key().is_none());
    let stray = stray.map(|at| arguments.remove(at));
    let rules: Vec<_> = arguments.iter().map(|rule| format!(", {}", shown(rule))).collect();
    let name = stray.as_ref().and_then(stray_name).unwrap_or_else(|| "orders.cancel".to_owned());
    let why = "clients say the message by its name: without one nobody could";
    let help = format!("#[zt::message(\"{name}\"{})]", rules.concat());
    let (under, what) = match &stray {
        Some(stray) => {
            let what = match stray_name(stray) {
                Some(name) => format!("the name `\"{name}\"` does not come first"),
                None => format!("`{}` stands where the name belongs", stray.to_token_stream()),
            };
            (Underline::from(stray), what)
        }
        None => {
            let under = arguments.first().map(Underline::from);
            (under.unwrap_or_else(|| Span::call_site().into()), "a message has no name".to_owned())
        }
    };
    sink.push(under, "ZT1012", what, why, help);
}

/// A name in the wrong place.
fn stray_name(stray: &Argument) -> Option<String> {
    let Argument::Literal(literal) = stray else { return None };
    let name = string_of(literal)?.value();
    message_name::parse(&name).is_ok().then_some(name)
}

/// The endpoint that `on = ..` names; whether it is a socket is known once types are.
pub(crate) fn socket(
    handler: &Ident,
    written: &[Argument],
    known: &[Argument],
    sink: &mut Sink,
) -> Option<Path> {
    let Some(argument) = words::first(known, "on") else {
        // An unknown word that may have been meant for it is told already.
        if written.iter().any(is_unknown) {
            return None;
        }
        sink.push(
            handler,
            "ZT1011",
            format!("message `{handler}` does not say over which socket it is said"),
            "a message is heard over an open socket, whose own rule decided who may open it; nobody could say this one",
            "add `on = talk`, the name of the endpoint that says `socket`",
        );
        return None;
    };
    let Argument::Assigned { value, .. } = argument else {
        words::wrong_shape(argument, keys::MESSAGE, sink);
        return None;
    };
    let path = syn::parse2(value.clone()).ok();
    if path.is_none() {
        words::wrong_shape(argument, keys::MESSAGE, sink);
    }
    path
}

fn is_unknown(argument: &Argument) -> bool {
    let Argument::Assigned { key, .. } = argument else { return false };
    keys::example(keys::MESSAGE, &key.to_string()).is_none()
}
