//! An `impl` block whose method bodies stay opaque: a half-typed body must not lose the methods beside it.

use proc_macro2::{Group, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Generics, ImplItem, Path, Signature, Token, Type, Visibility, braced};

/// `impl Orders { .. }`, or `impl Trait for Orders { .. }`.
pub(super) struct Block {
    pub(super) attributes: Vec<Attribute>,
    pub(super) generics: Generics,
    pub(super) of_trait: Option<Path>,
    pub(super) self_type: Type,
    pub(super) members: Vec<Member>,
}

pub(super) enum Member {
    Method(Box<Method>),
    Other(Box<ImplItem>),
}

pub(super) struct Method {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) signature: Signature,
    pub(super) body: Group,
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<Token![impl]>()?;
        let has_generics = input.peek(Token![<]) && !input.peek2(Token![<]);
        let mut generics = if has_generics { input.parse()? } else { Generics::default() };
        let first: Type = input.parse()?;
        let (of_trait, self_type) = match (input.peek(Token![for]), first) {
            (true, Type::Path(path)) => {
                input.parse::<Token![for]>()?;
                (Some(path.path), input.parse()?)
            }
            (_, other) => (None, other),
        };
        generics.where_clause = input.parse()?;
        let content;
        braced!(content in input);
        let mut members = Vec::new();
        while !content.is_empty() {
            members.push(content.parse()?);
        }
        Ok(Self { attributes, generics, of_trait, self_type, members })
    }
}

impl Parse for Member {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        // A fork that fails costs nothing; what is no method is parsed from the start again.
        let ahead = input.fork();
        match ahead.parse::<Method>() {
            Ok(_) => input.parse().map(Box::new).map(Self::Method),
            Err(_) => input.parse().map(Box::new).map(Self::Other),
        }
    }
}

impl Parse for Method {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body: input.parse()?,
        })
    }
}

/// The name of a struct or an enum, when the attribute stands on one.
pub(super) fn type_name(item: &TokenStream) -> Option<syn::Ident> {
    let item: syn::DeriveInput = syn::parse2(item.clone()).ok()?;
    item.generics.params.is_empty().then_some(item.ident)
}
