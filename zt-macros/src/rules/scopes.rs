//! The scopes of `scopes(A, any(B, C))`, and of `with(..)` at a field.

use proc_macro2::{Group, Ident, TokenStream};
use quote::ToTokens;
use syn::Path;

use crate::diag::Sink;
use crate::model::Clause;
use crate::parse::arguments::{Argument, split};
use crate::parse::shown::shown;

/// All clauses, or `None` after a mistake.
pub(crate) fn clauses(word: &Ident, group: &Group, sink: &mut Sink) -> Option<Vec<Clause>> {
    let arguments = split(group.stream());
    if arguments.is_empty() {
        empty(word, word, sink);
        return None;
    }
    let count = arguments.len();
    let clauses: Vec<_> =
        arguments.iter().filter_map(|argument| clause(word, argument, sink)).collect();
    no_scope_twice(&clauses, sink);
    (clauses.len() == count).then_some(clauses)
}

fn clause(rule: &Ident, argument: &Argument, sink: &mut Sink) -> Option<Clause> {
    let Argument::Called { key, group } = argument else {
        return scope(rule, argument, sink).map(Clause::One);
    };
    if key == "any" {
        return any(rule, key, group, sink);
    }
    no_combinator(key, group, sink);
    None
}

fn any(rule: &Ident, word: &Ident, group: &Group, sink: &mut Sink) -> Option<Clause> {
    let members = split(group.stream());
    match members.as_slice() {
        [] => empty(rule, word, sink),
        [only] => any_of_one(rule, word, only, sink),
        _ => {}
    }
    let nested = members.iter().filter_map(|member| match member {
        Argument::Called { key, group } => Some((key, group)),
        _ => None,
    });
    nested.for_each(|(key, group)| no_combinator(key, group, sink));
    let count = members.len();
    let simple = members.iter().filter(|member| !matches!(member, Argument::Called { .. }));
    let scopes: Vec<_> = simple.filter_map(|member| scope(rule, member, sink)).collect();
    (scopes.len() == count && count > 1).then_some(Clause::Any(scopes))
}

fn empty(rule: &Ident, word: &Ident, sink: &mut Sink) {
    let what = format!("`{word}()` names no scope");
    if rule == "with" {
        let why = "a list of no scopes would be for every caller";
        let help = "name one: `with(OrdersPii)`, or leave `with` out";
        return sink.push(word, "ZT0103", what, why, help);
    }
    let why = "a list of no scopes would let every caller in";
    let help = "name one: `scopes(OrdersRead)`, or say `authenticated(why = \"..\")`";
    sink.push(word, "ZT0103", what, why, help);
}

fn any_of_one(rule: &Ident, word: &Ident, only: &Argument, sink: &mut Sink) {
    let scope = only.to_token_stream().to_string();
    sink.push(
        word,
        "ZT0131",
        format!("`any({scope})` offers no choice"),
        "a choice of one reads like more ways in than there are",
        format!("write `{rule}({scope})`, or name the other scope"),
    );
}

fn no_combinator(key: &Ident, group: &Group, sink: &mut Sink) {
    let scopes = shown(&group.stream());
    sink.push(
        key,
        "ZT0106",
        format!("`{key}(..)` is no scope"),
        "what isn't a scope can't be looked up in a token",
        format!("where all are needed drop `{key}(..)` around them, where one is enough write `any({scopes})`"),
    );
}

fn scope(rule: &Ident, argument: &Argument, sink: &mut Sink) -> Option<Path> {
    let tokens = argument.to_token_stream();
    if let Argument::Literal(literal) = argument {
        scope_as_text(argument, &literal.to_string(), sink);
        return None;
    }
    let path = syn::parse2::<Path>(tokens.clone()).ok();
    if path.is_none() {
        no_scope_type(rule, argument, &tokens, sink);
    }
    path
}

fn scope_as_text(argument: &Argument, text: &str, sink: &mut Sink) {
    sink.push(
        argument,
        "ZT0105",
        format!("{text} is no scope type"),
        "a scope's name with a typo in it would compile and lock everyone out, or let them in",
        format!("name the type that has #[derive(Scope)]: `{}`", type_name(text)),
    );
}

/// `"orders:read"` → `OrdersRead`.
pub(crate) fn type_name(text: &str) -> String {
    named_after(text).unwrap_or_else(|| "OrdersRead".to_owned())
}

/// The same, where the text has something that a type could be called.
pub(super) fn named_after(text: &str) -> Option<String> {
    let mut start = true;
    let mut name = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            name.push(if start { letter.to_ascii_uppercase() } else { letter });
        }
        start = !letter.is_ascii_alphanumeric();
    }
    let usable = name.starts_with(|first: char| first.is_ascii_alphabetic());
    usable.then_some(name)
}

fn no_scope_type(rule: &Ident, argument: &Argument, tokens: &TokenStream, sink: &mut Sink) {
    let shown = tokens.to_string().replace(" :: ", "::");
    let wildcard = shown.contains('*') || shown == "_";
    let what = if wildcard {
        format!("wildcard `{shown}` in `{rule}`")
    } else {
        format!("`{shown}` is no scope")
    };
    let why = if wildcard {
        "a wildcard grants scopes that nobody has thought of yet"
    } else {
        "what isn't a scope can't be looked up in a token"
    };
    let help = alternatives(tokens)
        .unwrap_or_else(|| format!("name each scope: `{rule}(OrdersRead, OrdersCancel)`"));
    sink.push(argument, "ZT0106", what, why, help);
}

/// `A | B` means `any(A, B)`, and `A & B` both.
pub(super) fn alternatives(tokens: &TokenStream) -> Option<String> {
    let text = tokens.to_string();
    let sign = if text.contains('|') { '|' } else { '&' };
    let scopes: Vec<_> = text.split(sign).map(str::trim).filter(|it| !it.is_empty()).collect();
    let types = scopes.iter().all(|it| syn::parse_str::<Path>(it).is_ok());
    let listed = scopes.join(", ").replace(" :: ", "::");
    match (sign, scopes.len() > 1 && types) {
        ('|', true) => Some(format!("write `any({listed})`")),
        (_, true) => Some(format!("write `{listed}`")),
        (_, false) => None,
    }
}

fn no_scope_twice(clauses: &[Clause], sink: &mut Sink) {
    let mut seen = Vec::new();
    for scope in clauses.iter().flat_map(Clause::scopes) {
        let name = scope.to_token_stream().to_string();
        if seen.contains(&name) {
            let shown = name.replace(' ', "");
            sink.push(
                scope,
                "ZT0104",
                format!("scope `{shown}` is named twice"),
                "the second one changes nothing: perhaps another scope was meant, and isn't demanded",
                format!("drop one `{shown}`, or name the scope that you mean"),
            );
        }
        seen.push(name);
    }
}
