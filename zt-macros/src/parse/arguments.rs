//! What stands in an annotation's parentheses: `"/{order}", scopes(A, B), rate("60/min"), reads`.
//!
//! Split by hand rather than by a grammar, so that one broken argument doesn't hide the others.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

/// One of the arguments between the commas.
#[derive(Clone)]
pub(crate) enum Argument {
    /// `"/orders"`
    Literal(Literal),
    /// `reads`
    Word(Ident),
    /// `why = "..."`
    Assigned { key: Ident, value: TokenStream },
    /// `scopes(..)`
    Called { key: Ident, group: Group },
    /// Whatever else: a path, an expression, a slip.
    Other(TokenStream),
}

impl Argument {
    /// Its first word, if it begins with one that could be a key.
    pub(crate) fn key(&self) -> Option<&Ident> {
        match self {
            Self::Word(key) | Self::Assigned { key, .. } | Self::Called { key, .. } => Some(key),
            Self::Literal(_) | Self::Other(_) => None,
        }
    }
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Literal(literal) => literal.to_tokens(tokens),
            Self::Word(word) => word.to_tokens(tokens),
            Self::Assigned { key, value } => {
                key.to_tokens(tokens);
                Punct::new('=', proc_macro2::Spacing::Alone).to_tokens(tokens);
                value.to_tokens(tokens);
            }
            Self::Called { key, group } => {
                key.to_tokens(tokens);
                group.to_tokens(tokens);
            }
            Self::Other(other) => other.to_tokens(tokens),
        }
    }
}

/// Splits at the commas that stand in no bracket (nor in `<..>`); nothing between two commas is no argument.
pub(crate) fn split(tokens: TokenStream) -> Vec<Argument> {
    let mut arguments = Vec::new();
    let mut current = Vec::new();
    let mut angles = 0_usize;
    let mut after_dash = false;
    for token in tokens {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' && angles == 0 => {
                arguments.extend(argument(std::mem::take(&mut current)));
                continue;
            }
            TokenTree::Punct(open) if open.as_char() == '<' => angles += 1,
            TokenTree::Punct(close) if close.as_char() == '>' && !after_dash => {
                angles = angles.saturating_sub(1);
            }
            _ => {}
        }
        after_dash =
            matches!(&token, TokenTree::Punct(dash) if matches!(dash.as_char(), '-' | '='));
        current.push(token);
    }
    arguments.extend(argument(current));
    arguments
}

fn argument(tokens: Vec<TokenTree>) -> Option<Argument> {
    match tokens.as_slice() {
        [] => None,
        [TokenTree::Literal(literal)] => Some(Argument::Literal(literal.clone())),
        [TokenTree::Ident(word)] => Some(Argument::Word(word.clone())),
        [TokenTree::Ident(key), TokenTree::Group(group)]
            if group.delimiter() == Delimiter::Parenthesis =>
        {
            Some(Argument::Called { key: key.clone(), group: group.clone() })
        }
        [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..]
            if equals.as_char() == '=' =>
        {
            let value = value.iter().cloned().collect();
            Some(Argument::Assigned { key: key.clone(), value })
        }
        _ => Some(Argument::Other(tokens.into_iter().collect())),
    }
}

/// The string literal that the tokens are, if they are nothing else.
pub(crate) fn string(tokens: &TokenStream) -> Option<LitStr> {
    syn::parse2(tokens.clone()).ok()
}

/// The string that a literal is, if it is one.
pub(crate) fn string_of(literal: &Literal) -> Option<LitStr> {
    string(&literal.to_token_stream())
}

/// The span of the tokens' first one, or the one given where there are none.
pub(crate) fn first_span(tokens: &TokenStream, otherwise: Span) -> Span {
    tokens.clone().into_iter().next().map_or(otherwise, |token| token.span())
}

#[cfg(test)]
mod unit_tests {
    use quote::quote;

    use super::*;

    fn shapes(tokens: TokenStream) -> Vec<&'static str> {
        let shape = |argument: &Argument| match argument {
            Argument::Literal(_) => "literal",
            Argument::Word(_) => "word",
            Argument::Assigned { .. } => "assigned",
            Argument::Called { .. } => "called",
            Argument::Other(_) => "other",
        };
        split(tokens).iter().map(shape).collect()
    }

    #[test]
    fn each_shape_is_known() {
        let tokens = quote!("/a", reads, why = "x", scopes(A, B), a::B, x + 1, f[]);
        let expected = ["literal", "word", "assigned", "called", "other", "other", "other"];
        assert_eq!(shapes(tokens), expected);
    }

    #[test]
    fn commas_in_generics_and_empty_places_split_nothing() {
        assert_eq!(shapes(quote!(store = Store<A, B>, load = |a| -> B { a },)), ["assigned"; 2]);
        assert_eq!(shapes(quote!()), [""; 0]);
        assert_eq!(shapes(quote!(, ,)), [""; 0]);
    }
}
