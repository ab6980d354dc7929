//! A group or a service: the list of what it holds, and the checks over it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

use super::contract;
use crate::model::{Kind, Outer};
use crate::paths::{Runtime, at_user};

/// The items beside the user's struct.
pub(crate) fn outer(model: &Outer) -> TokenStream {
    let runtime = &model.runtime;
    let conditions = &model.conditions;
    let listed = listed(&model.endpoints);
    let otherwise = not_endpoints(runtime, &listed);
    let names = listed.iter().map(Listed::import);
    let items = match model.kind {
        Kind::Group => group(runtime, model, &listed),
        Kind::Service => service(runtime, model, &listed),
    };
    quote_spanned! {Span::mixed_site()=>
        #(#conditions)*
        const _: () = {
            #otherwise
            const _: () = { #(#names)* #items };
        };
    }
}

/// A name of the list, and the name that it has in the generated code.
struct Listed<'a> {
    path: &'a Path,
    name: Ident,
}

fn listed(paths: &[Path]) -> Vec<Listed<'_>> {
    let named = paths.iter().enumerate().map(|(number, path)| {
        let name = format_ident!("Listed{number}", span = at_user(path.span()));
        Listed { path, name }
    });
    named.collect()
}

impl Listed<'_> {
    /// A name may be a plain function, which is no type: the import then leaves the outer alias in its place.
    fn import(&self) -> TokenStream {
        let (path, name) = (self.path, &self.name);
        let at = at_user(path.span());
        let alone = path.leading_colon.is_none() && path.segments.len() == 1;
        let here = alone.then(|| quote_spanned!(at=> self::));
        quote_spanned!(at=> use #here #path as #name;)
    }
}

fn not_endpoints(runtime: &Runtime, listed: &[Listed<'_>]) -> TokenStream {
    let not_an_endpoint = runtime.public("NotAnEndpoint");
    let names = listed.iter().map(|listed| &listed.name);
    quote_spanned!(Span::mixed_site()=> #(type #names = #not_an_endpoint;)*)
}

fn group(runtime: &Runtime, model: &Outer, listed: &[Listed<'_>]) -> TokenStream {
    let name = &model.name;
    let outer = outer_const(runtime, model);
    let contracts = contracts(runtime, listed);
    let entries = listed.iter().map(|listed| entry(runtime, listed));
    let checks = listed.iter().filter(|_| model.shared.says_something()).map(|it| tighter(runtime, it));
    let (mount, mounted) = (runtime.public("Mount"), runtime.private("Mount"));
    let (contract, entry_type) = (runtime.private("Contract"), runtime.private("Entry"));
    quote_spanned! {Span::mixed_site()=>
        #outer
        const CONTRACTS: &[&#contract] = &[#(#contracts),*];
        impl #mount for #name {
            const MOUNT: #mounted = #mounted::Group(OUTER, CONTRACTS);
            const ENTRIES: &'static [#entry_type] = &[#(#entries),*];
        }
        #(#checks)*
    }
}

fn outer_const(runtime: &Runtime, model: &Outer) -> TokenStream {
    let (outer_type, outer) = (runtime.private("Outer"), contract::outer(runtime, model));
    quote_spanned!(Span::mixed_site()=> const OUTER: &#outer_type = &#outer;)
}

fn contracts<'a>(runtime: &'a Runtime, listed: &'a [Listed<'_>]) -> impl Iterator<Item = TokenStream> {
    listed.iter().map(|listed| {
        let (endpoint, name) = (runtime.public("Endpoint"), &listed.name);
        quote_spanned!(at_user(listed.path.span())=> <#name as #endpoint>::CONTRACT)
    })
}

fn entry(runtime: &Runtime, listed: &Listed<'_>) -> TokenStream {
    let entry = runtime.private_at("entry", listed.path.span());
    let name = &listed.name;
    quote_spanned!(at_user(listed.path.span())=> #entry::<#name>())
}

/// Looser than the group: said at the endpoint's name in the list.
fn tighter(runtime: &Runtime, listed: &Listed<'_>) -> TokenStream {
    let at = listed.path.span();
    let check = runtime.private_at("check_tighter", at);
    let (endpoint, name) = (runtime.public("Endpoint"), &listed.name);
    quote_spanned!(at_user(at)=> const _: () = #check(OUTER, <#name as #endpoint>::CONTRACT);)
}

fn service(runtime: &Runtime, model: &Outer, listed: &[Listed<'_>]) -> TokenStream {
    let name = &model.name;
    let outer = outer_const(runtime, model);
    let (service, outer_type) = (runtime.public("Service"), runtime.private("Outer"));
    let (mounted, entry_type) = (runtime.private("Mount"), runtime.private("Entry"));
    let mounts = listed.iter().map(|listed| of_mount(runtime, listed, "MOUNT"));
    let entries = listed.iter().map(|listed| of_mount(runtime, listed, "ENTRIES"));
    let tighter = listed.iter().filter(|_| model.shared.says_something()).map(|it| mount_tighter(runtime, it));
    let unique = unique(runtime, listed);
    quote_spanned! {Span::mixed_site()=>
        #outer
        const MOUNTS: &[#mounted] = &[#(#mounts),*];
        impl #service for #name {
            const OUTER: &'static #outer_type = OUTER;
            const MOUNTS: &'static [#mounted] = MOUNTS;
            const ENTRIES: &'static [&'static [#entry_type]] = &[#(#entries),*];
        }
        #(#tighter)*
        #unique
    }
}

fn of_mount(runtime: &Runtime, listed: &Listed<'_>, item: &str) -> TokenStream {
    let at = at_user(listed.path.span());
    let (mount, name, item) = (runtime.public("Mount"), &listed.name, Ident::new(item, at));
    quote_spanned!(at=> <#name as #mount>::#item)
}

/// Looser than the service.
fn mount_tighter(runtime: &Runtime, listed: &Listed<'_>) -> TokenStream {
    let at = listed.path.span();
    let check = runtime.private_at("check_mount_tighter", at);
    let mount = of_mount(runtime, listed, "MOUNT");
    quote_spanned!(at_user(at)=> const _: () = #check(OUTER, &#mount);)
}

/// Two endpoints at one place: searched for once, said at the name that brought the second.
fn unique(runtime: &Runtime, listed: &[Listed<'_>]) -> TokenStream {
    let (twins, find) = (runtime.private("Twins"), runtime.private("find_twins"));
    let checks = listed.iter().enumerate().map(|(number, listed)| {
        let at = listed.path.span();
        let check = runtime.private_at("check_unique_mount", at);
        quote_spanned!(at_user(at)=> const _: () = #check(&TWINS, #number);)
    });
    quote_spanned! {Span::mixed_site()=>
        const TWINS: #twins = #find(MOUNTS);
        #(#checks)*
    }
}
