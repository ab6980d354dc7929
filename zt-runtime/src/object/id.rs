//! Ids: types of their own, parsed strictly, bounded.

use crate::disclose::{Out, Written};

/// The id of a resource. Made by `#[derive(Id)]` alone, so that an id of one resource is never taken for another's.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no id [ZT0404]",
    label = "not an id type",
    note = "with plain strings and numbers nothing tells one object's id from another's, or from a caller's word",
    note = "help: name an id type, as in `id = OrderId`, declared by `#[derive(Id)] pub struct OrderId(u64);`"
)]
pub trait Id: Sized + 'static {
    /// The type's name, for the manifest.
    const NAME: &'static str;

    /// The id that `text` spells, if it is one in canonical form.
    fn parse(text: &str) -> Option<Self>;
    /// The canonical spelling.
    fn text(&self) -> String;
    /// Writes the id into an answer.
    ///
    /// # Errors
    /// When the answer can't be written.
    fn write(&self, out: Out<'_>) -> Written;
}

/// What an id may be made of: whole numbers, short words, and UUIDs (feature `uuid`).
#[diagnostic::on_unimplemented(
    message = "an id can't be made of `{Self}` [ZT0301]",
    label = "not an id's value",
    note = "an id is compared, logged and put into URLs: it must be short and have one spelling",
    note = "help: take `u64`, `i64`, `u128` or `String` (with the feature 'uuid' a Uuid)"
)]
pub trait IdValue: Sized + 'static {
    /// The value that `text` spells, if the spelling is canonical.
    fn parse(text: &str) -> Option<Self>;
    /// The canonical spelling.
    fn text(&self) -> String;
    /// Writes the value into an answer.
    ///
    /// # Errors
    /// When the answer can't be written.
    fn write(&self, out: Out<'_>) -> Written;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl IdValue for $number {
            fn parse(text: &str) -> Option<Self> {
                // `+7` and `007` would be further spellings of 7.
                text.parse().ok().filter(|number: &Self| number.to_string() == text)
            }

            fn text(&self) -> String {
                self.to_string()
            }

            fn write(&self, out: Out<'_>) -> Written {
                crate::disclose::PlainField::write(self, out)
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, u128, i16, i32, i64);

const LONGEST: usize = 128;

impl IdValue for String {
    fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
        let dots = text.bytes().all(|byte| byte == b'.');
        (text.len() <= LONGEST && !dots && text.bytes().all(plain)).then(|| text.to_owned())
    }

    fn text(&self) -> String {
        self.clone()
    }

    fn write(&self, out: Out<'_>) -> Written {
        crate::disclose::PlainField::write(self, out)
    }
}

#[cfg(feature = "uuid")]
impl IdValue for uuid::Uuid {
    fn parse(text: &str) -> Option<Self> {
        Self::try_parse(text).ok().filter(|id| id.hyphenated().to_string() == text)
    }

    fn text(&self) -> String {
        self.hyphenated().to_string()
    }

    fn write(&self, out: Out<'_>) -> Written {
        crate::disclose::PlainField::write(&IdValue::text(self), out)
    }
}

#[cfg(test)]
mod tests {
    use super::IdValue;

    #[test]
    fn zt0301_an_id_has_one_spelling() {
        assert_eq!(u64::parse("7"), Some(7));
        for other in ["+7", "07", " 7", "7 ", "7.0", "-7", "", "18446744073709551616", "٧"] {
            assert_eq!(u64::parse(other), None, "{other:?}");
        }
        assert!(String::parse("a-b_c~d.e").is_some());
        for other in ["", ".", "..", "a/b", "a b", "é", "a%2fb", &"a".repeat(129)] {
            assert_eq!(String::parse(other), None, "{other:?}");
        }
    }

    #[test]
    fn an_id_is_written_as_it_is_read() {
        assert_eq!(u64::parse("7").map(|id| id.text()).as_deref(), Some("7"));
        assert_eq!(String::parse("a-b").map(|id| id.text()).as_deref(), Some("a-b"));
        assert!(String::parse(&"a".repeat(128)).is_some());
    }

    #[cfg(feature = "uuid")]
    #[test]
    fn zt0301_a_uuid_has_one_spelling() {
        let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        assert_eq!(uuid::Uuid::parse(text).map(|id| id.text()).as_deref(), Some(text));
        for other in [text.to_uppercase(), text.replace('-', ""), format!("{{{text}}}")] {
            assert_eq!(uuid::Uuid::parse(&other), None, "{other}");
        }
    }
}
