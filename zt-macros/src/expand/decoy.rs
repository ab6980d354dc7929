//! A decoy: what a service can list, without a contract and without a handler.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Attribute;
use syn::ext::IdentExt as _;

use super::contract::place;
use crate::model::Decoy;
use crate::paths::Runtime;

pub(crate) fn decoy(runtime: &Runtime, model: &Decoy) -> TokenStream {
    mounted(runtime, &model.name, &model.conditions, &model.pattern, &model.reason)
}

/// After an error: a decoy that no request finds, and that meets no other one, so that no second error follows.
pub(crate) fn stub(runtime: &Runtime, name: &Ident, conditions: &[Attribute]) -> TokenStream {
    mounted(runtime, name, conditions, &format!("//{name}"), "")
}

fn mounted(
    runtime: &Runtime,
    name: &Ident,
    conditions: &[Attribute],
    pattern: &str,
    reason: &str,
) -> TokenStream {
    let (mount, mounted) = (runtime.public("Mount"), runtime.private("Mount"));
    let (decoy, entry) = (runtime.private("Decoy"), runtime.private("Entry"));
    let (text, place) = (name.unraw().to_string(), place(runtime));
    quote_spanned! {Span::mixed_site()=>
        #(#conditions)*
        const _: () = {
            const DECOY: &#decoy =
                &#decoy { name: #text, reason: #reason, place: #place, pattern: #pattern };
            impl #mount for #name {
                const MOUNT: #mounted = #mounted::Decoy(DECOY);
                const ENTRIES: &'static [#entry] = &[];
            }
        };
    }
}
