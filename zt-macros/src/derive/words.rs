//! The words of a helper attribute: `#[resource(id = OrderId, owner_may(Read, Cancel))]` is two words.
//!
//! Tolerant on purpose: one broken word is one error, and the words beside it still count.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::{Attribute, Meta};

/// What stands between two commas.
pub(crate) enum Item {
    /// `reads`, `id = OrderId`, `owner_may(Read)`.
    Word(Word),
    /// `"orders:read"`.
    Literal(Literal),
    /// Anything else.
    Stray(Span),
}

pub(crate) struct Word {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    /// `reads`
    Nothing,
    /// `id = OrderId`
    Is(TokenStream),
    /// `owner_may(Read, Cancel)`
    List(Group),
}

impl Word {
    /// Without the `r#` of a raw identifier: `crate` needs none in an attribute.
    pub(crate) fn name(&self) -> String {
        self.key.to_string()
    }

    /// The smallest span that shows a bad value: the value, or the key if there is none.
    pub(crate) fn value_span(&self) -> Span {
        match &self.value {
            Value::Nothing => self.key.span(),
            Value::Is(tokens) if tokens.is_empty() => self.key.span(),
            Value::Is(tokens) => tokens.span(),
            Value::List(group) => group.span(),
        }
    }
}

/// The words of `#[name(..)]`; `None` when it has no parentheses.
pub(crate) fn of_attribute(attribute: &Attribute) -> Option<Vec<Item>> {
    match &attribute.meta {
        Meta::List(list) => Some(of_tokens(list.tokens.clone())),
        Meta::Path(_) | Meta::NameValue(_) => None,
    }
}

pub(crate) fn of_tokens(tokens: TokenStream) -> Vec<Item> {
    split_at_commas(tokens).into_iter().filter_map(item).collect()
}

/// Commas within `<..>` belong to a type: `id = Key<A, B>` is one word.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut pieces = vec![Vec::new()];
    let mut depth = 0_usize;
    let mut after_dash = false;
    for token in tokens {
        let sign = sign(&token);
        match sign {
            Some('<') => depth += 1,
            Some('>') if !after_dash => depth = depth.saturating_sub(1),
            _ => {}
        }
        after_dash = sign == Some('-');
        if sign == Some(',') && depth == 0 {
            pieces.push(Vec::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(token);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn sign(token: &TokenTree) -> Option<char> {
    match token {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => None,
    }
}

fn item(piece: Vec<TokenTree>) -> Option<Item> {
    let mut tokens = piece.into_iter();
    let first = tokens.next()?;
    let stray = first.span();
    let second = tokens.next();
    let rest: TokenStream = tokens.collect();
    Some(match (first, second) {
        (TokenTree::Ident(key), None) => Item::Word(Word { key, value: Value::Nothing }),
        (TokenTree::Ident(key), Some(TokenTree::Punct(equals))) if equals.as_char() == '=' => {
            Item::Word(Word { key, value: Value::Is(rest) })
        }
        (TokenTree::Ident(key), Some(TokenTree::Group(list)))
            if list.delimiter() == Delimiter::Parenthesis && rest.is_empty() =>
        {
            Item::Word(Word { key, value: Value::List(list) })
        }
        (TokenTree::Literal(literal), None) => Item::Literal(literal),
        _ => Item::Stray(stray),
    })
}
