//! The `pub struct OrdersApi;` that a group or a service stands on.

use proc_macro2::{Ident, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Token, Visibility};

/// `/// doc  pub struct Name;`
pub(crate) struct Unit {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) name: Ident,
}

impl Parse for Unit {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok(Self { attributes, name })
    }
}

/// What an item is called that is something else, to show the name rather than the whole of it.
pub(crate) fn name_of(item: &TokenStream) -> Option<Ident> {
    match syn::parse2(item.clone()).ok()? {
        syn::Item::Struct(item) => Some(item.ident),
        syn::Item::Enum(item) => Some(item.ident),
        syn::Item::Fn(item) => Some(item.sig.ident),
        syn::Item::Trait(item) => Some(item.ident),
        syn::Item::Mod(item) => Some(item.ident),
        syn::Item::Type(item) => Some(item.ident),
        syn::Item::Const(item) => Some(item.ident),
        syn::Item::Static(item) => Some(item.ident),
        _ => None,
    }
}

#[cfg(test)]
mod unit_tests {
    use quote::quote;

    use super::*;

    #[test]
    fn only_a_unit_struct_is_one() {
        assert!(
            syn::parse2::<Unit>(quote!(
                /** A. */
                #[must_use]
                pub struct A;
            ))
            .is_ok()
        );
        for other in [
            quote!(
                struct A {}
            ),
            quote!(
                struct A();
            ),
            quote!(
                struct A<T>;
            ),
            quote!(
                enum A {}
            ),
        ] {
            assert!(syn::parse2::<Unit>(other.clone()).is_err());
            assert!(name_of(&other).is_some());
        }
    }
}
