//! A guarded API stays small: five endpoints, with everything that they need, in fewer tokens than this.

use proc_macro2::{Group, TokenStream, TokenTree};

/// Scopes, actions, id, resource, view, input, five handlers and their group: all of `src/api.rs`.
const BUDGET: usize = 480;

#[test]
fn five_guarded_endpoints_stay_within_their_budget() {
    let api: TokenStream = include_str!("../src/api.rs").parse().expect("src/api.rs is Rust");
    let tokens = count(api);
    println!("src/api.rs has {tokens} tokens of {BUDGET}");
    assert!(tokens < BUDGET, "src/api.rs has {tokens} tokens: {BUDGET} are too many");
}

#[test]
fn tokens_are_counted_as_the_budget_says() {
    let counted = |text: &str| count(text.parse().expect("Rust"));
    assert_eq!(counted("use zt::prelude::*;"), 9);
    assert_eq!(counted("#[scope(\"notes:read\", reads)]"), 5);
    assert_eq!(counted("//! Of the file.\n/// Of the unit.\n#[doc(hidden)] struct Unit;"), 6);
}

/// Counts the leaves of the tree that proc-macro2 reads: a word, a literal and a sign of punctuation are one token each, so
/// that `::` and `->` are two. Brackets are the tree's branches and don't count; nor do doc comments, which are prose.
fn count(tokens: TokenStream) -> usize {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    let mut sum = 0;
    while let [token, after @ ..] = rest {
        rest = after_doc_comment(rest).unwrap_or_else(|| {
            sum += count_one(token);
            after
        });
    }
    sum
}

fn count_one(token: &TokenTree) -> usize {
    match token {
        TokenTree::Group(group) => count(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => 1,
    }
}

/// `///` and `//!` arrive as `#[doc = ".."]` and `#![doc = ".."]`.
fn after_doc_comment(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    match tokens {
        [TokenTree::Punct(_), TokenTree::Group(attribute), rest @ ..]
        | [TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Group(attribute), rest @ ..]
            if is_doc_comment(attribute) =>
        {
            Some(rest)
        }
        _ => None,
    }
}

fn is_doc_comment(attribute: &Group) -> bool {
    let mut tokens = attribute.stream().into_iter();
    let (word, equals) = (tokens.next(), tokens.next());
    matches!(word, Some(TokenTree::Ident(word)) if word == "doc")
        && matches!(equals, Some(TokenTree::Punct(equals)) if equals.as_char() == '=')
}
