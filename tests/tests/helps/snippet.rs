//! The pieces of a help that are code.

use super::table;

/// What a piece of code is, as far as it matters for where it belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// `/// What it is for.`
    Comment,
    /// `#[derive(Scope)]`, one or several, and nothing behind.
    Attributes,
    /// A whole item, with its attributes.
    Item,
    /// `async fn name`, without a body.
    FunctionHead,
    /// `-> Answer<OrderView>`
    Answer,
    /// Anything else: a word, a type, a rule.
    Word,
}

/// The code in a help: all of it, what stands in backticks, or a text in quotes.
pub(crate) fn pieces(help: &str) -> Vec<String> {
    if kind(help) != Kind::Word && !help.contains('`') {
        return vec![help.to_owned()];
    }
    let mut pieces = Vec::new();
    for (number, part) in help.split('`').enumerate() {
        if number % 2 == 1 {
            pieces.push(part.to_owned());
        } else {
            let texts = part.split('"').skip(1).step_by(2);
            pieces.extend(texts.map(|text| format!("\"{text}\"")));
        }
    }
    pieces
}

/// A help that says to take something out is followed by taking it out.
pub(crate) fn says_to_remove(help: &str) -> bool {
    ["remove", "drop", "leave", "keep", "take it out"].iter().any(|word| help.starts_with(word))
}

pub(crate) fn kind(piece: &str) -> Kind {
    if piece.starts_with("///") {
        return Kind::Comment;
    }
    if piece.starts_with("->") {
        return Kind::Answer;
    }
    let behind = behind_attributes(piece);
    let declares = ["pub ", "struct ", "enum ", "impl ", "async fn ", "const "];
    if behind.is_empty() && piece.starts_with("#[") {
        Kind::Attributes
    } else if !declares.iter().any(|word| behind.starts_with(word)) {
        Kind::Word
    } else if behind.ends_with(';') || behind.ends_with('}') {
        Kind::Item
    } else if behind.starts_with("async fn ") {
        Kind::FunctionHead
    } else {
        Kind::Word
    }
}

/// `#[a] #[b] rest` → `rest`
pub(crate) fn behind_attributes(piece: &str) -> &str {
    let mut rest = piece;
    while rest.starts_with("#[") {
        let mut depth = 0_u32;
        let end = rest.char_indices().find(|(_, letter)| {
            depth += u32::from(*letter == '[');
            depth -= u32::from(*letter == ']');
            *letter == ']' && depth == 0
        });
        let Some((end, _)) = end else { break };
        rest = rest[end + 1..].trim_start();
    }
    rest
}

/// The name that an item declares, or that an implementation is for.
pub(crate) fn declared(item: &str) -> Option<String> {
    let words = behind_attributes(item).split([' ', '(', '<', ';', '{']);
    let mut words = words.filter(|word| !word.is_empty());
    words.find(|word| ["struct", "enum", "fn", "const"].contains(word))?;
    words.next().map(ToOwned::to_owned)
}

/// The word in front: `scopes` of `scopes(OrdersRead)`, `zt::get` of `#[zt::get("/")]`.
pub(crate) fn first_word(piece: &str) -> &str {
    let piece = piece.trim_start_matches("#[");
    let end =
        piece.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':');
    piece[..end.unwrap_or(piece.len())].trim_end_matches(':')
}

/// The piece with its placeholders filled in, and, for a bare word, the rule that it stands for.
pub(crate) fn filled(code: &str, piece: &str) -> Vec<String> {
    let mut text = piece.to_owned();
    for (of, hole, filling) in table::FILLINGS {
        if of.is_empty() || *of == code {
            text = text.replace(hole, filling);
        }
    }
    let form = table::FORMS.iter().find(|(word, _)| *word == piece);
    [text].into_iter().chain(form.map(|(_, form)| (*form).to_owned())).collect()
}
