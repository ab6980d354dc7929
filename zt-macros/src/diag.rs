//! Where mistakes gather, and the shape in which they are told.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

/// What is underlined: one token, or everything from a first to a last one.
#[derive(Clone, Copy)]
pub(crate) struct Underline {
    first: Span,
    last: Span,
}

impl From<Span> for Underline {
    fn from(span: Span) -> Self {
        Self { first: span, last: span }
    }
}

impl<T: ToTokens> From<&T> for Underline {
    fn from(tokens: &T) -> Self {
        let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
        let first = spans.next().unwrap_or_else(Span::call_site);
        Self { first, last: spans.last().unwrap_or(first) }
    }
}

struct Mistake {
    under: Underline,
    text: String,
}

/// Gathers every mistake of one annotation, so that all are told at once.
#[derive(Default)]
#[must_use = "mistakes that nobody tells are mistakes that compile"]
pub(crate) struct Sink {
    mistakes: Vec<Mistake>,
}

impl Sink {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// `what`: the user's noun in backticks, lowercase, no full stop, at most 90 characters, never the remedy.
    /// `why`: the attack or the leak in one sentence. `help`: a line to paste.
    pub(crate) fn push(
        &mut self,
        under: impl Into<Underline>,
        code: &str,
        what: impl AsRef<str>,
        why: impl AsRef<str>,
        help: impl AsRef<str>,
    ) {
        let (what, why, help) = (what.as_ref(), why.as_ref(), help.as_ref());
        let text = format!("{what} [{code}]\n  = note: {why}\n  = help: {help}");
        self.mistakes.push(Mistake { under: under.into(), text });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.mistakes.len()
    }

    /// The errors as items, in source order.
    pub(crate) fn finish(mut self) -> TokenStream {
        self.mistakes.sort_by_key(|mistake| place(mistake.under.first));
        self.mistakes.iter().map(Mistake::error).collect()
    }

    /// The texts in the order in which they were found.
    #[cfg(test)]
    pub(crate) fn texts(&self) -> Vec<String> {
        self.mistakes.iter().map(|mistake| mistake.text.clone()).collect()
    }
}

impl Mistake {
    fn error(&self) -> TokenStream {
        let text = &self.text;
        let path = quote_spanned!(self.under.first=> ::core::compile_error!);
        let message = quote_spanned!(self.under.last=> { #text });
        quote::quote!(#path #message)
    }
}

/// Line and column. Outside of the compiler, in our unit tests, there are none and the order of discovery stays.
fn place(span: Span) -> (usize, usize) {
    if !proc_macro::is_available() {
        return (0, 0);
    }
    let span = span.unwrap();
    (span.line(), span.column())
}

/// Runs an attribute macro.
pub(crate) fn attribute(
    rules: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
    expand: impl FnOnce(TokenStream, TokenStream) -> TokenStream,
) -> proc_macro::TokenStream {
    let untouched = TokenStream::from(item.clone());
    caught(untouched, || expand(rules.into(), item.into())).into()
}

/// Runs a derive.
pub(crate) fn derived(
    item: proc_macro::TokenStream,
    expand: impl FnOnce(TokenStream) -> TokenStream,
) -> proc_macro::TokenStream {
    caught(TokenStream::new(), || expand(item.into())).into()
}

/// A panic of ours becomes an error that says whose bug it is. The item stays as it was written, for the editor.
fn caught(otherwise: TokenStream, expand: impl FnOnce() -> TokenStream) -> TokenStream {
    catch_unwind(AssertUnwindSafe(expand)).unwrap_or_else(|_| {
        let bug = quote_spanned! {Span::call_site()=>
            ::core::compile_error! {
                "zt's macro failed on this item: this is a bug of zt, not yours\n  \
                 = note: nothing was generated, so nothing is left unguarded\n  \
                 = help: please report it with this item"
            }
        };
        quote::quote!(#bug #otherwise)
    })
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn a_mistake_has_what_why_and_help() {
        let mut sink = Sink::new();
        sink.push(Span::call_site(), "ZT0000", "`x` is wrong", "it leaks", "write `y`");
        let said = ["`x` is wrong [ZT0000]\n  = note: it leaks\n  = help: write `y`"];
        assert_eq!(sink.texts(), said);
        assert!(sink.finish().to_string().starts_with(":: core :: compile_error !"));
    }

    #[test]
    fn a_panic_of_ours_is_an_error_and_keeps_the_item() {
        let said = caught(
            quote::quote!(
                fn kept() {}
            ),
            || panic!("bug"),
        )
        .to_string();
        assert!(said.contains("a bug of zt") && said.contains("fn kept"), "{said}");
    }
}
