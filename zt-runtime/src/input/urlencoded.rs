//! Forms and queries: `name=value` pairs, each name once.
//!
//! The usual decoders take whatever comes: a broken percent-encoding stays as it is, bytes that are no UTF-8 become
//! question marks, `;` separates for some and not for others. Each is a second reading, so each is refused.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use super::ParseFault;
use super::node::{Entries, Node};

/// How many pairs there may be (X27).
const PAIRS: usize = 100;

/// The pairs of a query or of a form's body; none in an empty text.
pub(super) fn parse(text: &[u8]) -> Result<Entries<'_>, ParseFault> {
    let mut entries = Entries::new();
    if text.is_empty() {
        return Ok(entries);
    }
    for pair in text.split(|byte| *byte == b'&') {
        let (name, value) = name_and_value(pair)?;
        if entries.len() == PAIRS {
            return Err(ParseFault::TooMany);
        }
        if entries.insert(name, Node::Untyped(value)).is_some() {
            return Err(ParseFault::DoubledKey);
        }
    }
    Ok(entries)
}

fn name_and_value(pair: &[u8]) -> Result<(Cow<'_, str>, Cow<'_, str>), ParseFault> {
    let equals = pair.iter().position(|byte| *byte == b'=').ok_or(ParseFault::NotUrlEncoded)?;
    let (name, value) = pair.split_at_checked(equals).ok_or(ParseFault::NotUrlEncoded)?;
    if name.is_empty() {
        return Err(ParseFault::NotUrlEncoded);
    }
    Ok((decode(name)?, decode(value.get(1..).unwrap_or_default())?))
}

/// Undoes `+` and `%xx`, after making sure that nothing in it has a second reading.
fn decode(text: &[u8]) -> Result<Cow<'_, str>, ParseFault> {
    if text.iter().all(|byte| is_literal(*byte)) {
        return std::str::from_utf8(text).map(Cow::Borrowed).map_err(|_| ParseFault::NotUtf8);
    }
    if !is_well_formed(text) {
        return Err(ParseFault::NotUrlEncoded);
    }
    let spaced: Vec<u8> =
        text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let decoded: Vec<u8> = percent_decode(&spaced).collect();
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| ParseFault::NotUtf8)
}

/// Every `%` has its two digits, and nothing stands there that should have been encoded.
fn is_well_formed(text: &[u8]) -> bool {
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        let fits = match byte {
            b'+' => true,
            b'%' => bytes.by_ref().take(2).filter(|digit| digit.is_ascii_hexdigit()).count() == 2,
            byte => is_literal(*byte),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// What a query may hold as it is (RFC 3986 §3.4), save `;`, which some read as `&`, and a second `=`.
const fn is_literal(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b','
                | b':'
                | b'@'
                | b'/'
                | b'?'
        )
}
