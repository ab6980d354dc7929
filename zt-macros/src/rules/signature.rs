//! The handler's signature.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Attribute, GenericParam, Receiver, ReturnType, Signature, Type};

use super::types;
use crate::diag::Sink;
use crate::model::Binding;

/// All that is wrong with the head of the function, its arguments aside.
pub(crate) fn head(signature: &Signature, sink: &mut Sink) {
    asynchronous(signature, sink);
    plain(signature, sink);
    no_generics(signature, sink);
    answers(signature, sink);
}

fn asynchronous(signature: &Signature, sink: &mut Sink) {
    if signature.asyncness.is_none() {
        let name = &signature.ident;
        sink.push(
            signature.fn_token.span,
            "ZT0212",
            format!("handler `{name}` is not async"),
            "a handler that blocks holds up every other request of its thread",
            format!("write `async fn {name}`"),
        );
    }
}

fn plain(signature: &Signature, sink: &mut Sink) {
    let name = &signature.ident;
    let mut refuse = |under: &dyn ToTokens, word: &str| {
        sink.push(
            &under.to_token_stream(),
            "ZT0216",
            format!("handler `{name}` is `{word}`"),
            "only the gate calls a handler, with what it has checked; the word would promise another caller",
            format!("write `async fn {name}`"),
        );
    };
    if let Some(constness) = &signature.constness {
        refuse(constness, "const");
    }
    if !signature.safety.to_token_stream().is_empty() {
        refuse(&signature.safety, "unsafe");
    }
    if let Some(abi) = &signature.abi {
        refuse(abi, "extern");
    }
}

fn no_generics(signature: &Signature, sink: &mut Sink) {
    let name = &signature.ident;
    let why = "an endpoint is one rule for one function; of a generic one there are many";
    let help = format!("write `async fn {name}` without `{}`", types::shown(&signature.generics));
    for parameter in &signature.generics.params {
        let shown = match parameter {
            GenericParam::Lifetime(it) => it.lifetime.to_string(),
            GenericParam::Type(it) => it.ident.to_string(),
            GenericParam::Const(it) => it.ident.to_string(),
        };
        let what = format!("handler `{name}` is generic over `{shown}`");
        sink.push(parameter, "ZT0213", what, why, &help);
    }
    if let Some(clause) = &signature.generics.where_clause {
        let what = format!("handler `{name}` has a `where` clause");
        sink.push(&clause.where_token, "ZT0213", what, why, "drop the `where` clause");
    }
}

fn answers(signature: &Signature, sink: &mut Sink) {
    let name = &signature.ident;
    match &signature.output {
        ReturnType::Default => sink.push(
            name,
            "ZT0219",
            format!("handler `{name}` does not say what it answers with"),
            "what goes out is checked by its type, field by field",
            "write `-> Answer<OrderView>`, or `-> NoContent`",
        ),
        ReturnType::Type(_, answer) => named(name, answer, sink),
    }
}

fn named(name: &Ident, answer: &Type, sink: &mut Sink) {
    if types::has_impl_trait(answer) {
        sink.push(
            answer,
            "ZT0219",
            format!("handler `{name}` does not say which type it answers with"),
            "what goes out is checked by its type, field by field",
            "write `-> Answer<OrderView>`, or `-> NoContent`",
        );
    }
}

/// A method has no place in a list of endpoints.
pub(crate) fn no_receiver(name: &Ident, receiver: &Receiver, sink: &mut Sink) {
    sink.push(
        receiver,
        "ZT0217",
        format!("endpoint `{name}` is a method"),
        "only the gate calls a handler, and it has no `self` to call it on",
        "move it out of the impl block, and take what it needs as an argument: `orders: Data<Orders>`",
    );
}

/// Each annotation makes an endpoint of the function's name.
pub(crate) fn one_annotation(name: &Ident, others: &[Attribute], sink: &mut Sink) {
    for other in others {
        sink.push(
            other.path(),
            "ZT0220",
            format!("endpoint `{name}` has a second annotation"),
            "one function with two rules is as open as the weaker one",
            format!(
                "drop `#[{}(..)]`, or write a second function for it that calls what both share",
                types::shown(other.path())
            ),
        );
    }
}

/// One argument alone: its shape, not whether the request has something for it.
pub(crate) fn argument(
    handler: &Ident,
    argument: &syn::PatType,
    sink: &mut Sink,
) -> Option<Binding> {
    let before = sink.len();
    no_attributes(&argument.attrs, sink);
    let name = types::plain_name(argument, sink);
    let (lent, inner) = types::lent(&argument.ty, sink);
    types::no_impl_trait(handler, &argument.pat, inner, sink);
    types::no_lifetimes(&argument.ty, sink);
    types::lent_only(inner, lent, sink);
    let name = name?;
    (sink.len() == before).then(|| Binding { name, lent, at: types::first_span(inner) })
}

fn no_attributes(attributes: &[Attribute], sink: &mut Sink) {
    for attribute in attributes {
        sink.push(
            attribute,
            "ZT0228",
            "an attribute on a handler's argument",
            "with `#[cfg]` the gate would check an argument that isn't there, or miss one that is",
            format!("drop `{}`, or put it on the function", types::shown(attribute)),
        );
    }
}

/// The request has one body.
pub(crate) fn one_body(arguments: &[&syn::PatType], sink: &mut Sink) {
    let bodies = arguments.iter().filter_map(|it| Some((&it.pat, types::body(&it.ty)?)));
    for (name, (second, word)) in bodies.skip(1) {
        sink.push(
            second,
            "ZT0221",
            format!("`{word}` is a second body"),
            "a request has one body: two readers of it could understand two different things",
            format!("drop `{}`, and let one `&Body<T>` have all the fields", types::shown(name)),
        );
    }
}
