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
    if let Some(shape) = shape.filter(|_| sink.is_empty()) {
        return expand::input(item, &runtime, &shape);
    }
    let (errors, stub) = (sink.finish(), expand::stub(&item::for_stub(item), &runtime));
    mixed!(#errors #stub)
}

#[cfg(test)]
mod tests;
