//! Plain fields of other crates, each behind its feature. All go out as text: a decimal written as a JSON number would
//! be rounded by most readers.

#[cfg(any(feature = "uuid", feature = "jiff", feature = "chrono", feature = "rust_decimal"))]
macro_rules! as_text {
    ($($type:ty: $kind:expr;)*) => {$(
        impl super::PlainField for $type {
            fn write(&self, out: super::Out<'_>) -> super::Written {
                out.text(&self.to_string())
            }

            fn describe(question: &crate::manifest::Question) {
                question.answer($kind);
            }
        }
    )*};
}

#[cfg(any(feature = "uuid", feature = "jiff", feature = "chrono"))]
fn format(name: &str) -> zt_manifest::Kind {
    zt_manifest::Kind::Format(name.to_owned())
}

#[cfg(feature = "uuid")]
as_text!(uuid::Uuid: format("uuid"););

#[cfg(feature = "jiff")]
as_text! {
    jiff::Timestamp: format("date-time");
    jiff::civil::Date: format("date");
    jiff::civil::Time: format("time");
    jiff::civil::DateTime: format("local-date-time");
}

#[cfg(feature = "chrono")]
as_text!(chrono::NaiveDate: format("date"););

#[cfg(feature = "rust_decimal")]
as_text!(rust_decimal::Decimal: zt_manifest::Kind::Decimal { min: None, max: None };);

#[cfg(feature = "chrono")]
impl super::PlainField for chrono::DateTime<chrono::Utc> {
    fn write(&self, out: super::Out<'_>) -> super::Written {
        out.text(&self.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }

    fn describe(question: &crate::manifest::Question) {
        question.answer(format("date-time"));
    }
}
