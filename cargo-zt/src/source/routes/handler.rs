//! Functions by name: what their attributes register, and what of their arguments looks as if it knew the caller.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Attribute, Expr, ExprMethodCall, FnArg, Item, ItemFn, LitStr, Meta, Type};

use super::METHODS;
use super::chain::Chain;
use crate::source::Unit;
use crate::source::files::Module;
use crate::source::names::Meaning;
use crate::source::tokens;

/// A handler, or a function that registers some.
pub(super) struct Function<'a> {
    unit: &'a Unit,
    pub(super) module: &'a Module,
    pub(super) item: &'a ItemFn,
}

pub(super) fn functions(units: &[Unit]) -> BTreeMap<String, Vec<Function<'_>>> {
    let mut functions: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let modules = units.iter().flat_map(|unit| unit.modules.iter().map(move |it| (unit, it)));
    for (unit, module) in modules {
        for item in &module.items {
            if let Item::Fn(item) = item {
                let name = item.sig.ident.to_string();
                functions.entry(name).or_default().push(Function { unit, module, item });
            }
        }
    }
    functions
}

/// The routes that a function's own attributes name.
pub(super) fn routes_of(function: &Function<'_>) -> Vec<(Option<String>, String)> {
    let attributes = function.item.attrs.iter();
    attributes.filter_map(|it| route_of(function.unit, function.module, it)).collect()
}

fn route_of(
    unit: &Unit,
    module: &Module,
    attribute: &Attribute,
) -> Option<(Option<String>, String)> {
    let name = attribute.path().segments.last()?.ident.to_string();
    let is_method = METHODS.contains(&name.as_str());
    if !is_method && name != "route" {
        return None;
    }
    if matches!(unit.names.meaning(&module.path, attribute.path()), Meaning::Zt(_)) {
        return None;
    }
    let Meta::List(list) = &attribute.meta else { return None };
    let first = tokens::parts(list.tokens.clone()).into_iter().next()?;
    let path = syn::parse2::<LitStr>(first).ok()?.value();
    Some((is_method.then(|| name.to_ascii_uppercase()), path))
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

pub(in crate::source) fn wrapped(call: &ExprMethodCall, argument: &Expr) -> String {
    let name = match Chain::of(argument).root {
        Expr::Call(it) => it.func.to_token_stream().to_string(),
        other => other.to_token_stream().to_string(),
    };
    let short: String = name.replace(' ', "").chars().take(60).collect();
    format!(".{}({short})", call.method)
}
