//! `length(min = 1, max = 500)`, `range(min = 0, max = 100)`, `items(max = 20)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens as _;
use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

use super::model::{Bounds, Ends, Number};
use super::rules::FIELD_WORDS;
use crate::derive::vocabulary::Words;
use crate::diag::Sink;
use crate::keys::Key;
use crate::parse::arguments::{Argument, split};
use crate::rules::words;

const LENGTH: &[Key] = &[
    Key { name: "min", example: "length(min = 1)" },
    Key { name: "max", example: "length(max = 500)" },
];
const RANGE: &[Key] = &[
    Key { name: "min", example: "range(min = 0)" },
    Key { name: "max", example: "range(max = 100)" },
];
const ITEMS: &[Key] = &[Key { name: "max", example: "items(max = 20)" }];

pub(super) fn read(said: &Words, sink: &mut Sink) -> Bounds {
    Bounds {
        length: ends(said, "length", LENGTH, count, sink),
        range: ends(said, "range", RANGE, number, sink),
        items: ends(said, "items", ITEMS, count, sink),
    }
}

fn ends<T: PartialOrd>(
    said: &Words,
    word: &str,
    keys: &'static [Key],
    read: fn(&Expr) -> Option<T>,
    sink: &mut Sink,
) -> Option<(Span, Ends<T>)> {
    let group = said.list(word, sink)?;
    let key = said.key(word)?;
    let inside = words::inside(key, split(group.stream()), keys, FIELD_WORDS, sink);
    let min = end(&inside, "min", keys, read, sink);
    let max = end(&inside, "max", keys, read, sink);
    if let (Some((min, at)), Some((max, _))) = (&min, &max)
        && min > max
    {
        refuse_empty(key, at, sink);
    }
    let ends = Ends { min: min.map(|(min, _)| min), max: max.map(|(max, _)| max) };
    Some((key.span(), ends))
}

/// ZT0712
fn refuse_empty(word: &Ident, at: &TokenStream, sink: &mut Sink) {
    sink.push(
        at,
        "ZT0712",
        format!("`{word}` has a `min` greater than its `max`"),
        "no value would pass, so every request would be refused",
        format!("write the lesser one first: `{word}(min = 1, max = 10)`"),
    );
}

/// ZT0711
fn end<T>(
    inside: &[Argument],
    name: &str,
    keys: &[Key],
    read: fn(&Expr) -> Option<T>,
    sink: &mut Sink,
) -> Option<(T, TokenStream)> {
    let argument = words::first(inside, name)?;
    let Argument::Assigned { value, .. } = argument else {
        words::wrong_shape(argument, keys, sink);
        return None;
    };
    let read = syn::parse2::<Expr>(value.clone()).ok().as_ref().and_then(read);
    if read.is_none() {
        let example = crate::keys::example(keys, name).unwrap_or_default();
        let what =
            format!("`{}` is no number that can be a bound", value.to_string().replace("- ", "-"));
        let why = "a bound that can't be read bounds nothing";
        let at = if value.is_empty() { argument.to_token_stream() } else { value.clone() };
        sink.push(&at, "ZT0711", what, why, format!("write a number: `{example}`"));
    }
    read.zip(Some(value.clone()))
}

/// Characters or items: a whole number without sign.
fn count(expression: &Expr) -> Option<u32> {
    match literal(expression)? {
        (false, Lit::Int(number)) if number.suffix().is_empty() => number.base10_parse().ok(),
        _ => None,
    }
}

fn number(expression: &Expr) -> Option<Number> {
    match literal(expression)? {
        (negative, Lit::Int(number)) if number.suffix().is_empty() => {
            let whole: i128 = number.base10_parse().ok()?;
            Some(Number::Whole(if negative { -whole } else { whole }))
        }
        (negative, Lit::Float(number)) if number.suffix().is_empty() => {
            let real: f64 = number.base10_parse().ok()?;
            real.is_finite().then_some(Number::Real(if negative { -real } else { real }))
        }
        _ => None,
    }
}

/// A literal, and whether a minus stands before it.
fn literal(expression: &Expr) -> Option<(bool, &Lit)> {
    match expression {
        Expr::Lit(ExprLit { lit, .. }) => Some((false, lit)),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match &**expr {
            Expr::Lit(ExprLit { lit, .. }) => Some((true, lit)),
            _ => None,
        },
        _ => None,
    }
}
