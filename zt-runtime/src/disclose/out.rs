//! The writer behind every reply: JSON into one buffer, without type parameters.
//!
//! serde's own compound serializers hand each value a serializer of any type, which a trait without type parameters
//! can't take, and which costs a copy of the code for each view. This one is a buffer and a depth; numbers and
//! strings are still written by serde_json.

use std::fmt;

use serde_json::ser::{CompactFormatter, Formatter};
use zt_core::contract::ScopeInfo;

use super::PlainField;
use crate::identity::Identity;

/// How many objects and lists may stand inside one another. A view that contains itself would otherwise end the
/// process with its stack.
const DEPTH: u8 = 64;

/// What writing a value comes to.
pub type Written = Result<(), WriteFault>;

/// Why a value can't be written. It is always the program's fault, and answered with 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteFault {
    /// A floating-point number is infinite or not a number: JSON has no such thing (RFC 8259 §6), and `null` in its
    /// place would say something else.
    NotFinite,
    /// Views stand inside one another more than 64 deep.
    TooDeep,
    /// A number is written in a way that JSON doesn't have.
    NotJson,
}

impl fmt::Display for WriteFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFinite => "a number in the reply is infinite or not a number",
            Self::TooDeep => "the reply is nested more than 64 deep",
            Self::NotJson => "a value in the reply can't be written as JSON",
        })
    }
}

impl std::error::Error for WriteFault {}

/// The place in the reply where one value is written.
pub struct Out<'o> {
    text: &'o mut Vec<u8>,
    depth_left: u8,
    /// Who reads it, where that is known.
    reader: Option<&'o Identity>,
}

impl<'o> Out<'o> {
    /// Writes to the end of `text` what `reader` may see; without a reader, what everybody may.
    pub(crate) const fn into(text: &'o mut Vec<u8>, reader: Option<&'o Identity>) -> Self {
        Self { text, depth_left: DEPTH, reader }
    }

    /// Starts an object of about `fields` fields.
    ///
    /// # Errors
    /// When objects and lists stand too deep inside one another.
    pub fn object(self, fields: usize) -> Result<ObjectOut<'o>, WriteFault> {
        let inner = self.deeper()?;
        inner.text.reserve(fields.saturating_mul(16));
        inner.text.push(b'{');
        Ok(ObjectOut { inner, first: true })
    }

    /// Starts a list.
    ///
    /// # Errors
    /// When objects and lists stand too deep inside one another.
    pub fn list(self) -> Result<ListOut<'o>, WriteFault> {
        let inner = self.deeper()?;
        inner.text.push(b'[');
        Ok(ListOut { inner, first: true })
    }

    /// Writes a text.
    ///
    /// # Errors
    /// None so far.
    pub fn text(self, value: &str) -> Written {
        put(serde_json::to_writer(self.text, value))
    }

    /// Writes a number with a fraction.
    ///
    /// # Errors
    /// When it is infinite or not a number.
    pub fn real(self, value: f64) -> Written {
        finite(value.is_finite())?;
        put(CompactFormatter.write_f64(self.text, value))
    }

    /// Writes a number with a fraction, with the digits that an `f32` has.
    ///
    /// # Errors
    /// When it is infinite or not a number.
    pub fn short_real(self, value: f32) -> Written {
        finite(value.is_finite())?;
        put(CompactFormatter.write_f32(self.text, value))
    }

    /// Writes a whole number.
    ///
    /// # Errors
    /// None so far.
    pub fn whole(self, value: i128) -> Written {
        put(CompactFormatter.write_i128(self.text, value))
    }

    /// Writes a whole number that is not negative.
    ///
    /// # Errors
    /// None so far.
    pub fn natural(self, value: u128) -> Written {
        put(CompactFormatter.write_u128(self.text, value))
    }

    /// Writes `true` or `false`.
    ///
    /// # Errors
    /// None so far.
    pub fn truth(self, value: bool) -> Written {
        put(CompactFormatter.write_bool(self.text, value))
    }

    /// Writes `null`.
    ///
    /// # Errors
    /// None so far.
    pub fn null(self) -> Written {
        put(CompactFormatter.write_null(self.text))
    }

    fn deeper(self) -> Result<Self, WriteFault> {
        let depth_left = self.depth_left.checked_sub(1).ok_or(WriteFault::TooDeep)?;
        Ok(Self { depth_left, ..self })
    }

    const fn again(&mut self) -> Out<'_> {
        Out { text: self.text, depth_left: self.depth_left, reader: self.reader }
    }
}

/// An object that is being written.
#[derive(Debug)]
#[must_use = "an object is complete only after `end`"]
pub struct ObjectOut<'o> {
    inner: Out<'o>,
    first: bool,
}

impl ObjectOut<'_> {
    /// Writes the name of the next field and gives the place for its value.
    fn field(&mut self, name: &'static str) -> Result<Out<'_>, WriteFault> {
        separate(&mut self.inner, &mut self.first);
        self.inner.again().text(name)?;
        self.inner.text.push(b':');
        Ok(self.inner.again())
    }

    /// Completes the object.
    ///
    /// # Errors
    /// None so far.
    pub fn end(self) -> Written {
        self.inner.text.push(b'}');
        Ok(())
    }
}

/// A list that is being written.
#[derive(Debug)]
#[must_use = "a list is complete only after `end`"]
pub struct ListOut<'o> {
    inner: Out<'o>,
    first: bool,
}

impl ListOut<'_> {
    /// The place for the next item.
    pub fn item(&mut self) -> Out<'_> {
        separate(&mut self.inner, &mut self.first);
        self.inner.again()
    }

    /// Completes the list.
    ///
    /// # Errors
    /// None so far.
    pub fn end(self) -> Written {
        self.inner.text.push(b']');
        Ok(())
    }
}

/// Writes one field of a view.
///
/// # Errors
/// When the value can't be written.
pub fn show<T: PlainField>(object: &mut ObjectOut<'_>, name: &'static str, value: &T) -> Written {
    value.write(object.field(name)?)
}

/// Writes one field of a view for those who hold what it needs: one scope of each clause. For everybody else there is no
/// such field.
///
/// # Errors
/// When the value can't be written.
pub fn show_with<T: PlainField>(
    object: &mut ObjectOut<'_>,
    name: &'static str,
    value: &T,
    needs: &[&[ScopeInfo]],
) -> Written {
    match object.inner.reader {
        Some(reader) if reader.meets(needs) => show(object, name, value),
        _ => Ok(()),
    }
}

impl fmt::Debug for Out<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What was written so far is the reply, which is not for logs.
        f.debug_struct("Out").finish_non_exhaustive()
    }
}

fn separate(inner: &mut Out<'_>, first: &mut bool) {
    if !std::mem::replace(first, false) {
        inner.text.push(b',');
    }
}

const fn finite(is_finite: bool) -> Written {
    if is_finite { Ok(()) } else { Err(WriteFault::NotFinite) }
}

/// Writing to a buffer doesn't fail; should it ever, the reply must not look whole.
fn put<E>(result: Result<(), E>) -> Written {
    result.map_err(|_| WriteFault::NotJson)
}
