//! An endpoint: the function, a type of its name, and what the rule proves.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::parse_quote_spanned;
use syn::spanned::Spanned as _;

use super::reached::{Asked, each};
use super::{call, contract};
use crate::model::{Access, Clause, Endpoint, Target};
use crate::parse::function::Function;
use crate::paths::{Runtime, at_user};

/// All items of an endpoint.
pub(crate) fn endpoint(runtime: &Runtime, model: &Endpoint, function: Function) -> TokenStream {
    let endpoint_type = endpoint_type(model, &function);
    let function = gated(runtime, function);
    let rule = rule(runtime, model);
    quote!(#function #endpoint_type #rule)
}

/// The user's function with an argument that only the gate can make: one handler can't call another.
fn gated(runtime: &Runtime, function: Function) -> Function {
    let only_the_gate = runtime.private("OnlyTheGate");
    function.with_last(parse_quote_spanned!(Span::mixed_site()=> _: #only_the_gate))
}

/// A braced struct takes the type namespace only: `let list_orders = ..` still compiles beside an endpoint of that name.
fn endpoint_type(model: &Endpoint, function: &Function) -> TokenStream {
    let name = type_name(&model.handler.name);
    let visibility = &function.visibility;
    let (docs, conditions) = (&model.handler.docs, &model.handler.conditions);
    quote_spanned!(Span::mixed_site()=> #(#docs)* #(#conditions)* #visibility struct #name { _p: () })
}

/// The endpoint's name as a type: shown at the function's name, made by us for the lints.
pub(crate) fn type_name(name: &Ident) -> Ident {
    located(name, at_user(name.span()))
}

fn located(name: &Ident, at: Span) -> Ident {
    let mut name = name.clone();
    name.set_span(at);
    name
}

/// The impls, in a scope of their own: a scope's path stands there once, so that a mistyped one is one error.
fn rule(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    let needed = NeededScopes::of(&model.access);
    let conditions = &model.handler.conditions;
    let items = [
        socket(runtime, model),
        needed.aliases(),
        endpoint_impl(runtime, model, &needed),
        needed.impls(runtime, &model.handler.name),
        knows_its_caller(runtime, model),
        takes_a_body(runtime, model),
        streams(runtime, model),
        effects_fit(runtime, model),
        own_segment(runtime, model),
    ];
    quote_spanned!(Span::mixed_site()=> #(#conditions)* const _: () = { #(#items)* };)
}

fn endpoint_impl(runtime: &Runtime, model: &Endpoint, needed: &NeededScopes<'_>) -> TokenStream {
    let name = type_name(&model.handler.name);
    let (endpoint, contract_type) = (runtime.public("Endpoint"), runtime.private("Contract"));
    let contract = contract::endpoint(runtime, model, &needed.clauses(runtime));
    let (call, stores) = (call::call(runtime, model), stores(runtime, model));
    let reached = runtime.private("Reached");
    quote_spanned! {Span::mixed_site()=>
        impl #endpoint for #name {
            const CONTRACT: &'static #contract_type = &#contract;
            const STORES: #reached = #stores;
            #call
        }
    }
}

/// The stores that the handler's arguments can reach.
fn stores(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    let asked: Vec<_> = (0..model.handler.arguments.len()).map(Asked::number).collect();
    let (handler, values) = (type_name(&model.handler.name), asked.iter().map(|it| &it.value));
    let ask = runtime.private("ask_reached");
    let taken = quote_spanned!(Span::mixed_site()=> #handler(#(#values,)* #ask().0));
    each(runtime, &asked, &taken)
}

/// A store of another segment than the one that the endpoint itself says: told at the argument that reaches it.
fn own_segment(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    // A message is of its socket's, whatever that says.
    if model.shared.segment.is_none() && !model.is_message() {
        return TokenStream::new();
    }
    let (name, endpoint) = (type_name(&model.handler.name), runtime.public("Endpoint"));
    let checks = model.handler.arguments.iter().enumerate().map(|(number, argument)| {
        let check = runtime.private_at("check_argument_stores", argument.at);
        quote_spanned! {at_user(argument.at)=>
            const _: () = #check(
                <#name as #endpoint>::CONTRACT,
                &<#name as #endpoint>::STORES,
                #number,
            );
        }
    });
    checks.collect()
}

fn knows_its_caller(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    if !model.access.identifies() {
        return TokenStream::new();
    }
    let (name, identified) = (type_name(&model.handler.name), runtime.public("Identified"));
    quote_spanned!(Span::mixed_site()=> impl #identified for #name {})
}

fn takes_a_body(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    if !model.method.takes_a_body() {
        return TokenStream::new();
    }
    let (name, takes_body) = (type_name(&model.handler.name), runtime.public("TakesBody"));
    quote_spanned!(Span::mixed_site()=> impl #takes_body for #name {})
}

/// The contract of the socket over which a message is said, under a name of its own: what is no socket is one error.
fn socket(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    let Target::Message { socket, .. } = &model.target else { return TokenStream::new() };
    let at = socket.span();
    let (need, contract) = (runtime.private_at("need_socket", at), runtime.private("Contract"));
    let Some(mut word) = socket.segments.last().map(|last| last.ident.clone()) else {
        return TokenStream::new();
    };
    word.set_span(Span::mixed_site());
    let named = format_ident!("Named", span = at_user(at));
    let alone = socket.leading_colon.is_none() && socket.segments.len() == 1;
    let here = alone.then(|| quote_spanned!(at_user(at)=> self::));
    // A plain function is no type: the import then leaves the outer alias in its place.
    quote_spanned! {at_user(at)=>
        const SOCKET: &'static #contract = {
            mod no_socket { pub(super) enum #word {} }
            type #named = no_socket::#word;
            { use #here #socket as #named; #need::<#named>() }
        };
    }
}

fn streams(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    let Some(stream) = &model.stream else { return TokenStream::new() };
    let name = type_name(&model.handler.name);
    let words = ["Streams", "Socket"].into_iter().take(if stream.socket { 2 } else { 1 });
    let words = words.map(|word| runtime.public(word));
    quote_spanned!(Span::mixed_site()=> #(impl #words for #name {})*)
}

/// A changing endpoint needs a writing scope in each alternative: known once the scopes' types are.
fn effects_fit(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    let Access::Scopes { word, .. } = &model.access else { return TokenStream::new() };
    if !model.changes() {
        return TokenStream::new();
    }
    let at = at_user(*word);
    let check = runtime.private_at("check_scope_effects", *word);
    let (endpoint, name) = (runtime.public("Endpoint"), type_name(&model.handler.name));
    quote_spanned!(at=> const _: () = #check(<#name as #endpoint>::CONTRACT);)
}

/// Each scope of the rule under a name of its own.
struct NeededScopes<'a>(Vec<(&'a Clause, Vec<Ident>)>);

impl<'a> NeededScopes<'a> {
    fn of(access: &'a Access) -> Self {
        let Access::Scopes { clauses, .. } = access else { return Self(Vec::new()) };
        let mut names = (0..)
            .map(|number: usize| format_ident!("NeededScope{number}", span = Span::mixed_site()));
        let named = clauses
            .iter()
            .map(|clause| (clause, names.by_ref().take(clause.scopes().len()).collect()));
        Self(named.collect())
    }

    fn each(&self) -> impl Iterator<Item = (&Clause, &Ident, &syn::Path)> {
        self.0.iter().flat_map(|(clause, names)| {
            names.iter().zip(clause.scopes()).map(move |(name, path)| (*clause, name, path))
        })
    }

    fn aliases(&self) -> TokenStream {
        let aliases = self
            .each()
            .map(|(_, name, path)| quote_spanned!(Span::mixed_site()=> type #name = #path;));
        aliases.collect()
    }

    fn clauses(&self, runtime: &Runtime) -> TokenStream {
        let scope_trait = runtime.public("Scope");
        let clauses = self.0.iter().map(|(clause, names)| {
            let infos = names.iter().zip(clause.scopes()).map(|(name, path)| {
                let at = at_user(path.span());
                let name = located(name, at);
                quote_spanned!(at=> <#name as #scope_trait>::INFO)
            });
            quote!(&[#(#infos),*])
        });
        quote!(&[#(#clauses),*])
    }

    fn impls(&self, runtime: &Runtime, endpoint: &Ident) -> TokenStream {
        let endpoint = type_name(endpoint);
        let impls = self.each().map(|(clause, scope, path)| {
            let word = match clause {
                Clause::One(_) => "Requires",
                Clause::Any(_) => "Offers",
            };
            let proves = runtime.public_at(word, path.span());
            quote_spanned!(at_user(path.span())=> impl #proves<#scope> for #endpoint {})
        });
        impls.collect()
    }
}
