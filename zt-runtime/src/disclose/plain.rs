//! What a field of a view may be.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Out, Written};
use crate::manifest::Question;
use zt_manifest::Kind;

/// The value of a field that may go out: text, numbers, truth values, ids, lists and options of these, and views that
/// say `#[disclose(plain)]`. A view of a resource is none, since it needs evidence of its own; nor is a
/// [`Secret`](crate::Secret), a `serde_json::Value` or a map, whose contents nobody listed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a field of a view [ZT0602]",
    label = "not a plain field",
    note = "each field that goes out is of a type that says what it shows",
    note = "help: take an id, `String`, `u64`, `bool`, `Option<T>` or `Vec<T>`",
    note = "help: for a struct or enum of your own, write `#[derive(Disclose)] #[disclose(plain)]` above it",
    note = "help: to keep the field in, write `#[disclose(never)]` above it"
)]
pub trait PlainField {
    /// Writes the value.
    ///
    /// # Errors
    /// When JSON has no way to write it.
    fn write(&self, out: Out<'_>) -> Written;

    /// Says what the value can be, for the manifest.
    #[doc(hidden)]
    fn describe(_: &Question) {}
}

/// What goes out is bounded by what came in.
const TEXT: Kind = Kind::Text { min: 0, max: None };
const WHOLE: Kind = Kind::Whole { min: None, max: None };

impl PlainField for str {
    fn write(&self, out: Out<'_>) -> Written {
        out.text(self)
    }

    fn describe(question: &Question) {
        question.answer(TEXT);
    }
}

impl PlainField for String {
    fn write(&self, out: Out<'_>) -> Written {
        out.text(self)
    }

    fn describe(question: &Question) {
        question.answer(TEXT);
    }
}

impl PlainField for Cow<'_, str> {
    fn write(&self, out: Out<'_>) -> Written {
        out.text(self)
    }

    fn describe(question: &Question) {
        question.answer(TEXT);
    }
}

impl PlainField for char {
    fn write(&self, out: Out<'_>) -> Written {
        out.text(self.encode_utf8(&mut [0; 4]))
    }

    fn describe(question: &Question) {
        question.answer(Kind::Text { min: 1, max: Some(1) });
    }
}

impl PlainField for bool {
    fn write(&self, out: Out<'_>) -> Written {
        out.truth(*self)
    }

    fn describe(question: &Question) {
        question.answer(Kind::Truth);
    }
}

impl PlainField for f64 {
    fn write(&self, out: Out<'_>) -> Written {
        out.real(*self)
    }

    fn describe(question: &Question) {
        question.answer(Kind::Number { min: None, max: None });
    }
}

impl PlainField for f32 {
    fn write(&self, out: Out<'_>) -> Written {
        out.short_real(*self)
    }

    fn describe(question: &Question) {
        question.answer(Kind::Number { min: None, max: None });
    }
}

macro_rules! whole_numbers {
    ($($number:ty)*) => {$(
        impl PlainField for $number {
            fn write(&self, out: Out<'_>) -> Written {
                out.whole(i128::from(*self))
            }

            fn describe(question: &Question) {
                question.answer(WHOLE);
            }
        }
    )*};
}

whole_numbers!(i8 i16 i32 i64 i128 u8 u16 u32 u64);

impl PlainField for u128 {
    fn write(&self, out: Out<'_>) -> Written {
        out.natural(*self)
    }

    fn describe(question: &Question) {
        question.answer(WHOLE);
    }
}

impl PlainField for usize {
    fn write(&self, out: Out<'_>) -> Written {
        out.natural(*self as u128)
    }

    fn describe(question: &Question) {
        question.answer(WHOLE);
    }
}

impl PlainField for isize {
    fn write(&self, out: Out<'_>) -> Written {
        out.whole(*self as i128)
    }

    fn describe(question: &Question) {
        question.answer(WHOLE);
    }
}

impl<T: PlainField> PlainField for Option<T> {
    fn write(&self, out: Out<'_>) -> Written {
        match self {
            Some(value) => value.write(out),
            None => out.null(),
        }
    }

    fn describe(question: &Question) {
        question.may_be_absent();
        T::describe(question);
    }
}

impl<T: PlainField> PlainField for [T] {
    fn write(&self, out: Out<'_>) -> Written {
        let mut list = out.list()?;
        for value in self {
            value.write(list.item())?;
        }
        list.end()
    }

    fn describe(question: &Question) {
        question.list(None, |item| T::describe(&item));
    }
}

impl<T: PlainField, const N: usize> PlainField for [T; N] {
    fn write(&self, out: Out<'_>) -> Written {
        self.as_slice().write(out)
    }

    fn describe(question: &Question) {
        <[T]>::describe(question);
    }
}

impl<T: PlainField> PlainField for Vec<T> {
    fn write(&self, out: Out<'_>) -> Written {
        self.as_slice().write(out)
    }

    fn describe(question: &Question) {
        <[T]>::describe(question);
    }
}

impl<T: PlainField + ?Sized> PlainField for Box<T> {
    fn write(&self, out: Out<'_>) -> Written {
        (**self).write(out)
    }

    fn describe(question: &Question) {
        T::describe(question);
    }
}

impl<T: PlainField + ?Sized> PlainField for Arc<T> {
    fn write(&self, out: Out<'_>) -> Written {
        (**self).write(out)
    }

    fn describe(question: &Question) {
        T::describe(question);
    }
}

impl<T: PlainField + ?Sized> PlainField for &T {
    fn write(&self, out: Out<'_>) -> Written {
        (**self).write(out)
    }

    fn describe(question: &Question) {
        T::describe(question);
    }
}
