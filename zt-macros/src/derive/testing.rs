//! What the unit tests of the derives and of the store share.

use proc_macro2::{TokenStream, TokenTree};

/// The code and the text of each error in an expansion.
pub(crate) fn errors(tokens: TokenStream) -> Vec<(String, String)> {
    let mut errors = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_error = matches!(&token, TokenTree::Ident(name) if name == "compile_error");
        if is_error && let Some(TokenTree::Group(group)) = tokens.nth(1) {
            let text = syn::parse2::<syn::LitStr>(group.stream()).unwrap().value();
            let (what, _) = text.split_once('\n').unwrap();
            let code = what.split('[').next_back().unwrap().trim_end_matches(']');
            assert!(what.chars().count() <= 110, "too long: {what}");
            errors.push((code.to_owned(), text));
        }
    }
    errors
}

/// The errors about an item.
pub(crate) fn said(
    expand: fn(TokenStream) -> TokenStream,
    item: TokenStream,
) -> Vec<(String, String)> {
    errors(expand(item))
}

/// The text of the one error about an item, which has this code.
pub(crate) fn says(
    expand: fn(TokenStream) -> TokenStream,
    item: TokenStream,
    code: &str,
) -> String {
    let errors = said(expand, item.clone());
    match errors.as_slice() {
        [(only, text)] if only == code => text.clone(),
        others => panic!("{item}\nexpected {code}, was told {others:#?}"),
    }
}
