//! The model's tokens: one emitted item a function.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Type};

use super::model::{Draft, Policy, Resource, Tenancy};
use crate::derive::item;
use crate::paths::{Runtime, at_user};

pub(super) fn resource(
    item: &DeriveInput,
    runtime: &Runtime,
    resource: &Resource<'_>,
) -> TokenStream {
    let role = role(item, runtime);
    let load = load(runtime, resource);
    let tenancy = tenancy(runtime, resource.tenancy);
    let implementation =
        implement(item, runtime, (resource.id, resource.store), &mixed!(#load #tenancy));
    let policy = match resource.policy {
        Policy::Elsewhere => TokenStream::new(),
        Policy::Owner { field, may } => {
            may.iter().map(|action| authorize(item, runtime, field, action)).collect()
        }
    };
    mixed!(#role #implementation #policy)
}

fn role(item: &DeriveInput, runtime: &Runtime) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let self_type = item::self_type(item);
    let (either, role) = (runtime.public("EitherResourceOrView"), runtime.public("AResource"));
    mixed!(impl #generics #either for #self_type #clause { type Role = #role; })
}

fn implement(
    item: &DeriveInput,
    runtime: &Runtime,
    (id, store): (&Type, &Type),
    body: &TokenStream,
) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, name) = (item::self_type(item), item.ident.to_string());
    let resource = runtime.public("Resource");
    mixed! {
        impl #generics #resource for #self_type #clause {
            type Id = #id;
            type Store = #store;
            const NAME: &'static str = #name;
            #body
        }
    }
}

fn load(runtime: &Runtime, resource: &Resource<'_>) -> TokenStream {
    let load = resource.load;
    let found = quote_spanned! {at_user(load.span())=>
        ::std::boxed::Box::pin((#load)(store, id, loading))
    };
    signature_of_load(runtime, &found)
}

fn signature_of_load(runtime: &Runtime, body: &TokenStream) -> TokenStream {
    let (loading, future) = (runtime.public("Loading"), runtime.private("LoadFuture"));
    mixed! {
        fn load<'a>(
            store: &'a Self::Store,
            id: &'a Self::Id,
            loading: #loading<'a>,
        ) -> #future<'a, Self> {
            #body
        }
    }
}

fn tenancy(runtime: &Runtime, model: &Tenancy) -> TokenStream {
    let tenancy = runtime.private("Tenancy");
    let value = match model {
        Tenancy::Single => mixed!(#tenancy::Single),
        Tenancy::Field(field) => {
            quote_spanned!(at_user(field.span())=> #tenancy::Of(&self.#field))
        }
    };
    let of_tenant = matches!(model, Tenancy::Field(_));
    mixed! {
        const OF_TENANT: bool = #of_tenant;
        fn tenancy(&self) -> #tenancy<'_> { #value }
    }
}

fn authorize(item: &DeriveInput, runtime: &Runtime, owner: &Ident, action: &Type) -> TokenStream {
    let same = runtime.private_at("same_subject", owner.span());
    let same = quote_spanned!(at_user(owner.span())=> #same(&self.#owner, caller));
    let decision = runtime.public("Decision");
    decide(item, runtime, action, &mixed!(caller), &mixed!(#decision::allow_if(#same)))
}

fn decide(
    item: &DeriveInput,
    runtime: &Runtime,
    action: &Type,
    caller: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let self_type = item::self_type(item);
    let (authorize, identity) = (runtime.public("Authorize"), runtime.public("Identity"));
    let (decision, decides) = (runtime.public("Decision"), runtime.private("Decides"));
    mixed! {
        impl #generics #authorize<#action> for #self_type #clause {
            const DECIDES: #decides = #decides::Owner;
            fn authorize(&self, #caller: &#identity) -> #decision { #body }
        }
    }
}

/// After an error: what could be read stays, nothing is ever found, and every known action is decided.
pub(super) fn stub(item: &DeriveInput, draft: &Draft) -> TokenStream {
    let runtime = &draft.runtime;
    let role = role(item, runtime);
    let (Some(id), Some(store)) = (&draft.id, &draft.store) else { return role };
    let nothing = mixed! {
        let _ = (store, id, loading);
        ::std::boxed::Box::pin(async { ::core::result::Result::Ok(::core::option::Option::None) })
    };
    let (load, tenancy) =
        (signature_of_load(runtime, &nothing), tenancy(runtime, &Tenancy::Single));
    let implementation = implement(item, runtime, (id, store), &mixed!(#load #tenancy));
    let decision = runtime.public("Decision");
    let policy: TokenStream = match &draft.policy {
        Policy::Elsewhere => TokenStream::new(),
        Policy::Owner { may, .. } => once(may)
            .map(|action| decide(item, runtime, action, &mixed!(_), &mixed!(#decision::Deny)))
            .collect(),
    };
    mixed!(#role #implementation #policy)
}

/// An action that is named twice would be implemented twice.
fn once(actions: &[Type]) -> impl Iterator<Item = &Type> {
    let earlier = |at: usize| actions.iter().take(at);
    actions
        .iter()
        .enumerate()
        .filter(move |(at, action)| !earlier(*at).any(|it| it == *action))
        .map(|(_, it)| it)
}
