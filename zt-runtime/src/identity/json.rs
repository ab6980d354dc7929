//! JSON from outside, before serde reads it: one object, no key twice, not deep.
//!
//! serde ignores what a type doesn't name, so a doubled unknown key, or one spelled with escapes, would pass. Two
//! readers that pick different ones of a pair disagree about who calls (T-11, P-07, X08).

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// How much structure a document may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Objects and arrays inside one another, the outermost included.
    pub(crate) depth: u8,
    /// Keys in all objects together.
    pub(crate) keys: u16,
}

/// What a token says, or an issuer of it: this deep and this wide (T-11).
pub(crate) const CLAIMS: Limits = Limits { depth: 16, keys: 512 };

/// Accepts a text that is exactly one JSON object within `limits`, with no key twice in one object.
pub(crate) fn check_object(text: &str, limits: Limits) -> Result<(), serde_json::Error> {
    if !text.trim_ascii_start().starts_with('{') {
        return Err(Error::custom("not an object"));
    }
    let keys_left = Cell::new(limits.keys);
    let mut reader = serde_json::Deserializer::from_str(text);
    Strict { depth_left: limits.depth, keys_left: &keys_left }.deserialize(&mut reader)?;
    reader.end()
}

/// Such a text, read.
pub(crate) fn read_object(
    text: &str,
    limits: Limits,
) -> Result<Map<String, Value>, serde_json::Error> {
    check_object(text, limits)?;
    serde_json::from_str(text)
}

#[derive(Clone, Copy)]
struct Strict<'k> {
    depth_left: u8,
    keys_left: &'k Cell<u16>,
}

impl Strict<'_> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let depth_left = self.depth_left.checked_sub(1).ok_or_else(|| E::custom("too deep"))?;
        Ok(Self { depth_left, ..self })
    }

    fn take_key<E: Error>(self) -> Result<(), E> {
        let left = self.keys_left.get().checked_sub(1).ok_or_else(|| E::custom("too many keys"))?;
        self.keys_left.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut keys = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            self.take_key()?;
            keys.push(key);
            map.next_value_seed(inner)?;
        }
        // So few are faster sorted than hashed.
        keys.sort_unstable();
        let is_twice = keys.array_windows().any(|[one, next]| one == next);
        if is_twice { Err(A::Error::custom("a key twice")) } else { Ok(()) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        while items.next_element_seed(inner)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn accepts(text: &str) -> bool {
        check_object(text, Limits { depth: 3, keys: 6 }).is_ok()
    }

    #[test]
    fn p07_one_object_and_nothing_else() {
        assert!(accepts(r#" {"a":1,"b":[true,null,{"c":"d"}]} "#));
        for text in [
            "",
            "[]",
            "1",
            "\"a\"",
            "null",
            "{} {}",
            "{}x",
            "{",
            "{\"a\":1,}",
            "\u{feff}{}",
            "{'a':1}",
        ] {
            assert!(!accepts(text), "{text}");
        }
    }

    // T-11, X08: escapes spell the same key.
    #[test]
    fn t11_a_key_twice_is_refused_at_every_depth() {
        assert!(!accepts(r#"{"a":1,"a":1}"#));
        assert!(!accepts(r#"{"aud":1,"\u0061ud":2}"#));
        assert!(!accepts(r#"{"x":{"a":1,"a":2}}"#));
        assert!(!accepts(r#"{"x":[{"a":1,"a":2}]}"#));
        assert!(accepts(r#"{"x":{"a":1},"a":2}"#));
    }

    #[test]
    fn p04_depth_and_keys_are_bounded() {
        assert!(accepts(r#"{"a":{"b":{}}}"#));
        assert!(!accepts(r#"{"a":{"b":{"c":{}}}}"#));
        assert!(!accepts(r#"{"a":[[[]]]}"#));
        assert!(accepts(r#"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}"#));
        assert!(!accepts(r#"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}"#));
        assert!(!accepts(&format!("{{\"a\":{}", "[".repeat(100_000))));
    }
}
