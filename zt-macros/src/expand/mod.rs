//! Model → tokens. Can't fail.

use proc_macro2::TokenStream;
use zt_core::contract::Method;

pub(crate) fn endpoint(_method: Method, _rules: TokenStream, item: TokenStream) -> TokenStream {
    item
}

pub(crate) fn group(_rules: TokenStream, item: TokenStream) -> TokenStream {
    item
}

pub(crate) fn service(_rules: TokenStream, item: TokenStream) -> TokenStream {
    item
}

pub(crate) fn main(_rules: TokenStream, item: TokenStream) -> TokenStream {
    item
}
