//! `#[zt::store]`: the only door to data. Each method that others can call takes a proof, or says why it takes none.

mod expand;
mod methods;
mod model;
mod parse;
mod rules;

use proc_macro2::TokenStream;

use crate::derive::mixed;
use crate::derive::vocabulary::{CRATE, Vocabulary, Words};
use crate::diag::Sink;
use crate::parse::arguments::split;

static WORDS: Vocabulary = Vocabulary { attribute: "store", words: &[CRATE], literals: false };

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut sink = Sink::new();
    let words = Words::of_arguments(split(attribute), &WORDS, &mut sink);
    let runtime = words.runtime(&mut sink);
    let store = match syn::parse2::<parse::Block>(item.clone()) {
        Ok(block) => rules::store(block, &mut sink),
        Err(_) => {
            rules::refuse_item(&item, &mut sink);
            None
        }
    };
    let output = match &store {
        Some(store) => expand::store(&runtime, store, sink.is_empty()),
        None => expand::untouched(&runtime, &item),
    };
    let errors = sink.finish();
    mixed!(#errors #output)
}

#[cfg(test)]
mod tests;
