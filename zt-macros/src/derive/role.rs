//! `derive(Role)`: a unit struct, `#[role("support", grants(OrdersRead))]`, and a doc comment.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Path};
use zt_core::grammar::claim_value;

use super::item;
use super::literal::Spelling;
use super::vocabulary::{CRATE, Vocabulary, Words};
use super::word::misspelt;
use crate::diag::Sink;
use crate::keys::Key;
use crate::parse::arguments::{Argument, split};
use crate::parse::shown::shown;
use crate::paths::{Runtime, at_user};
use crate::rules::{doc, scopes};

const GRANTS: Key = Key { name: "grants", example: "grants(OrdersRead)" };

static WORDS: Vocabulary =
    Vocabulary { attribute: "role", words: &[GRANTS, CRATE], literals: true };

const SPELLING: Spelling = Spelling {
    noun: "role",
    part: "name",
    why_one: "tokens carry names: a role without one is never given, or given by accident",
    why_not_two: "a token that carries one of them would be taken for one that carries the other",
    why_strict: "settings list names with spaces and commas between them, and two readers would part them otherwise",
    check: |text| claim_value::parse(text).map(drop).map_err(|fault| misspelt(&fault, "support")),
};

#[derive(Default)]
struct Role {
    name: String,
    reason: String,
    grants: Vec<Path>,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match item::parse(input) {
        Ok(item) => told(&item, Sink::new()),
        Err(error) => error,
    }
}

