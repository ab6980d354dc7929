//! `derive(Resource)`: how an object is found, whose it is, and what its owner may do with it.

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
        && let Some(resource) = draft.complete()
    {
        return expand::resource(item, &draft.runtime, &resource);
    }
    let (errors, stub) = (sink.finish(), expand::stub(&item::for_stub(item), &draft));
    mixed!(#errors #stub)
}

#[cfg(test)]
mod tests;
