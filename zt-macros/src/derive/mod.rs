//! The derives. Each goes its way from tokens to tokens: parse → model → rules → expand.

/// `quote!` whose names keep clear of the user's: locals and `self` are those of the generated code alone.
macro_rules! mixed {
    ($($tokens:tt)*) => {
        ::quote::quote_spanned!(::proc_macro2::Span::mixed_site()=> $($tokens)*)
    };
}
pub(crate) use mixed;

pub(crate) mod acr;
pub(crate) mod action;
pub(crate) mod argument;
pub(crate) mod device;
pub(crate) mod disclose;
mod effect;
pub(crate) mod id;
pub(crate) mod input;
pub(crate) mod issuer;
mod item;
mod literal;
pub(crate) mod network;
pub(crate) mod onward;
pub(crate) mod resource;
pub(crate) mod role;
pub(crate) mod scope;
pub(crate) mod segment;
mod sensitivity;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod vocabulary;
pub(crate) mod wire;
pub(crate) mod with;
mod word;
