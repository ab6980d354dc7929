//! Looking into tokens that nobody has parsed: annotations and macros.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// Every token, groups opened, each with the two before it.
pub(super) fn walk(tokens: TokenStream, see: &mut impl FnMut(&TokenTree, &[TokenTree])) {
    let mut before: Vec<TokenTree> = Vec::new();
    for token in tokens {
        see(&token, &before);
        if let TokenTree::Group(group) = &token {
            walk(group.stream(), see);
        }
        before.push(token);
    }
}

/// `word(..)` at the top level of an annotation: the word and what is in its parentheses.
pub(super) fn calls(tokens: TokenStream) -> Vec<(Ident, Group)> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    pairs
        .filter_map(|pair| match pair {
            (TokenTree::Ident(word), TokenTree::Group(group))
                if group.delimiter() == Delimiter::Parenthesis =>
            {
                Some((word.clone(), group.clone()))
            }
            _ => None,
        })
        .collect()
}

/// The parts between commas.
pub(super) fn parts(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match (&token, parts.last_mut()) {
            (TokenTree::Punct(it), _) if it.as_char() == ',' => parts.push(TokenStream::new()),
            (_, Some(part)) => part.extend([token]),
            _ => {}
        }
    }
    parts.retain(|it| !it.is_empty());
    parts
}

/// Whether the last two tokens are `::`.
pub(super) fn after_colons(before: &[TokenTree]) -> bool {
    let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ':');
    matches!(before, [.., a, b] if colon(a) && colon(b))
}
