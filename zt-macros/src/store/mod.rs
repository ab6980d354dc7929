//! `#[zt::store]`: the only door to data. Each method that others can call takes a proof, or says why it takes none.

mod expand;
mod methods;
mod model;
mod parse;
mod rules;
mod segments;

use proc_macro2::TokenStream;

use crate::derive::mixed;
use crate::derive::vocabulary::{CRATE, Vocabulary, Words};
use crate::diag::Sink;
use crate::keys::Key;
use crate::parse::arguments::split;

const SEGMENT: Key = Key { name: "segment", example: "segment = Admin" };
const SHARED: Key =
    Key { name: "shared", example: "shared(Main, Admin, why = \"both read the catalogue\")" };

static WORDS: Vocabulary =
    Vocabulary { attribute: "store", words: &[SEGMENT, SHARED, CRATE], literals: false };

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut sink = Sink::new();
    let words = Words::of_arguments(split(attribute), &WORDS, &mut sink);
    let runtime = words.runtime(&mut sink);
    let segments = segments::of(&words, &mut sink).unwrap_or_default();
    let store = match syn::parse2::<parse::Block>(item.clone()) {
        Ok(block) => rules::store(block, &mut sink),
        Err(_) => {
            rules::refuse_item(&item, &mut sink);
            None
        }
    };
    let output = match &store {
        Some(store) => expand::store(&runtime, store, &segments, sink.is_empty()),
        None => expand::untouched(&runtime, &item),
    };
    let errors = sink.finish();
    mixed!(#errors #output)
}

#[cfg(test)]
mod tests;
