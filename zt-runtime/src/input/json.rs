//! From JSON text to a bounded tree, strictly (RFC 8259, and RFC 7493 §2.3: no name twice).
//!
//! serde_json does the reading, one level at a time: each value is first found as a piece of the text, so that a
//! number's digits stay exact and no feature that another crate turns on in serde_json changes what arrives.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::hash_map::Entry;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::ParseFault;
use super::node::{Entries, Node};

/// Objects and lists inside one another, the outermost included (G-06).
const DEPTH: u8 = 16;

/// Values in the whole text: what the tree may grow to is bounded apart from the size of the body (X27).
const VALUES: u32 = 100_000;

/// The tree of a text that is exactly one JSON value.
pub(super) fn parse(text: &[u8]) -> Result<Node<'_>, ParseFault> {
    let text = std::str::from_utf8(text).map_err(|_| ParseFault::NotUtf8)?;
    let whole = read::<&RawValue>(text)?;
    Reader { values_left: Cell::new(VALUES) }.node(whole.get(), DEPTH)
}

/// Reads all of `text`; serde_json refuses what comes after.
fn read<'n, T: Deserialize<'n>>(text: &'n str) -> Result<T, ParseFault> {
    serde_json::from_str(text).map_err(|_| ParseFault::NotJson)
}

struct Reader {
    values_left: Cell<u32>,
}

impl Reader {
    fn node<'n>(&self, raw: &'n str, depth_left: u8) -> Result<Node<'n>, ParseFault> {
        match raw.as_bytes().first() {
            Some(b'{') => self.object(raw, deeper(depth_left)?),
            Some(b'[') => self.list(raw, deeper(depth_left)?),
            Some(b'"') => read::<Text<'_>>(raw).map(|text| Node::Text(text.0)),
            Some(b'n') => Ok(Node::Null),
            Some(b't') => Ok(Node::Truth(true)),
            Some(b'f') => Ok(Node::Truth(false)),
            Some(b'-' | b'0'..=b'9') => Ok(Node::Number(raw)),
            _ => Err(ParseFault::NotJson),
        }
    }

    fn object<'n>(&self, raw: &'n str, depth_left: u8) -> Result<Node<'n>, ParseFault> {
        let mut entries = Entries::new();
        for (name, value) in read::<Pairs<'_>>(raw)?.0 {
            self.count()?;
            match entries.entry(name) {
                Entry::Occupied(_) => return Err(ParseFault::DoubledKey),
                Entry::Vacant(place) => place.insert(self.node(value.get(), depth_left)?),
            };
        }
        Ok(Node::Object(entries))
    }

    fn list<'n>(&self, raw: &'n str, depth_left: u8) -> Result<Node<'n>, ParseFault> {
        let mut items = Vec::new();
        for item in read::<Vec<&RawValue>>(raw)? {
            self.count()?;
            items.push(self.node(item.get(), depth_left)?);
        }
        Ok(Node::List(items))
    }

    fn count(&self) -> Result<(), ParseFault> {
        let left = self.values_left.get().checked_sub(1).ok_or(ParseFault::TooMany)?;
        self.values_left.set(left);
        Ok(())
    }
}

fn deeper(depth_left: u8) -> Result<u8, ParseFault> {
    depth_left.checked_sub(1).ok_or(ParseFault::TooDeep)
}

/// A string, borrowed from the text where it has no escapes.
struct Text<'n>(Cow<'n, str>);

impl<'n> Deserialize<'n> for Text<'n> {
    fn deserialize<D: Deserializer<'n>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl<'n> Visitor<'n> for TextVisitor {
    type Value = Cow<'n, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'n str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// The pairs of one object, in order and with doubles.
struct Pairs<'n>(Vec<(Cow<'n, str>, &'n RawValue)>);

impl<'n> Deserialize<'n> for Pairs<'n> {
    fn deserialize<D: Deserializer<'n>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor).map(Pairs)
    }
}

struct PairsVisitor;

impl<'n> Visitor<'n> for PairsVisitor {
    type Value = Vec<(Cow<'n, str>, &'n RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'n>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some((name, value)) = map.next_entry::<Text<'n>, &'n RawValue>()? {
            pairs.push((name.0, value));
        }
        Ok(pairs)
    }
}
