//! Parsing a path, byte by byte, without changing one.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{MAX_LENGTH, MAX_SEGMENTS, PathFault, reorders_text};

/// A path with one reading: normalising it as RFC 3986 §6.2.2 says changes nothing, so that two paths are equivalent only if
/// they are equal byte by byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CanonicalPath<'a> {
    text: &'a str,
}

impl<'a> CanonicalPath<'a> {
    /// Reads the path of a request target as it was received, without query.
    ///
    /// # Errors
    /// A [`PathFault`] for everything that somebody could read in another way.
    pub fn parse<T: AsRef<[u8]> + ?Sized>(raw: &'a T) -> Result<Self, PathFault> {
        let raw = raw.as_ref();
        if raw.len() > MAX_LENGTH {
            return Err(PathFault::TooLong);
        }
        let text = core::str::from_utf8(raw).map_err(|_| PathFault::Character)?;
        let rest = text.strip_prefix('/').ok_or(PathFault::NoLeadingSlash)?;
        let path = Self { text };
        if rest.is_empty() {
            return Ok(path);
        }
        check_segments(rest)?;
        Ok(path)
    }

    /// The path, byte for byte as it was received.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// Its segments from left to right, still encoded; `/` has none.
    pub fn segments(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let rest = self.text.strip_prefix('/').unwrap_or_default();
        rest.split('/').filter(move |_| !rest.is_empty())
    }

    /// The text that a segment of a canonical path stands for. What was never part of one comes back unchanged.
    #[must_use]
    pub fn decode(segment: &str) -> Cow<'_, str> {
        if !segment.contains('%') {
            return Cow::Borrowed(segment);
        }
        match decoded(segment).map(String::from_utf8) {
            Ok(Ok(text)) => Cow::Owned(text),
            _ => Cow::Borrowed(segment),
        }
    }
}

impl fmt::Display for CanonicalPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

fn check_segments(rest: &str) -> Result<(), PathFault> {
    // Counted before anything is decoded, so that a hostile path costs one pass.
    if rest.split('/').count() > MAX_SEGMENTS {
        return Err(PathFault::TooManySegments);
    }
    let mut segments = rest.split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "" if segments.peek().is_none() => return Err(PathFault::TrailingSlash),
            "" => return Err(PathFault::EmptySegment),
            "." | ".." => return Err(PathFault::DotSegment),
            _ => check_segment(segment)?,
        }
    }
    Ok(())
}

fn check_segment(segment: &str) -> Result<(), PathFault> {
    if !segment.bytes().all(is_path_byte) {
        return Err(PathFault::Character);
    }
    if !segment.contains('%') {
        return Ok(());
    }
    let text = String::from_utf8(decoded(segment)?).map_err(|_| PathFault::NotUtf8)?;
    match text.chars().any(|character| character.is_control() || reorders_text(character)) {
        true => Err(PathFault::HiddenCharacter),
        false => Ok(()),
    }
}

/// The bytes that a segment stands for.
fn decoded(segment: &str) -> Result<Vec<u8>, PathFault> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    loop {
        rest = match rest {
            [] => return Ok(bytes),
            [b'%', high, low, tail @ ..] => {
                bytes.push(decoded_byte(*high, *low)?);
                tail
            }
            [b'%', ..] => return Err(PathFault::BrokenEncoding),
            [byte, tail @ ..] => {
                bytes.push(*byte);
                tail
            }
        };
    }
}

fn decoded_byte(high: u8, low: u8) -> Result<u8, PathFault> {
    let byte = hex(high)? << 4 | hex(low)?;
    if high.is_ascii_lowercase() || low.is_ascii_lowercase() {
        return Err(PathFault::LowercaseEncoding);
    }
    if is_unreserved(byte) || matches!(byte, b'/' | b'\\' | b'%' | b';') {
        return Err(PathFault::NeedlessEncoding);
    }
    Ok(byte)
}

fn hex(digit: u8) -> Result<u8, PathFault> {
    let value = char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    value.ok_or(PathFault::BrokenEncoding)
}

/// RFC 3986 §3.3 `pchar`, without `;`: some servers cut a segment there, and others don't.
const fn is_path_byte(byte: u8) -> bool {
    is_unreserved(byte)
        || matches!(
            byte,
            b'%' | b':'
                | b'@'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b'='
        )
}

/// RFC 3986 §2.3.
const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
#[path = "canonical_tests.rs"]
mod tests;
