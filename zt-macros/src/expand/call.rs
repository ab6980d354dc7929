//! The one call of the handler: bind, settle, run, answer.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::endpoint::type_name;
use crate::model::{Binding, Endpoint};
use crate::paths::{Runtime, at_user};

/// `fn call(cx) -> CallFuture`.
pub(crate) fn call(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    let (cx, future) = (runtime.private("Cx"), runtime.private("CallFuture"));
    let body = body(runtime, model);
    quote_spanned! {Span::mixed_site()=>
        fn call(cx: &#cx) -> #future<'_> {
            #body
        }
    }
}

fn body(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    let (gathering, otherwise) = (runtime.private("Gathering"), runtime.private("ElseUndescribed"));
    let arguments = named(model);
    let bind = arguments.iter().map(|argument| bind(runtime, model, argument));
    let within = within(runtime, model, &arguments);
    let settle = arguments.iter().map(settle);
    let answer = answer(runtime, model, &arguments);
    quote_spanned! {Span::mixed_site()=>
        use #otherwise as _;
        let mut gathering = #gathering::of(cx);
        #(#bind)*
        let calling = gathering.call(move |settled| {
            #(#settle)*
            #(#within)*
            #answer
        });
        calling.run()
    }
}

/// An argument and the name of its value.
struct Named<'a> {
    value: Ident,
    argument: &'a Binding,
}

fn named(model: &Endpoint) -> Vec<Named<'_>> {
    let arguments = model.handler.arguments.iter().enumerate();
    let named = arguments.map(|(number, argument)| {
        let value = format_ident!("argument_{number}", span = Span::mixed_site());
        Named { value, argument }
    });
    named.collect()
}

/// The value's type is inferred from the handler's call: one error, at the user's type, when it can't be bound.
fn bind(runtime: &Runtime, model: &Endpoint, named: &Named<'_>) -> TokenStream {
    let (value, at) = (&named.value, named.argument.at);
    let endpoint = Ident::new(&model.handler.name.to_string(), at_user(at));
    let name = &named.argument.name;
    let (function, param) = match role(model, named.argument) {
        Role::Tied => (tied(model.changes(), named.argument.lent), Some(name)),
        Role::Open => ("open_param", Some(name)),
        Role::Other if model.is_probe() => ("probe_argument", None),
        Role::Other if model.is_message() && named.argument.lent => ("message_argument", None),
        Role::Other if model.is_message() => ("message_own", None),
        Role::Other if named.argument.lent => ("argument", None),
        Role::Other => ("own", None),
    };
    let function = runtime.private_at(function, at);
    let param = param.into_iter();
    quote_spanned! {at_user(at)=>
        let #value = #function::<_, #endpoint>(&mut gathering #(, #param)*);
    }
}

/// What is taken by value could outlive the request: fewer types may be.
const fn tied(changes: bool, lent: bool) -> &'static str {
    match (changes, lent) {
        (true, true) => "tied_to_change",
        (true, false) => "own_to_change",
        (false, true) => "tied_to_read",
        (false, false) => "own_to_read",
    }
}

#[derive(PartialEq, Eq)]
enum Role {
    Tied,
    Open,
    Other,
}

fn role(model: &Endpoint, argument: &Binding) -> Role {
    if !model.params().contains(&argument.name) {
        Role::Other
    } else if model.open.iter().any(|open| open.name == argument.name) {
        Role::Open
    } else {
        Role::Tied
    }
}

/// Two objects in one path: the gate compares them, whatever the handler does.
fn within(runtime: &Runtime, model: &Endpoint, arguments: &[Named<'_>]) -> Vec<TokenStream> {
    let tied = |param: &String| {
        arguments.iter().find(|named| {
            named.argument.name == *param && role(model, named.argument) == Role::Tied
        })
    };
    let tied: Vec<_> = model.params().iter().filter_map(tied).collect();
    let mut pairs = Vec::new();
    for (at, inner) in tied.iter().enumerate() {
        pairs.extend(tied.iter().take(at).map(|outer| pair(runtime, outer, inner)));
    }
    pairs
}

fn pair(runtime: &Runtime, outer: &Named<'_>, inner: &Named<'_>) -> TokenStream {
    let at = inner.argument.at;
    let within = runtime.private_at("within", at);
    let [outer, inner] = [outer, inner].map(|named| {
        let mut value = named.value.clone();
        value.set_span(at_user(at));
        if named.argument.lent { quote!(#value) } else { quote_spanned!(at_user(at)=> &#value) }
    });
    quote_spanned! {at_user(at)=>
        if !#within(settled, #outer, #inner) {
            return ::core::option::Option::None;
        }
    }
}

fn settle(named: &Named<'_>) -> TokenStream {
    let value = &named.value;
    let way = if named.argument.lent { "lend" } else { "own" };
    let way = Ident::new(way, Span::mixed_site());
    quote_spanned! {Span::mixed_site()=>
        let #value = settled.#way(#value)?;
    }
}

/// The answer stands at its type, so that one that is none is underlined there.
fn answer(runtime: &Runtime, model: &Endpoint, arguments: &[Named<'_>]) -> TokenStream {
    let handler = type_name(&model.handler.name);
    let values = arguments.iter().map(|named| &named.value);
    let at = model.handler.answer;
    let respond = match () {
        () if model.is_probe() => "respond_probe",
        () if model.is_message() => "respond_message",
        () if model.stream.is_some() => "respond_stream",
        () => "respond",
    };
    let respond = runtime.private_at(respond, at);
    let answer = Ident::new("answer", at_user(at));
    let answered = quote_spanned!(at_user(at)=> #respond(settled, #answer));
    quote_spanned! {Span::mixed_site()=>
        let #answer = #handler(#(#values,)* settled.enter());
        ::core::option::Option::Some(#answered)
    }
}
