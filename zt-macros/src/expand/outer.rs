//! A group or a service: the list of what it holds, and the checks over it.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

use super::contract;
use crate::model::{Kind, LegacyPath, Outer};
use crate::paths::{Runtime, at_user};

/// The items beside the user's struct.
pub(crate) fn outer(model: &Outer) -> TokenStream {
    let runtime = &model.runtime;
    let conditions = &model.conditions;
    let listed = listed(&model.endpoints);
    let otherwise = not_endpoints(&listed);
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
    /// The function's name alone, made by us for the lints.
    fn word(&self) -> Option<Ident> {
        let mut word = self.path.segments.last()?.ident.clone();
        word.set_span(Span::mixed_site());
        Some(word)
    }

    fn entry_name(&self) -> Ident {
        format_ident!("{}_ENTRY", self.name.to_string().to_uppercase(), span = Span::mixed_site())
    }

    /// A name may be a plain function, which is no type: the import then leaves the outer alias in its place.
    fn import(&self) -> TokenStream {
        let (path, name) = (self.path, &self.name);
        let at = at_user(path.span());
        let alone = path.leading_colon.is_none() && path.segments.len() == 1;
        let here = alone.then(|| quote_spanned!(at=> self::));
        quote_spanned!(at=> use #here #path as #name;)
    }
}

/// What a name stands for that is no type: an empty type of that name, so that the error shows the user's own word.
fn not_endpoints(listed: &[Listed<'_>]) -> TokenStream {
    let words: Vec<_> = listed.iter().filter_map(Listed::word).collect();
    let different: BTreeMap<_, _> = words.iter().map(|word| (word.to_string(), word)).collect();
    let different = different.into_values();
    let names = listed.iter().map(|listed| &listed.name);
    quote_spanned! {Span::mixed_site()=>
        mod no_endpoint { #(pub(super) enum #different {})* }
        #(type #names = no_endpoint::#words;)*
    }
}

fn group(runtime: &Runtime, model: &Outer, listed: &[Listed<'_>]) -> TokenStream {
    let name = &model.name;
    let outer = outer_const(runtime, model);
    let entry_consts = listed.iter().map(|listed| entry(runtime, listed));
    let entries: Vec<_> = listed.iter().map(Listed::entry_name).collect();
    let checks =
        listed.iter().filter(|_| model.shared.says_something()).map(|it| tighter(runtime, it));
    let stores = listed
        .iter()
        .filter(|_| model.shared.segment.is_some())
        .map(|it| group_stores(runtime, it));
    let (mount, mounted) = (runtime.public("Mount"), runtime.private("Mount"));
    let (contract, entry_type) = (runtime.private("Contract"), runtime.private("Entry"));
    quote_spanned! {Span::mixed_site()=>
        #outer
        #(#entry_consts)*
        const CONTRACTS: &[&#contract] = &[#(#entries.0),*];
        impl #mount for #name {
            const MOUNT: #mounted = #mounted::Group(OUTER, CONTRACTS);
            const ENTRIES: &'static [#entry_type] = &[#(#entries.1),*];
        }
        #(#checks)*
        #(#stores)*
    }
}

fn outer_const(runtime: &Runtime, model: &Outer) -> TokenStream {
    let (outer_type, outer) = (runtime.private("Outer"), contract::outer(runtime, model));
    quote_spanned!(Span::mixed_site()=> const OUTER: &#outer_type = &#outer;)
}

/// The only place that asks whether the name is an endpoint: one error if it isn't.
/// rustc tells a missing bound once for each span of one body, so both questions stand in one constant.
fn entry(runtime: &Runtime, listed: &Listed<'_>) -> TokenStream {
    let at = listed.path.span();
    let (entry_type, entry) = (runtime.private("Entry"), runtime.private_at("entry", at));
    let (contract, endpoint) = (runtime.private("Contract"), runtime.public_at("Endpoint", at));
    let (entry_name, name) = (listed.entry_name(), &listed.name);
    quote_spanned! {at_user(at)=>
        const #entry_name: (&#contract, #entry_type) =
            (<#name as #endpoint>::CONTRACT, #entry::<#name>());
    }
}

/// Looser than the group: said at the endpoint's name in the list.
fn tighter(runtime: &Runtime, listed: &Listed<'_>) -> TokenStream {
    let at = listed.path.span();
    let check = runtime.private_at("check_tighter", at);
    let entry = listed.entry_name();
    quote_spanned!(at_user(at)=> const _: () = #check(OUTER, #entry.0);)
}

/// A store of another segment than the group's: said at the endpoint's name in the list.
fn group_stores(runtime: &Runtime, listed: &Listed<'_>) -> TokenStream {
    let at = listed.path.span();
    let check = runtime.private_at("check_entry_stores", at);
    let entry = listed.entry_name();
    quote_spanned!(at_user(at)=> const _: () = #check(OUTER, &#entry.1);)
}

fn service(runtime: &Runtime, model: &Outer, listed: &[Listed<'_>]) -> TokenStream {
    let name = &model.name;
    let outer = outer_const(runtime, model);
    let (service, outer_type) = (runtime.public("Service"), runtime.private("Outer"));
    let (mounted, entry_type) = (runtime.private("Mount"), runtime.private("Entry"));
    let mounts = listed.iter().map(|listed| of_mount(runtime, listed, "MOUNT"));
    let entries = listed.iter().map(|listed| of_mount(runtime, listed, "ENTRIES"));
    let tighter = listed
        .iter()
        .filter(|_| model.shared.says_something())
        .map(|it| mount_tighter(runtime, it));
    let stores = listed.iter().map(|it| mount_stores(runtime, it));
    let (stage, unique) = (stage(runtime, model, listed), unique(runtime, listed));
    let (decoys, messages) = (decoys(runtime, listed), messages(runtime, listed));
    let roles = roles(runtime, &model.roles);
    let legacy = model.legacy.iter().enumerate().map(|(at, it)| apart(runtime, at, it));
    quote_spanned! {Span::mixed_site()=>
        #outer
        const MOUNTS: &[#mounted] = &[#(#mounts),*];
        impl #service for #name {
            const OUTER: &'static #outer_type = OUTER;
            const MOUNTS: &'static [#mounted] = MOUNTS;
            const ENTRIES: &'static [&'static [#entry_type]] = &[#(#entries),*];
            #roles
        }
        #(#tighter)*
        #(#stores)*
        #stage
        #unique
        #(#legacy)*
        #decoys
        #messages
    }
}

/// A service without roles says nothing of them.
fn roles(runtime: &Runtime, roles: &[Path]) -> TokenStream {
    if roles.is_empty() {
        return TokenStream::new();
    }
    let info = runtime.private("RoleInfo");
    let roles = roles.iter().map(|path| {
        let role = runtime.public_at("Role", path.span());
        quote_spanned!(at_user(path.span())=> <#path as #role>::INFO)
    });
    quote_spanned! {Span::mixed_site()=>
        const ROLES: &'static [#info] = &[#(#roles),*];
    }
}

/// What is guarded lies in no legacy path: said at the path.
fn apart(runtime: &Runtime, number: usize, legacy: &LegacyPath) -> TokenStream {
    let check = runtime.private_at("check_legacy", legacy.at);
    quote_spanned!(at_user(legacy.at)=> const _: () = #check(OUTER, #number, MOUNTS);)
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

/// A store of another segment than the one that all of the service inherits.
fn mount_stores(runtime: &Runtime, listed: &Listed<'_>) -> TokenStream {
    let at = listed.path.span();
    let check = runtime.private_at("check_mount_stores", at);
    let mount = of_mount(runtime, listed, "MOUNT");
    let entries = of_mount(runtime, listed, "ENTRIES");
    quote_spanned!(at_user(at)=> const _: () = #check(OUTER, &#mount, #entries);)
}

/// Below the service's stage, and what no service may do at any.
fn stage(runtime: &Runtime, model: &Outer, listed: &[Listed<'_>]) -> TokenStream {
    let checks = listed.iter().map(|listed| {
        let at = listed.path.span();
        let check = runtime.private_at("check_mount_stage", at);
        let mount = of_mount(runtime, listed, "MOUNT");
        quote_spanned!(at_user(at)=> const _: () = #check(OUTER, &#mount);)
    });
    let whole = model.stage.map(|(_, at)| {
        let check = runtime.private_at("check_service_stage", at);
        quote_spanned!(at_user(at)=> const _: () = #check(OUTER, MOUNTS);)
    });
    quote_spanned!(Span::mixed_site()=> #(#checks)* #whole)
}

/// A message without its socket.
fn messages(runtime: &Runtime, listed: &[Listed<'_>]) -> TokenStream {
    let checks = listed.iter().map(|listed| {
        let at = listed.path.span();
        let check = runtime.private_at("check_messages", at);
        let mount = of_mount(runtime, listed, "MOUNT");
        quote_spanned!(at_user(at)=> const _: () = #check(OUTER, MOUNTS, &#mount);)
    });
    checks.collect()
}

/// A decoy where somebody has a reason to ask.
fn decoys(runtime: &Runtime, listed: &[Listed<'_>]) -> TokenStream {
    let checks = listed.iter().enumerate().map(|(number, listed)| {
        let at = listed.path.span();
        let check = runtime.private_at("check_decoy", at);
        let mount = of_mount(runtime, listed, "MOUNT");
        quote_spanned!(at_user(at)=> const _: () = #check(MOUNTS, &#mount, #number);)
    });
    checks.collect()
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
