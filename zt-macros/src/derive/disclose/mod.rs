//! `derive(Disclose)`: what of a value goes out.

mod describe;
mod expand;
mod model;
mod rules;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use super::item;
use crate::diag::Sink;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match item::parse(input) {
        Ok(item) => told(&item, Sink::new()),
        Err(error) => error,
    }
}

fn told(item: &DeriveInput, mut sink: Sink) -> TokenStream {
    let draft = rules::read(item, &mut sink);
    if sink.is_empty()
        && let (Some(shape), Some(of)) = (&draft.shape, &draft.of)
    {
        return expand::view(item, &draft.runtime, shape, of);
    }
    let (errors, stub) = (sink.finish(), expand::stub(&item::for_stub(item), &draft));
    mixed!(#errors #stub)
}

#[cfg(test)]
mod tests;
