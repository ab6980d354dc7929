//! Names on the wire: a field's own name, or what `rename` says; an enum's variants in snake case.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{LitStr, ext::IdentExt as _};

use super::vocabulary::Words;
use crate::diag::Sink;
use crate::keys::Key;

pub(crate) const RENAME: Key = Key { name: "rename", example: "rename = \"orderId\"" };

const LONGEST: usize = 64;

/// The codes of the two mistakes, in views and in inputs.
pub(crate) struct Codes {
    pub(crate) unfit: &'static str,
    pub(crate) doubled: &'static str,
}

/// One name, and what to underline if it is wrong.
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) at: proc_macro2::TokenStream,
}

/// What the field or variant is called outside.
pub(crate) fn name(own: &Ident, words: Option<&Words>, codes: &Codes, sink: &mut Sink) -> Name {
    let renamed: Option<LitStr> = words.and_then(|words| words.value(RENAME.name, sink));
    let Some(renamed) = renamed else {
        return Name { text: own.unraw().to_string(), at: own.to_token_stream() };
    };
    if !fits(&renamed.value()) {
        sink.push(
            &renamed,
            codes.unfit,
            format!("`{own}` can't be renamed to {}", renamed.token()),
            "a name with unusual letters is one that two parsers read as two names",
            format!(
                "write `rename = \"{}\"`: letters, digits and _ - . $ @, at most {LONGEST}",
                own.unraw()
            ),
        );
    }
    Name { text: renamed.value(), at: renamed.to_token_stream() }
}

/// A variant is called what it is called, in snake case.
pub(crate) fn variant(own: &Ident, words: Option<&Words>, codes: &Codes, sink: &mut Sink) -> Name {
    let mut name = name(own, words, codes, sink);
    if words.is_none_or(|words| words.find(RENAME.name).is_none()) {
        name.text = snake_case(&name.text);
    }
    name
}

fn fits(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.$@".contains(&byte);
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(letter)
}

/// Each name once.
pub(crate) fn refuse_doubled<'n>(
    names: impl Iterator<Item = &'n Name>,
    codes: &Codes,
    sink: &mut Sink,
) {
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    for name in names {
        if seen.insert(&name.text, ()).is_some() {
            sink.push(
                &name.at,
                codes.doubled,
                format!("two fields are called `{}` on the wire", name.text),
                "of two values under one name, one reader takes the first and another the last (RFC 8259 §4)",
                "give one of them another name: `rename = \"..\"`",
            );
        }
    }
}

/// `ShippedToday` → `shipped_today`.
pub(crate) fn snake_case(variant: &str) -> String {
    let mut snake = String::new();
    let mut after_lower = false;
    for letter in variant.chars() {
        if letter.is_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = !letter.is_uppercase() && letter != '_';
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::{fits, snake_case};

    #[test]
    fn variants_in_snake_case() {
        let names = ["Open", "ShippedToday", "HTTP", "V2", "A_B"];
        assert_eq!(names.map(snake_case), ["open", "shipped_today", "http", "v2", "a_b"]);
    }

    #[test]
    fn names_on_the_wire_are_plain() {
        for name in ["id", "orderId", "@type", "$ref", "x-y.z"] {
            assert!(fits(name), "{name}");
        }
        for name in ["", "a b", "é", "a\n", "\"", &"a".repeat(65)] {
            assert!(!fits(name), "{name}");
        }
    }
}
