//! Which stores a handler's arguments or an input's fields can reach, as a constant.
//!
//! The macro knows no types, and naming one twice would tell each of its mistakes twice. So the types are inferred: a closure
//! that nobody runs hands values to whoever takes them, and its own type says what they were.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::paths::Runtime;

/// A value that stands for an argument or a field, and the question about its type.
pub(crate) struct Asked {
    pub(crate) value: Ident,
    question: Ident,
}

impl Asked {
    pub(crate) fn number(number: usize) -> Self {
        Self {
            value: format_ident!("value_{number}", span = Span::mixed_site()),
            question: format_ident!("question_{number}", span = Span::mixed_site()),
        }
    }
}

/// What each of them reaches, in order. `taken` is an expression that takes all the values, and so settles their types.
pub(crate) fn each(runtime: &Runtime, asked: &[Asked], taken: &TokenStream) -> TokenStream {
    if asked.is_empty() {
        let reached = runtime.private("Reached");
        return quote_spanned!(Span::mixed_site()=> #reached::Nothing);
    }
    let each = runtime.private("each_reached");
    let (ask, otherwise) = (runtime.private("ask_reached"), runtime.private("ElseUnreached"));
    let take = runtime.private("take_unasked");
    let lets = asked.iter().map(|Asked { value, question }| {
        quote_spanned!(Span::mixed_site()=> let (#value, #question) = #ask();)
    });
    let answers = asked.iter().rev().fold(quote!(()), |rest, Asked { question, .. }| {
        quote_spanned!(Span::mixed_site()=> (#question.reached(), #rest))
    });
    quote_spanned! {Span::mixed_site()=>
        #each(&|| {
            use #otherwise as _;
            #(#lets)*
            #take(#taken);
            #answers
        })
    }
}