fn told(item: &DeriveInput, mut sink: Sink) -> TokenStream {
    let (runtime, role) = read(item, &mut sink);
    if let Some(role) = role.filter(|_| sink.is_empty()) {
        return implement(item, &runtime, &role);
    }
    let stub = implement(&item::for_stub(item), &runtime, &Role::default());
    let errors = sink.finish();
    mixed!(#errors #stub)
}

fn read(item: &DeriveInput, sink: &mut Sink) -> (Runtime, Option<Role>) {
    let ident = item.ident.to_string();
    item::need_unit_struct(item, "role", sink);
    item::refuse_parameters(item, "role", sink);
    let reason = doc::reason("role", &item.ident, &item.attrs, sink).unwrap_or_default();
    let Some(words) = Words::read(&item.attrs, &WORDS, sink) else {
        let what = format!("the role `{ident}` has neither a name nor scopes");
        let help = format!("#[role(\"{}\", grants(OrdersRead))]", suggested(&ident));
        sink.push(&item.ident, "ZT0311", what, SPELLING.why_one, help);
        return (Runtime::default(), None);
    };
    let runtime = words.runtime(sink);
    let example = format!("#[role(\"{}\", {})]", suggested(&ident), written(&words));
    let name = SPELLING.read(&words, &ident, &example, sink);
    let grants = grants(&words, &ident, sink);
    (runtime, name.zip(grants).map(|(name, grants)| Role { name, reason, grants }))
}

/// What it says of its scopes, to be shown beside a name.
fn written(words: &Words) -> String {
    words.find(GRANTS.name).map_or_else(|| GRANTS.example.to_owned(), shown)
}

fn grants(words: &Words, role: &str, sink: &mut Sink) -> Option<Vec<Path>> {
    if words.find(GRANTS.name).is_none() {
        if words.lacks(GRANTS.name) {
            nothing(words.at, role, sink);
        }
        return None;
    }
    let group = words.list(GRANTS.name, sink)?;
    let arguments = split(group.stream());
    if arguments.is_empty() {
        nothing(words.key(GRANTS.name).map_or(words.at, syn::Ident::span), role, sink);
        return None;
    }
    let paths: Vec<_> = arguments.iter().filter_map(|argument| scope(argument, sink)).collect();
    none_twice(&paths, sink);
    (paths.len() == arguments.len()).then_some(paths)
}

/// ZT0330
fn nothing(at: proc_macro2::Span, role: &str, sink: &mut Sink) {
    let what = format!("the role `{role}` grants nothing");
    let why = "a role that opens nothing is handed out all the same, and opens whatever is put into it later";
    sink.push(at, "ZT0330", what, why, "name what its holders may do: `grants(OrdersRead)`");
}

/// ZT0332
fn scope(argument: &Argument, sink: &mut Sink) -> Option<Path> {
    let tokens = argument.to_token_stream();
    let path = syn::parse2::<Path>(tokens).ok();
    if path.is_none() {
        let what = format!("`{}` is no scope that a role can grant", shown(argument));
        let why = "what a role grants is held by all who have it: each scope is named, and none is offered";
        sink.push(argument, "ZT0332", what, why, format!("write `grants({})`", meant(argument)));
    }
    path
}

/// The scopes that stand in what is none.
fn meant(argument: &Argument) -> String {
    match argument {
        Argument::Called { group, .. } => shown(&group.stream()),
        Argument::Literal(text) => scopes::type_name(&text.to_string()),
        _ => "OrdersRead".to_owned(),
    }
}

/// ZT0331
fn none_twice(paths: &[Path], sink: &mut Sink) {
    let mut seen = Vec::new();
    for path in paths {
        let name = shown(path);
        if seen.contains(&name) {
            let what = format!("the role grants `{name}` twice");
            let why = "the second one changes nothing: perhaps another scope was meant, and isn't granted";
            let help = format!("drop one `{name}`, or name the scope that you mean");
            sink.push(path, "ZT0331", what, why, help);
        }
        seen.push(name);
    }
}

/// `OrdersClerk` → `orders-clerk`.
fn suggested(ident: &str) -> String {
    let mut name = String::new();
    for letter in ident.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

fn implement(item: &DeriveInput, runtime: &Runtime, role: &Role) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let self_type = item::self_type(item);
    let Role { name, reason, grants } = role;
    let (role, info) = (runtime.public("Role"), runtime.private("RoleInfo"));
    let grants = grants.iter().map(|path| {
        let scope = runtime.public_at("Scope", path.span());
        quote_spanned!(at_user(path.span())=> <#path as #scope>::INFO)
    });
    mixed! {
        impl #generics #role for #self_type #clause {
            const INFO: #info = #info { name: #name, reason: #reason, grants: &[#(#grants),*] };
        }
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use crate::derive::testing::{said, says};

    fn refused(attribute: &TokenStream, code: &str) -> String {
        says(super::expand, quote!(#[doc = "x"] #attribute struct Support;), code)
    }

    #[test]
    fn d04_a_role_is_its_name_reason_and_scopes() {
        let tokens = super::expand(quote! {
            /// Help on the
            /// phone.
            #[role("support", grants(OrdersRead, orders::Cancel))]
            pub struct Support;
        });
        let text = tokens.to_string();
        assert!(!text.contains("compile_error"), "{text}");
        for part in [
            "name : \"support\"",
            "reason : \"Help on the phone.\"",
            "grants : & [< OrdersRead as :: zt :: Scope > :: INFO , < orders :: Cancel as :: zt :: Scope > :: INFO]",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn zt0330_a_role_that_grants_nothing() {
        for attribute in [quote!(#[role("support")]), quote!(#[role("support", grants())])] {
            refused(&attribute, "ZT0330");
        }
    }

    #[test]
    fn zt0331_one_scope_twice() {
        let text = refused(&quote!(#[role("support", grants(A, b::C, A))]), "ZT0331");
        assert!(text.contains("drop one `A`"), "{text}");
    }

    #[test]
    fn zt0332_what_no_role_can_grant() {
        for (grants, meant) in [
            (quote!("orders:read"), "`grants(OrdersRead)`"),
            (quote!(any(A, B)), "`grants(A, B)`"),
            (quote!(*), "`grants(OrdersRead)`"),
        ] {
            let text = refused(&quote!(#[role("support", grants(#grants))]), "ZT0332");
            assert!(text.contains(meant), "{text}");
        }
    }

    #[test]
    fn each_mistake_of_a_role_is_one_error() {
        for (attribute, code) in [
            (quote!(), "ZT0311"),
            (quote!(#[role(grants(A))]), "ZT0312"),
            (quote!(#[role("a", "b", grants(A))]), "ZT0312"),
            (quote!(#[role("a b", grants(A))]), "ZT0313"),
            (quote!(#[role("", grants(A))]), "ZT0313"),
            (quote!(#[role("a", grant(A))]), "ZT0112"),
            (quote!(#[role("a", grants = A)]), "ZT0128"),
            (quote!(#[role("a", grants)]), "ZT0128"),
            (quote!(#[role("a", grants(A), grants(B))]), "ZT0116"),
        ] {
            refused(&attribute, code);
        }
        let text = refused(&quote!(), "ZT0311");
        assert!(text.contains("#[role(\"support\", grants(OrdersRead))]"), "{text}");
        says(
            super::expand,
            quote!(
                #[role("a", grants(A))]
                struct A;
            ),
            "ZT0113",
        );
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let said = said(
            super::expand,
            quote!(
                #[role("*\"", grants(A, A, "x"))]
                struct R<T>(T);
            ),
        );
        let codes: Vec<_> = said.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes, ["ZT0316", "ZT0317", "ZT0113", "ZT0313", "ZT0332", "ZT0331"]);
    }
}
