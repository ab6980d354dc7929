//! Model → tokens. Can't fail: what could is a rule.

mod call;
mod contract;
mod decoy;
mod endpoint;
mod main;
mod outer;
mod package;
#[cfg(test)]
mod tests;

pub(crate) use contract::{no_shared_rules, place, strictest_rules, waiver};
pub(crate) use endpoint::type_name;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use zt_core::contract::Method;

use crate::diag::Sink;
use crate::fallback;
use crate::model::Kind;
use crate::parse::function::{Function, conditions, take_annotations};
use crate::parse::unit::{Unit, name_of};
use crate::rules;

/// `#[zt::get(..)]` and its sisters.
pub(crate) fn endpoint(method: Method, rules: TokenStream, item: TokenStream) -> TokenStream {
    let mut sink = Sink::new();
    let Ok(mut function) = syn::parse2::<Function>(item.clone()) else {
        no_function(&item, &mut sink);
        return with_errors(sink, item);
    };
    let others = take_annotations(&mut function);
    let name = function.signature.ident.clone();
    rules::signature::one_annotation(&name, &others, &mut sink);
    if let Some(receiver) = function.signature.receiver() {
        rules::signature::no_receiver(&name, receiver, &mut sink);
    }
    match rules::endpoint::endpoint(method, rules, &function, &mut sink) {
        (runtime, Some(model)) => endpoint::endpoint(&runtime, &model, function),
        (runtime, None) => with_errors(sink, fallback::endpoint(&runtime, &function)),
    }
}

fn no_function(item: &TokenStream, sink: &mut Sink) {
    let what = "an endpoint's annotation on something that is no function";
    let why = "only a function can be run by the gate after the rule was checked";
    let help = "write it above `async fn`: `async fn get_order(..) -> Answer<OrderView>`";
    match name_of(item) {
        Some(name) => sink.push(&name, "ZT0211", what, why, help),
        None => sink.push(Span::call_site(), "ZT0211", what, why, help),
    }
}

/// `#[zt::group(..)]`.
pub(crate) fn group(rules: TokenStream, item: TokenStream) -> TokenStream {
    outer(Kind::Group, rules, item)
}

/// `#[zt::service(..)]`.
pub(crate) fn service(rules: TokenStream, item: TokenStream) -> TokenStream {
    outer(Kind::Service, rules, item)
}

fn outer(kind: Kind, rules: TokenStream, item: TokenStream) -> TokenStream {
    let mut sink = Sink::new();
    let Ok(unit) = syn::parse2::<Unit>(item.clone()) else {
        rules::outer::no_unit(kind, &item, &mut sink);
        return with_errors(sink, item);
    };
    match rules::outer::outer(kind, rules, &unit, &mut sink) {
        (_, Some(model)) => [item, outer::outer(&model)].into_iter().collect(),
        (runtime, None) => {
            let stub = fallback::outer(&runtime, kind, &unit);
            with_errors(sink, [item, stub].into_iter().collect())
        }
    }
}

/// `#[zt::decoy(..)]`.
pub(crate) fn decoy(rules: TokenStream, item: TokenStream) -> TokenStream {
    let mut sink = Sink::new();
    let Ok(unit) = syn::parse2::<Unit>(item.clone()) else {
        rules::decoy::no_unit(&item, &mut sink);
        return with_errors(sink, item);
    };
    match rules::decoy::decoy(rules, &unit, &mut sink) {
        (runtime, Some(model)) => [item, decoy::decoy(&runtime, &model)].into_iter().collect(),
        (runtime, None) => {
            let conditions: Vec<_> = conditions(&unit.attributes).into_iter().cloned().collect();
            let stub = decoy::stub(&runtime, &unit.name, &conditions);
            with_errors(sink, [item, stub].into_iter().collect())
        }
    }
}

/// `#[zt::main]`.
pub(crate) fn main(rules: TokenStream, item: TokenStream) -> TokenStream {
    let mut sink = Sink::new();
    let Ok(function) = syn::parse2::<Function>(item.clone()) else {
        no_main(&item, &mut sink);
        return with_errors(sink, item);
    };
    let runtime = rules::main::main(rules, &function, &mut sink);
    if sink.is_empty() {
        return main::main(&runtime, &function);
    }
    with_errors(sink, fallback::main(function).into_token_stream())
}

fn no_main(item: &TokenStream, sink: &mut Sink) {
    let what = "`zt::main` on something that is no function";
    let why = "the operating system calls it, and hands it nothing";
    let help = "write `async fn main() -> zt::Result<()>`";
    match name_of(item) {
        Some(name) => sink.push(&name, "ZT0914", what, why, help),
        None => sink.push(Span::call_site(), "ZT0914", what, why, help),
    }
}

fn with_errors(sink: Sink, item: TokenStream) -> TokenStream {
    [sink.finish(), item].into_iter().collect()
}
