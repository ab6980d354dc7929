//! What can be wrong with an input, without a word of it.

use std::borrow::Cow;
use std::fmt;

use super::field::Place;

/// How many faults one answer lists. The rest would only make it longer.
const LISTED: usize = 32;

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InputFault {
    /// Where: a JSON Pointer (RFC 6901) of declared names and indexes, never of names that came with the request.
    pub(crate) pointer: String,
    /// What is wrong, without the value.
    pub(crate) detail: Cow<'static, str>,
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<InputFault>);

impl Faults {
    pub(super) fn add(&mut self, place: &Place<'_>, detail: impl Into<Cow<'static, str>>) {
        if self.0.len() < LISTED {
            self.0.push(InputFault { pointer: place.pointer(), detail: detail.into() });
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_list(self) -> Vec<InputFault> {
        self.0
    }
}

/// Why an input is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum InputRefused {
    /// It can't be read, or has two readings: 400.
    Malformed(ParseFault),
    /// It can be read and isn't what the endpoint takes: 422.
    Invalid(Vec<InputFault>),
}

/// Why a text is no input at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParseFault {
    /// Bytes that are no UTF-8 (RFC 8259 §8.1).
    NotUtf8,
    /// Not one JSON value, or something after it.
    NotJson,
    /// A name twice in one object, form or query: readers disagree about which counts.
    DoubledKey,
    /// Objects and lists more than 16 deep (G-06).
    TooDeep,
    /// More values than any input has (G-06, X27).
    TooMany,
    /// Not `name=value` pairs with whole percent-encodings.
    NotUrlEncoded,
    /// Not the parts that its boundary announces, each with a head that has one reading.
    NotMultipart,
}

impl ParseFault {
    /// The word for the audit log.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::NotUtf8 => "input_not_utf8",
            Self::NotJson => "input_not_json",
            Self::DoubledKey => "input_doubled_key",
            Self::TooDeep => "input_too_deep",
            Self::TooMany => "input_too_many_values",
            Self::NotUrlEncoded => "input_not_urlencoded",
            Self::NotMultipart => "input_not_multipart",
        }
    }
}

impl fmt::Display for ParseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}
