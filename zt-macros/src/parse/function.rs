//! A function whose body stays an opaque group: a half-typed body must not lose the function.

use proc_macro2::{Group, TokenStream};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, FnArg, Signature, Visibility};

/// `/// doc  pub async fn name(..) -> T { .. }`
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: Group,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body: input.parse()?,
        })
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.attributes.iter().map(ToTokens::to_token_stream));
        self.visibility.to_tokens(tokens);
        self.signature.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

impl Function {
    /// The same function with one more argument at the end.
    pub(crate) fn with_last(mut self, argument: FnArg) -> Self {
        self.signature.inputs.push(argument);
        self
    }
}

/// Takes the other endpoint annotations off, which would each make an endpoint of the same name.
pub(crate) fn take_annotations(function: &mut Function) -> Vec<Attribute> {
    let (others, kept) = function.attributes.drain(..).partition(is_annotation);
    function.attributes = kept;
    others
}

const ANNOTATIONS: [&str; 7] = ["get", "head", "post", "put", "patch", "delete", "message"];

fn is_annotation(attribute: &Attribute) -> bool {
    let segments = &attribute.path().segments;
    segments.len() <= 2
        && segments.last().is_some_and(|last| ANNOTATIONS.iter().any(|known| last.ident == known))
}

/// The attributes that decide whether the item is there at all.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect()
}

#[cfg(test)]
mod unit_tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use quote::quote;

    use super::*;

    #[test]
    fn a_half_typed_body_is_kept_as_it_is() {
        let tokens = quote!(/** One. */ pub async fn one() -> Answer<u8> { let x = ; y. });
        let function: Function = syn::parse2(tokens.clone()).unwrap();
        assert_eq!(function.to_token_stream().to_string(), tokens.to_string());
    }

    #[test]
    fn other_annotations_come_off_and_the_rest_stays() {
        let tokens = quote!(
            #[zt::post("/")]
            #[inline]
            #[cfg(a)]
            #[my::own::get]
            async fn one() {}
        );
        let mut function: Function = syn::parse2(tokens).unwrap();
        assert_eq!(take_annotations(&mut function).len(), 1);
        assert_eq!(function.attributes.len(), 3);
        assert_eq!(conditions(&function.attributes).len(), 1);
    }
}
