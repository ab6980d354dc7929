//! The stubs that are emitted after an error, so that no second one follows and the editor keeps completing.
//!
//! They never run: the error beside them stops the build. Should they ever, they let nobody in.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{FnArg, Ident};

use crate::expand::{no_shared_rules, place, strictest_rules, type_name};
use crate::model::Kind;
use crate::parse::function::{Function, conditions};
use crate::parse::unit::Unit;
use crate::paths::Runtime;

/// The function as it was written, and a type of its name that seems to prove everything.
pub(crate) fn endpoint(runtime: &Runtime, function: &Function) -> TokenStream {
    if function.signature.inputs.iter().any(|input| matches!(input, FnArg::Receiver(_))) {
        // In an `impl` block there is no place for a type.
        return quote!(#function);
    }
    let name = type_name(&function.signature.ident);
    let visibility = &function.visibility;
    let conditions = conditions(&function.attributes);
    let impls = [endpoint_impl(runtime, &name), proves_all(runtime, &name)];
    quote_spanned! {Span::mixed_site()=>
        #function
        #[doc = "An endpoint whose annotation has a mistake."]
        #(#conditions)*
        #visibility struct #name { _p: () }
        #(#conditions)*
        const _: () = { #(#impls)* };
    }
}

fn endpoint_impl(runtime: &Runtime, name: &Ident) -> TokenStream {
    let (endpoint, contract_type) = (runtime.public("Endpoint"), runtime.private("Contract"));
    let contract = nobody(runtime, name);
    let (cx, future) = (runtime.private("Cx"), runtime.private("CallFuture"));
    let reached = runtime.private("Reached");
    quote_spanned! {Span::mixed_site()=>
        impl #endpoint for #name {
            const CONTRACT: &'static #contract_type = &#contract;
            const STORES: #reached = #reached::Nothing;
            fn call(_: &#cx) -> #future<'_> {
                loop {}
            }
        }
    }
}

/// A contract that is like no other, so that none is said to be there twice.
fn nobody(runtime: &Runtime, name: &Ident) -> TokenStream {
    let (contract, access) = (runtime.private("Contract"), runtime.private("Access"));
    let (method, place) = (runtime.private("Method"), place(runtime));
    let name = name.unraw().to_string();
    let pattern = format!("/{name}");
    let strictest = strictest_rules(runtime);
    quote_spanned! {Span::mixed_site()=>
        #contract {
            name: #name,
            reason: "",
            place: #place,
            method: #method::Get,
            pattern: #pattern,
            access: #access::Scopes(&[]),
            asks: false,
            open: &[],
            params: &[],
            stream: ::core::option::Option::None,
            message: ::core::option::Option::None,
            #strictest
        }
    }
}

fn proves_all(runtime: &Runtime, name: &Ident) -> TokenStream {
    let scope = runtime.public("Scope");
    let generic = ["Requires", "Offers"].map(|word| runtime.public(word));
    let simple = ["Identified", "Socket", "Streams", "TakesBody"].map(|word| runtime.public(word));
    quote_spanned! {Span::mixed_site()=>
        #(impl<S: #scope> #generic<S> for #name {})*
        #(impl #simple for #name {})*
    }
}

/// A group or service that holds nothing.
pub(crate) fn outer(runtime: &Runtime, kind: Kind, unit: &Unit) -> TokenStream {
    let conditions = conditions(&unit.attributes);
    let name = &unit.name;
    let (outer_type, text) = (runtime.private("Outer"), name.to_string());
    let (place, inherited) = (place(runtime), no_shared_rules(runtime));
    let (mounted, entry) = (runtime.private("Mount"), runtime.private("Entry"));
    let prefix = format!("/{text}");
    let implementation = match kind {
        Kind::Group => {
            let mount = runtime.public("Mount");
            quote_spanned! {Span::mixed_site()=>
                impl #mount for #name {
                    const MOUNT: #mounted = #mounted::Group(OUTER, &[]);
                    const ENTRIES: &'static [#entry] = &[];
                }
            }
        }
        Kind::Service => {
            let service = runtime.public("Service");
            quote_spanned! {Span::mixed_site()=>
                impl #service for #name {
                    const OUTER: &'static #outer_type = OUTER;
                    const MOUNTS: &'static [#mounted] = &[];
                    const ENTRIES: &'static [&'static [#entry]] = &[];
                }
            }
        }
    };
    quote_spanned! {Span::mixed_site()=>
        #(#conditions)*
        const _: () = {
            const OUTER: &#outer_type =
                &#outer_type {
                    name: #text,
                    reason: "",
                    prefix: #prefix,
                    place: #place,
                    legacy: &[],
                    #inherited
                };
            #implementation
        };
    }
}

/// A `main` that the compiler accepts: it says nothing about it a second time.
pub(crate) fn main(mut function: Function) -> TokenStream {
    function.signature.asyncness = None;
    let Function { attributes, visibility, signature, .. } = function;
    let name = signature.ident;
    quote!(#(#attributes)* #visibility fn #name() {})
}
