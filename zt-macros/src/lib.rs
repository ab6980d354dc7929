//! The compile-time half of zt: parse → model → rules → expand.
//!
//! The macros are documented where they are used, on their re-exports in `zt-runtime`. They know names only, never policy:
//! what a rule means is decided by the types that the generated code names.

use proc_macro::TokenStream;
use zt_core::contract::Method;

mod derive;
mod diag;
mod expand;
mod fallback;
mod keys;
mod model;
mod parse;
mod paths;
mod rules;
mod store;
mod suggest;

use diag::{attribute, derived};

/// An endpoint that answers GET.
#[proc_macro_attribute]
pub fn get(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, |rules, item| expand::endpoint(Method::Get, rules, item))
}

/// An endpoint that answers HEAD.
#[proc_macro_attribute]
pub fn head(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, |rules, item| expand::endpoint(Method::Head, rules, item))
}

/// An endpoint that answers POST.
#[proc_macro_attribute]
pub fn post(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, |rules, item| expand::endpoint(Method::Post, rules, item))
}

/// An endpoint that answers PUT.
#[proc_macro_attribute]
pub fn put(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, |rules, item| expand::endpoint(Method::Put, rules, item))
}

/// An endpoint that answers PATCH.
#[proc_macro_attribute]
pub fn patch(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, |rules, item| expand::endpoint(Method::Patch, rules, item))
}

/// An endpoint that answers DELETE.
#[proc_macro_attribute]
pub fn delete(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, |rules, item| expand::endpoint(Method::Delete, rules, item))
}

/// What clients say over a socket.
#[proc_macro_attribute]
pub fn message(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, |rules, item| expand::endpoint(Method::Message, rules, item))
}

/// A path that nobody has a reason to ask for.
#[proc_macro_attribute]
pub fn decoy(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, expand::decoy)
}

/// Endpoints under one prefix.
#[proc_macro_attribute]
pub fn group(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, expand::group)
}

/// The endpoints and groups that are served together.
#[proc_macro_attribute]
pub fn service(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, expand::service)
}

/// The program's start.
#[proc_macro_attribute]
pub fn main(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, expand::main)
}

/// The only door to data: each method takes a proof.
#[proc_macro_attribute]
pub fn store(rules: TokenStream, item: TokenStream) -> TokenStream {
    attribute(rules, item, store::expand)
}

/// A scope: what a token may do.
#[proc_macro_derive(Scope, attributes(scope))]
pub fn scope(input: TokenStream) -> TokenStream {
    derived(input, derive::scope::expand)
}

/// A role: a name in tokens for scopes.
#[proc_macro_derive(Role, attributes(role))]
pub fn role(input: TokenStream) -> TokenStream {
    derived(input, derive::role::expand)
}

/// A way to log in.
#[proc_macro_derive(Acr, attributes(acr))]
pub fn acr(input: TokenStream) -> TokenStream {
    derived(input, derive::acr::expand)
}

/// A service that is called onward.
#[proc_macro_derive(Onward, attributes(onward))]
pub fn onward(input: TokenStream) -> TokenStream {
    derived(input, derive::onward::expand)
}

/// Who vouches for callers.
#[proc_macro_derive(Issuer, attributes(issuer))]
pub fn issuer(input: TokenStream) -> TokenStream {
    derived(input, derive::issuer::expand)
}

/// An isolated part of a service.
#[proc_macro_derive(Segment, attributes(segment))]
pub fn segment(input: TokenStream) -> TokenStream {
    derived(input, derive::segment::expand)
}

/// From what callers call.
#[proc_macro_derive(Device, attributes(device))]
pub fn device(input: TokenStream) -> TokenStream {
    derived(input, derive::device::expand)
}

/// From where callers call.
#[proc_macro_derive(Network, attributes(network))]
pub fn network(input: TokenStream) -> TokenStream {
    derived(input, derive::network::expand)
}

/// What is done to a resource.
#[proc_macro_derive(Action, attributes(action))]
pub fn action(input: TokenStream) -> TokenStream {
    derived(input, derive::action::expand)
}

/// An id, parsed strictly.
#[proc_macro_derive(Id, attributes(id))]
pub fn id(input: TokenStream) -> TokenStream {
    derived(input, derive::id::expand)
}

/// An object that the gate loads and authorizes.
#[proc_macro_derive(Resource, attributes(resource))]
pub fn resource(input: TokenStream) -> TokenStream {
    derived(input, derive::resource::expand)
}

/// What may go out.
#[proc_macro_derive(Disclose, attributes(disclose, serde))]
pub fn disclose(input: TokenStream) -> TokenStream {
    derived(input, derive::disclose::expand)
}

/// What may come in.
#[proc_macro_derive(Input, attributes(input, serde))]
pub fn input(input: TokenStream) -> TokenStream {
    derived(input, derive::input::expand)
}

/// Guarded arguments, bundled.
#[proc_macro_derive(Argument, attributes(argument))]
pub fn argument(input: TokenStream) -> TokenStream {
    derived(input, derive::argument::expand)
}
