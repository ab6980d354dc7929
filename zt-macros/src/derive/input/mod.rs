//! `derive(Input)`: what may come in, each field bounded.

mod bounds;
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
    let (runtime, shape) = rules::read(item, &mut sink);
    let shape = shape.filter(|_| sink.is_empty());
    let errors = sink.finish();
    let implementation = match shape {
        Some(shape) => expand::input(item, &runtime, &shape),
        None => expand::stub(item, &runtime),
    };
    mixed!(#errors #implementation)
}

#[cfg(test)]
mod tests;
