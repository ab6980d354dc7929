//! Handlers: what their attributes register, and what of their arguments looks as if it knew the caller.

use quote::ToTokens;
use syn::{Attribute, FnArg, ItemFn, LitStr, Meta, MetaNameValue, Type};

use super::functions::Function;
use super::methods::{self, Methods};
use crate::source::here::Here;
use crate::source::literal::text;
use crate::source::names::Meaning;
use crate::source::tokens;

/// The routes that a function's own attributes name.
pub(super) fn routes_of(function: &Function<'_>) -> Vec<(Methods, String)> {
    let attributes = function.item.attrs.iter();
    attributes.filter_map(|it| route_of(function.here, it)).collect()
}

/// `#[get("/x")]`, `#[route("/x", method = "GET", method = "POST")]`
fn route_of(here: Here<'_>, attribute: &Attribute) -> Option<(Methods, String)> {
    let name = attribute.path().segments.last()?.ident.to_string();
    let method = methods::named(&name);
    if method.is_none() && name != "route" {
        return None;
    }
    if matches!(here.meaning(attribute.path()), Meaning::Zt(_)) {
        return None;
    }
    let Meta::List(list) = &attribute.meta else { return None };
    let mut parts = tokens::parts(list.tokens.clone()).into_iter();
    let path = syn::parse2::<LitStr>(parts.next()?).ok()?.value();
    let words = parts.filter_map(|it| syn::parse2::<MetaNameValue>(it).ok());
    let words = words.filter(|it| it.path.is_ident("method"));
    let methods = words.filter_map(|it| text(&it.value)).chain(method);
    Some((methods.map(|it| it.to_ascii_uppercase()).collect(), path))
}

/// Names of types and parts of such names that tell who calls.
const KNOWING: [&str; 11] = [
    "Auth",
    "Identity",
    "Claims",
    "Session",
    "Token",
    "User",
    "Jwt",
    "Principal",
    "ApiKey",
    "Credentials",
    "HttpRequest",
];

pub(super) fn knowing(function: &ItemFn) -> impl Iterator<Item = String> {
    function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(it) => {
            type_name(&it.ty).filter(|name| KNOWING.iter().any(|it| name.contains(it)))
        }
        FnArg::Receiver(_) => None,
    })
}

fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Reference(it) => type_name(&it.elem),
        Type::Path(it) => {
            let last = it.path.segments.last()?;
            let inner = match &last.arguments {
                syn::PathArguments::AngleBracketed(it) => it.to_token_stream().to_string(),
                _ => String::new(),
            };
            Some(format!("{}{}", last.ident, inner.replace(' ', "")))
        }
        _ => None,
    }
}
