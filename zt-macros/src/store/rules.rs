//! One function, one rule, one code.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::{Attribute, ImplItem, Meta, Type};

use super::methods::{is_constructor, is_private};
use super::model::{Member, Store};
use super::parse::{self, Block, Method};
use crate::diag::Sink;
use crate::model::Waiver;
use crate::parse::arguments::split;
use crate::parse::shown::shown;
use crate::rules::waiver;

/// ZT0511: the item is no `impl`.
pub(super) fn refuse_item(item: &TokenStream, sink: &mut Sink) {
    let name = parse::type_name(item).map_or_else(|| "Orders".to_owned(), |name| name.to_string());
    let first = item.clone().into_iter().next();
    let at = first.map_or_else(TokenStream::new, |token| token.into_token_stream());
    sink.push(
        &at,
        "ZT0511",
        "`#[zt::store]` stands on something else than an `impl`",
        "the methods are what lets data out; nobody would look at them",
        format!("put it above the methods: `#[zt::store] impl {name} {{ .. }}`"),
    );
}

/// Everything about the block; `None` if it is an impl of a trait.
pub(super) fn store(block: Block, sink: &mut Sink) -> Option<Store> {
    if let Some(of_trait) = &block.of_trait {
        refuse_trait(of_trait, &block.self_type, sink);
        return None;
    }
    let Block { attributes, generics, self_type, members, .. } = block;
    let mut waived = Vec::new();
    let members = members.into_iter().map(|member| match member {
        parse::Member::Method(it) => method(*it, &self_type, &mut waived, sink),
        parse::Member::Other(it) => {
            other(&it, sink);
            Member::Other(it)
        }
    });
    let members = members.collect();
    Some(Store { attributes, generics, self_type, members, waived })
}

/// ZT0511: a trait's methods are called through the trait, whatever stands here.
fn refuse_trait(of_trait: &syn::Path, self_type: &Type, sink: &mut Sink) {
    let shown = self_type.to_token_stream().to_string().replace(' ', "");
    sink.push(
        of_trait,
        "ZT0511",
        format!("`#[zt::store]` stands on an implementation of a trait for `{shown}`"),
        "a trait's methods have the trait's arguments, and no place for a proof",
        format!("put it above the store's own methods: `#[zt::store] impl {shown} {{ .. }}`"),
    );
}

fn method(
    mut method: Method,
    self_type: &Type,
    waived: &mut Vec<(Ident, Waiver)>,
    sink: &mut Sink,
) -> Member {
    let waivers: Vec<_> = method.attributes.iter().filter(|it| is_waiver(it)).cloned().collect();
    method.attributes.retain(|attribute| !is_waiver(attribute));
    let constructor = is_constructor(&method.signature, self_type);
    let private = is_private(&method.visibility);
    for (number, waiver) in waivers.iter().enumerate() {
        let read = read_waiver(waiver, sink);
        waived.extend(read.map(|waiver| (method.signature.ident.clone(), waiver)));
        if number > 0 {
            refuse_second(waiver, sink);
        } else if private || constructor {
            refuse_idle(waiver, &method, private, sink);
        }
    }
    let unproved = private || constructor || !waivers.is_empty();
    let method = Box::new(method);
    if unproved { Member::Unproved(method) } else { Member::Proved(method) }
}

fn is_waiver(attribute: &Attribute) -> bool {
    attribute.path().is_ident("unproved")
}

/// A waiver like `public(..)`: a reason, perhaps an owner and a date.
fn read_waiver(attribute: &Attribute, sink: &mut Sink) -> Option<Waiver> {
    let arguments = match &attribute.meta {
        Meta::List(list) => split(list.tokens.clone()),
        Meta::Path(_) | Meta::NameValue(_) => Vec::new(),
    };
    waiver::waiver(attribute.path().get_ident()?, arguments, sink)
}

/// ZT0512
fn refuse_second(attribute: &Attribute, sink: &mut Sink) {
    let why = "of two reasons, the report would show one and the reviewer know the other";
    sink.push(
        attribute.path(),
        "ZT0512",
        "`unproved` is said twice",
        why,
        "drop one `#[unproved(..)]`",
    );
}

/// ZT0513: a waiver that waives nothing.
fn refuse_idle(attribute: &Attribute, method: &Method, private: bool, sink: &mut Sink) {
    let name = &method.signature.ident;
    let which = if private { "is private" } else { "makes the store" };
    sink.push(
        attribute.path(),
        "ZT0513",
        format!("`unproved` does nothing for `{name}`, which {which}"),
        "a waiver is counted in every report; one that waives nothing hides those that do",
        "drop `#[unproved(..)]`: this method needs no proof",
    );
}

fn other(item: &ImplItem, sink: &mut Sink) {
    match item {
        ImplItem::Const(constant) if !is_private(&constant.vis) => {
            let what = format!("`{}` is a public constant of a store", constant.ident);
            let why = "a constant may hold a function, and a function called through it asks for no proof";
            let help = format!("drop `{}`, or move it out of the block", shown(&constant.vis));
            sink.push(&constant.ident, "ZT0514", what, why, help);
        }
        ImplItem::Macro(call) => {
            let name = call.mac.path.to_token_stream().to_string().replace(' ', "");
            let what = format!("the methods that `{name}!` writes can't be seen");
            let why =
                "a macro is expanded after this block was checked, so its methods need no proof";
            let help = format!("write the methods out, without `{name}!`");
            sink.push(&call.mac.path, "ZT0515", what, why, help);
        }
        // Syntax newer than the parser: what can't be read can't be checked.
        ImplItem::Verbatim(tokens) => {
            let why = "what can't be read here can't be checked for a proof";
            sink.push(
                tokens,
                "ZT0515",
                "this part of the store can't be read",
                why,
                "write it as a plain method",
            );
        }
        _ => {}
    }
}
