//! Plain fields of other crates, each behind its feature. All go out as text: a decimal written as a JSON number would
//! be rounded by most readers.

#[cfg(any(feature = "uuid", feature = "jiff", feature = "chrono", feature = "rust_decimal"))]
macro_rules! as_text {
    ($($type:ty)*) => {$(
        impl super::PlainField for $type {
            fn write(&self, out: super::Out<'_>) -> super::Written {
                out.text(&self.to_string())
            }
        }
    )*};
}

#[cfg(feature = "uuid")]
as_text!(uuid::Uuid);

#[cfg(feature = "jiff")]
as_text!(jiff::Timestamp jiff::civil::Date jiff::civil::Time jiff::civil::DateTime);

#[cfg(feature = "chrono")]
as_text!(chrono::NaiveDate);

#[cfg(feature = "rust_decimal")]
as_text!(rust_decimal::Decimal);

#[cfg(feature = "chrono")]
impl super::PlainField for chrono::DateTime<chrono::Utc> {
    fn write(&self, out: super::Out<'_>) -> super::Written {
        out.text(&self.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }
}
