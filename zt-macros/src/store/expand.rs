//! The block again, with a question at the head of each method: is one of the arguments a proof?

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{FnArg, Pat, PatType, Signature, Type, TypeParamBound};

use super::model::{Member, Segments, Store};
use super::parse::{self, Method};
use crate::derive::mixed;
use crate::expand;
use crate::model::Waiver;
use crate::paths::{Runtime, at_user};

/// After an error nothing is asked: one mistake, one error.
pub(super) fn store(
    runtime: &Runtime,
    store: &Store,
    segments: &Segments,
    asks: bool,
) -> TokenStream {
    let Store { attributes, generics, self_type, members, waived } = store;
    let (parameters, _, clause) = generics.split_for_impl();
    let members = members.iter().map(|member| match member {
        Member::Proved(it) if asks => proved(runtime, it),
        Member::Proved(it) | Member::Unproved(it) => unproved(it),
        Member::Other(it) => it.as_ref().to_token_stream(),
    });
    let (marked, mark) = (runtime.private("MarkedStore"), runtime.public("Store"));
    let consts = consts(runtime, &name_of(self_type), waived, segments);
    mixed! {
        #(#attributes)*
        impl #parameters #self_type #clause { #(#members)* }
        impl #parameters #marked for #self_type #clause { #consts }
        impl #parameters #mark for #self_type #clause {}
    }
}

