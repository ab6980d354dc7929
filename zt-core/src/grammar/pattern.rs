//! Path patterns: `"/orders/{order}/cancel"`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::PatternFault;

/// The most bytes of a pattern.
pub const MAX_LENGTH: usize = 512;

/// A checked path pattern: `/`, or segments that are literals of unreserved characters (RFC 3986 §2.3) or one whole
/// `{parameter}`. There are no tails, no optional pieces and no regular expressions: who reads the pattern knows which
/// paths reach the handler.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    text: String,
}

/// A piece of a pattern between two slashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Segment<'a> {
    /// Matches itself, byte for byte.
    Literal(&'a str),
    /// Matches any one segment, and names the handler's argument that takes it.
    Param(&'a str),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A [`PatternFault`] that says which piece is wrong, and what to write instead.
    pub fn parse(text: &str) -> Result<Self, PatternFault> {
        check_frame(text)?;
        let pattern = Self { text: text.to_string() };
        let mut names = Vec::new();
        for piece in pieces(text) {
            if let Some(name) = parse_segment(piece)? {
                if names.contains(&name) {
                    return Err(PatternFault::RepeatedParam { name: name.to_string() });
                }
                names.push(name);
            }
        }
        Ok(pattern)
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its segments from left to right; `/` has none.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        segments(&self.text)
    }

    /// The names of its parameters from left to right.
    pub fn params(&self) -> impl Iterator<Item = &str> {
        self.segments().filter_map(|segment| match segment {
            Segment::Literal(_) => None,
            Segment::Param(name) => Some(name),
        })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A checked prefix of a group: a pattern of literals only, and never `/` alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prefix {
    text: String,
}

impl Prefix {
    /// Reads a prefix.
    ///
    /// # Errors
    /// Those of [`Pattern::parse`], a parameter, and `/`, which says nothing.
    pub fn parse(text: &str) -> Result<Self, PatternFault> {
        let pattern = Pattern::parse(text)?;
        if text == "/" {
            return Err(PatternFault::RootPrefix);
        }
        if let Some(name) = pattern.params().next() {
            return Err(PatternFault::ParamInPrefix { name: name.to_string() });
        }
        Ok(Self { text: pattern.text })
    }

    /// The prefix as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A pattern behind its group's prefix (`""` for none); `/` in a group is the prefix itself.
#[must_use]
pub fn join(prefix: &str, pattern: &str) -> String {
    if pattern == "/" && !prefix.is_empty() {
        prefix.to_string()
    } else {
        [prefix, pattern].concat()
    }
}

/// The segments of a pattern that was checked before.
pub(super) fn segments(text: &str) -> impl Iterator<Item = Segment<'_>> {
    pieces(text).map(|piece| match param_name(piece) {
        Some(name) => Segment::Param(name),
        None => Segment::Literal(piece),
    })
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let rest = text.strip_prefix('/').unwrap_or(text);
    rest.split('/').filter(move |_| !rest.is_empty())
}

fn param_name(piece: &str) -> Option<&str> {
    piece.strip_prefix('{')?.strip_suffix('}')
}

/// Everything that can be said before the pattern is cut at its slashes.
fn check_frame(text: &str) -> Result<(), PatternFault> {
    if text.is_empty() {
        return Err(PatternFault::Empty);
    }
    if let Some(character) = text.chars().find(|c| !c.is_ascii()) {
        return Err(PatternFault::NotAscii(character));
    }
    if text.len() > MAX_LENGTH {
        return Err(PatternFault::TooLong { length: text.len() });
    }
    check_marks(text)?;
    check_slashes(text)
}

fn check_marks(text: &str) -> Result<(), PatternFault> {
    text.chars().try_for_each(|character| match character {
        '?' => Err(PatternFault::Query),
        '#' => Err(PatternFault::Fragment),
        '%' => Err(PatternFault::Percent),
        _ => Ok(()),
    })
}

fn check_slashes(text: &str) -> Result<(), PatternFault> {
    if !text.starts_with('/') {
        return Err(PatternFault::NoLeadingSlash { text: text.to_string() });
    }
    if text.contains("//") {
        return Err(PatternFault::DoubleSlash);
    }
    if text.len() > 1 && text.ends_with('/') {
        return Err(PatternFault::TrailingSlash { text: text.to_string() });
    }
    match pieces(text).count() {
        count if count > crate::path::MAX_SEGMENTS => Err(PatternFault::TooManySegments { count }),
        _ => Ok(()),
    }
}

/// Checks one segment; the name, if it is a parameter.
fn parse_segment(piece: &str) -> Result<Option<&str>, PatternFault> {
    let text = || piece.to_string();
    if piece.starts_with('*') || piece.starts_with("{*") || piece.ends_with("..>") {
        return Err(PatternFault::Tail { text: text() });
    }
    if piece.starts_with(':') || (piece.starts_with('<') && piece.ends_with('>')) {
        return Err(PatternFault::OldParam { text: text() });
    }
    if piece.contains(['{', '}']) {
        return parse_param(piece).map(Some);
    }
    if matches!(piece, "." | "..") {
        return Err(PatternFault::DotSegment { text: text() });
    }
    match piece.chars().find(|&c| !is_unreserved(c)) {
        Some(character) => Err(PatternFault::Character(character)),
        None => Ok(None),
    }
}

fn parse_param(piece: &str) -> Result<&str, PatternFault> {
    if !is_balanced(piece) {
        return Err(PatternFault::UnbalancedBrace { text: piece.to_string() });
    }
    let Some(name) = param_name(piece).filter(|name| !name.contains(['{', '}'])) else {
        return Err(PatternFault::PartialParam { text: piece.to_string() });
    };
    if name.is_empty() {
        return Err(PatternFault::EmptyParam);
    }
    if !is_param_name(name) {
        return Err(PatternFault::ParamName { name: name.to_string() });
    }
    if is_keyword(name) {
        return Err(PatternFault::Keyword { name: name.to_string() });
    }
    Ok(name)
}

fn is_balanced(piece: &str) -> bool {
    let mut open = false;
    let flat = piece.chars().all(|character| match character {
        '{' => !core::mem::replace(&mut open, true),
        '}' => core::mem::replace(&mut open, false),
        _ => true,
    });
    flat && !open
}

pub(super) fn is_param_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Words that no argument of a Rust function (edition 2024) can be called.
pub(super) fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
        "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
        "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
        "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}

/// RFC 3986 §2.3: the characters that have one spelling in every path.
const fn is_unreserved(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '~' | '-')
}

#[cfg(test)]
#[path = "pattern_tests.rs"]
mod tests;
