//! The types of a handler's arguments, as far as they can be judged by their spelling.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::{Ident, Pat, PatType, Type};

use crate::derive::wire::snake_case;
use crate::diag::Sink;
use crate::parse::arguments;
pub(crate) use crate::parse::shown::shown;

/// The argument's name: path parameters bind by it. `_` has none, which is no mistake.
pub(crate) fn plain_name(argument: &PatType, sink: &mut Sink) -> Option<String> {
    match &*argument.pat {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
            Some(name.ident.unraw().to_string())
        }
        Pat::Wild(_) => Some("_".to_owned()),
        pattern => {
            sink.push(
                pattern,
                "ZT0218",
                "a pattern in the place of an argument's name",
                "path parameters bind to arguments by name",
                named_instead(argument),
            );
            None
        }
    }
}

/// Names in the place of a pattern: one for each part of a tuple, or all of it by the name of its type.
fn named_instead(argument: &PatType) -> String {
    if let (Pat::Tuple(names), Type::Tuple(types)) = (&*argument.pat, ungrouped(&argument.ty)) {
        let parts = names.elems.iter().zip(&types.elems);
        let named = parts.filter(|(name, _)| matches!(name, Pat::Ident(_)));
        let named: Vec<_> =
            named.map(|(name, of_type)| format!("{}: {}", shown(name), shown(of_type))).collect();
        if !named.is_empty() {
            return format!("take each part as an argument of its own: `{}`", named.join(", "));
        }
    }
    let inner = match ungrouped(&argument.ty) {
        Type::Reference(reference) => ungrouped(&reference.elem),
        other => other,
    };
    let name = last_word(inner).map_or_else(|| "argument".to_owned(), |word| snake_case(&word));
    format!("write `{name}: {}`, and take it apart in the body", shown(&argument.ty))
}

/// `&T` → (true, `T`). References of another kind are mistakes.
pub(crate) fn lent<'a>(written: &'a Type, sink: &mut Sink) -> (bool, &'a Type) {
    let Type::Reference(reference) = ungrouped(written) else { return (false, written) };
    let shown = shown(&reference.elem);
    if reference.mutability.is_some() {
        sink.push(
            written,
            "ZT0222",
            format!("`&mut {shown}` as an argument"),
            "what the gate has checked must still be that when it is used",
            format!("write `&{shown}`"),
        );
    } else if let Type::Reference(_) = ungrouped(&reference.elem) {
        sink.push(
            written,
            "ZT0227",
            format!("`&{shown}` is a reference to a reference"),
            "the gate lends each argument once",
            format!("drop one `&`: `{shown}`"),
        );
        return (true, written);
    }
    (true, ungrouped(&reference.elem))
}

fn ungrouped(written: &Type) -> &Type {
    match written {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        other => other,
    }
}

/// `impl Trait` would make the handler generic.
pub(crate) fn no_impl_trait(handler: &Ident, name: &Pat, written: &Type, sink: &mut Sink) {
    if has_impl_trait(written) {
        sink.push(
            written,
            "ZT0214",
            format!("`{}` as an argument", shown(written)),
            "the gate decides by the type what an argument proves; `impl` hides it",
            format!("write the type: `{}: &Caller<{handler}>`", shown(name)),
        );
    }
}

pub(crate) fn has_impl_trait(written: &Type) -> bool {
    mentions(written.to_token_stream(), "impl")
}

fn mentions(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => mentions(group.stream(), word),
        _ => false,
    })
}

/// Lifetimes other than `'_` could only be `'static` here.
pub(crate) fn no_lifetimes(written: &Type, sink: &mut Sink) {
    let Some(named) = named_lifetime(written.to_token_stream()) else { return };
    sink.push(
        written,
        "ZT0215",
        format!("the lifetime `'{named}` in an argument"),
        "what came with a request is lent until its answer, and no longer",
        format!("leave the lifetime out: `{}`", without_lifetime(written, &named)),
    );
}

fn without_lifetime(written: &Type, name: &str) -> String {
    let shown = shown(written).replace(&format!("<'{name}>"), "");
    shown.replace(&format!("'{name}, "), "").replace(&format!("'{name} "), "")
}

fn named_lifetime(tokens: TokenStream) -> Option<String> {
    let mut after_tick = false;
    for token in tokens {
        match token {
            TokenTree::Ident(name) if after_tick && name != "_" => return Some(name.to_string()),
            TokenTree::Group(group) => {
                if let Some(found) = named_lifetime(group.stream()) {
                    return Some(found);
                }
                after_tick = false;
            }
            TokenTree::Punct(tick) => after_tick = tick.as_char() == '\'',
            _ => after_tick = false,
        }
    }
    None
}

/// What carries proof, or came with the request, by the last word of its path. A convenience: the runtime's types decide, also
/// behind an alias.
const LENT: [&str; 10] = [
    "Caller",
    "Authorized",
    "Body",
    "Query",
    "Form",
    "Upload",
    "Allowed",
    "Onward",
    "Proof",
    "Events",
];

/// An owned proof could outlive its request.
pub(crate) fn lent_only(written: &Type, lent: bool, sink: &mut Sink) {
    let Some(word) = last_word(written).filter(|word| !lent && LENT.contains(&word.as_str()))
    else {
        return;
    };
    sink.push(
        written,
        "ZT0226",
        format!("`{word}` is taken by value"),
        "kept in a task or a cache it would go on proving what held for one request",
        format!("write `&{}`", shown(written)),
    );
}

const BODIES: [&str; 3] = ["Body", "Form", "Upload"];

/// The type if it reads the request's body.
pub(crate) fn body(written: &Type) -> Option<(&Type, String)> {
    let inner = match ungrouped(written) {
        Type::Reference(reference) => ungrouped(&reference.elem),
        other => other,
    };
    let word = last_word(inner)?;
    BODIES.contains(&word.as_str()).then_some((inner, word))
}

fn last_word(written: &Type) -> Option<String> {
    match ungrouped(written) {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}

pub(crate) fn first_span(written: &Type) -> Span {
    arguments::first_span(&written.to_token_stream(), Span::call_site())
}