/// What the manifest tells of the store.
fn consts(
    runtime: &Runtime,
    name: &str,
    waived: &[(Ident, Waiver)],
    segments: &Segments,
) -> TokenStream {
    let segments = of_segments(runtime, segments);
    let unproved = runtime.private("Unproved");
    let waived = waived.iter().map(|(method, waiver)| {
        let (method, waiver) = (method.unraw().to_string(), expand::waiver(runtime, waiver));
        mixed!(#unproved { method: #method, waiver: #waiver })
    });
    mixed! {
        const NAME: &'static str = #name;
        const UNPROVED: &'static [#unproved] = &[#(#waived),*];
        #segments
    }
}

/// Nothing for `Main`: so the trait says it.
fn of_segments(runtime: &Runtime, segments: &Segments) -> TokenStream {
    let (paths, waiver) = match segments {
        Segments::Main => return TokenStream::new(),
        Segments::One(path) => (std::slice::from_ref(path), None),
        Segments::Shared(paths, waiver) => (paths.as_slice(), Some(waiver)),
    };
    let info = runtime.private("SegmentInfo");
    let infos = paths.iter().map(|path| expand::segment_info(runtime, path));
    let shared = waiver.map(|waiver| {
        let (waivers, given) = (runtime.private("Waiver"), expand::waiver(runtime, waiver));
        let given = expand::optional(Some(given));
        mixed!(const SHARED: ::core::option::Option<#waivers> = #given;)
    });
    mixed! {
        const SEGMENTS: &'static [#info] = &[#(#infos),*];
        #shared
    }
}

/// `shop::Orders` → `Orders`
fn name_of(self_type: &Type) -> String {
    match self_type {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.unraw().to_string()),
        _ => None,
    }
    .unwrap_or_else(|| self_type.to_token_stream().to_string())
}

/// What isn't the store's own `impl` stays as it was. A struct is taken for the store, so that no second error follows.
pub(super) fn untouched(runtime: &Runtime, item: &TokenStream) -> TokenStream {
    let marks = parse::type_name(item).map(|name| {
        let (marked, store) = (runtime.private("MarkedStore"), runtime.public("Store"));
        let consts = consts(runtime, &name.to_string(), &[], &Segments::Main);
        mixed!(impl #marked for #name { #consts } impl #store for #name {})
    });
    mixed!(#item #marks)
}

fn unproved(method: &Method) -> TokenStream {
    let Method { attributes, visibility, signature, body } = method;
    mixed!(#(#attributes)* #visibility #signature #body)
}

fn proved(runtime: &Runtime, method: &Method) -> TokenStream {
    let mut signature = method.signature.clone();
    let (arguments, lets) = named(&mut signature);
    signature.inputs.iter_mut().for_each(prove_as_object);
    let question = question(runtime, &signature, &arguments);
    let (inner, statements) = split_inner_attributes(method.body.stream());
    let mut body = Group::new(Delimiter::Brace, statements);
    // Located at the user's braces, but ours: rustc would call them needless.
    body.set_span(at_user(method.body.span()));
    let Method { attributes, visibility, .. } = method;
    // The user's body is a block of its own, so that its `use` and `const` still stand before any statement.
    mixed! {
        #(#attributes)*
        #visibility #signature {
            #inner
            #question
            #lets
            #body
        }
    }
}

/// Every argument with a name that can be asked about. A pattern moves into a `let`.
fn named(signature: &mut Signature) -> (Vec<Ident>, TokenStream) {
    let mut names = Vec::new();
    let mut lets = TokenStream::new();
    for (number, argument) in signature.inputs.iter_mut().enumerate() {
        let FnArg::Typed(argument) = argument else { continue };
        if let Some(name) = plain_name(&argument.pat) {
            names.push(name);
            continue;
        }
        let name = name_for(argument, number);
        let pattern = std::mem::replace(&mut *argument.pat, Pat::Verbatim(name.to_token_stream()));
        if !matches!(pattern, Pat::Wild(_)) {
            lets.extend(mixed!(let #pattern = #name;));
        }
        names.push(name);
    }
    (names, lets)
}

/// `&impl Proves<S>` becomes `&dyn Proves<S>`: a missing scope is then one error, at the argument, where a generic `async fn`
/// has three; and the method is compiled once.
fn prove_as_object(argument: &mut FnArg) {
    let FnArg::Typed(argument) = argument else { return };
    let Type::Reference(reference) = &mut *argument.ty else { return };
    let Type::ImplTrait(proof) = &*reference.elem else { return };
    let is_proof = |bound: &TypeParamBound| matches!(bound, TypeParamBound::Trait(it) if it.path.segments.last().is_some_and(|last| last.ident == "Proves"));
    if proof.bounds.len() == 1 && proof.bounds.iter().all(is_proof) {
        let bounds = &proof.bounds;
        *reference.elem = Type::Verbatim(mixed!(dyn #bounds));
    }
}

/// A name that may be used: `_by` says that nobody does, and lints hold us to it.
fn plain_name(pattern: &Pat) -> Option<Ident> {
    match pattern {
        Pat::Ident(it) if it.by_ref.is_none() && it.subpat.is_none() => {
            (!it.ident.to_string().starts_with('_')).then(|| it.ident.clone())
        }
        _ => None,
    }
}

/// `_by` → `by`, in a scope of its own; other patterns get a number.
fn name_for(argument: &PatType, number: usize) -> Ident {
    let own = match &*argument.pat {
        Pat::Ident(it) => it.ident.to_string().trim_start_matches('_').to_owned(),
        _ => String::new(),
    };
    let usable = syn::parse_str::<Ident>(&own).is_ok();
    let name = if usable { own } else { format!("argument_{number}") };
    Ident::new(&name, Span::mixed_site())
}

/// Underlined at the method's name.
fn question(runtime: &Runtime, signature: &Signature, arguments: &[Ident]) -> TokenStream {
    let name = signature.ident.span();
    let at = at_user(name);
    let helper = |name_of| runtime.private_at(name_of, name);
    let (or, probe, no, need) = (helper("Or"), helper("Probe"), helper("No"), helper("need_proof"));
    let nobody = quote_spanned!(at=> #no);
    let list = arguments.iter().rev().fold(
        nobody,
        |rest, argument| quote_spanned!(at=> #or(#probe(&#argument).is_proof(), #rest)),
    );
    let otherwise = helper("ElseNo");
    let asked = quote_spanned!(at=> { use #otherwise as _; #need(#list); });
    match signature.constness {
        // In a const function nothing may be called that isn't const; a closure that nobody calls is only checked.
        Some(_) => quote_spanned!(at=> let _ = || #asked;),
        None => asked,
    }
}

/// `#![..]` must stay first.
fn split_inner_attributes(body: TokenStream) -> (TokenStream, TokenStream) {
    let tokens: Vec<_> = body.into_iter().collect();
    let is_sign = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    let mut end = 0;
    while is_sign(end, '#') && is_sign(end + 1, '!') {
        end += 3;
    }
    let (inner, statements) = tokens.split_at(end.min(tokens.len()));
    (inner.iter().cloned().collect(), statements.iter().cloned().collect())
}
