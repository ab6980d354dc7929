//! Input fields of other crates, each behind its feature: texts with one spelling for each value.

#[cfg(any(feature = "uuid", feature = "jiff", feature = "chrono", feature = "rust_decimal"))]
use super::{Field, InputField, Pending, node::Node};
#[cfg(any(feature = "uuid", feature = "jiff", feature = "chrono", feature = "rust_decimal"))]
use zt_manifest::Kind;

/// Reads a text that `parse` accepts.
#[cfg(any(feature = "uuid", feature = "jiff", feature = "chrono", feature = "rust_decimal"))]
fn read_text<T>(
    field: Field<'_, '_>,
    (expected, format): (&'static str, &'static str),
    parse: impl FnOnce(&str) -> Option<T>,
) -> Pending<T> {
    let value = match &field.sent {
        Some(Node::Text(text) | Node::Untyped(text)) => parse(text),
        _ => None,
    };
    match value {
        Some(value) => Pending::ready(value),
        None => field.mismatch(expected, |_| Kind::Format(format.to_owned())),
    }
}

/// Whether `text` is spelled as `shape`, whose zeros stand for digits.
#[cfg(any(feature = "jiff", feature = "chrono"))]
fn has_shape(text: &str, shape: &[u8]) -> bool {
    let fits =
        |(byte, mark): (u8, &u8)| if *mark == b'0' { byte.is_ascii_digit() } else { byte == *mark };
    text.len() == shape.len() && text.bytes().zip(shape).all(fits)
}

/// Whether `text` is a time of RFC 3339 §5.6 in capitals, with its offset. The parsers take more.
#[cfg(any(feature = "jiff", feature = "chrono"))]
fn has_shape_of_moment(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(19) else { return false };
    let (fraction, offset) =
        match rest.find(['Z', '+', '-']).and_then(|at| rest.split_at_checked(at)) {
            Some(parts) => parts,
            None => return false,
        };
    let fraction_fits = fraction.is_empty()
        || fraction.strip_prefix('.').is_some_and(|digits| {
            (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        });
    has_shape(clock, b"0000-00-00T00:00:00")
        && fraction_fits
        && [b"Z".as_slice(), b"+00:00", b"-00:00"].iter().any(|shape| has_shape(offset, shape))
}

#[cfg(feature = "uuid")]
impl InputField for uuid::Uuid {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        read_text(field, ("must be a UUID with hyphens", "uuid"), |text| {
            // The parser also takes braces, `urn:uuid:` and no hyphens.
            (text.len() == 36).then(|| Self::try_parse(text).ok()).flatten()
        })
    }
}

#[cfg(feature = "jiff")]
impl InputField for jiff::Timestamp {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        read_text(field, ("must be a time such as 2026-01-31T12:00:00Z", "date-time"), |text| {
            has_shape_of_moment(text).then(|| text.parse().ok()).flatten()
        })
    }
}

#[cfg(feature = "jiff")]
impl InputField for jiff::civil::Date {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        read_text(field, ("must be a date such as 2026-01-31", "date"), |text| {
            has_shape(text, b"0000-00-00").then(|| text.parse().ok()).flatten()
        })
    }
}

#[cfg(feature = "chrono")]
impl InputField for chrono::DateTime<chrono::Utc> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        read_text(field, ("must be a time such as 2026-01-31T12:00:00Z", "date-time"), |text| {
            let moment = || chrono::DateTime::parse_from_rfc3339(text).ok();
            has_shape_of_moment(text).then(moment).flatten().map(|moment| moment.to_utc())
        })
    }
}

#[cfg(feature = "chrono")]
impl InputField for chrono::NaiveDate {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        read_text(field, ("must be a date such as 2026-01-31", "date"), |text| {
            has_shape(text, b"0000-00-00").then(|| text.parse().ok()).flatten()
        })
    }
}

/// As text or as a JSON number: the digits count as they were sent, nothing is rounded.
#[cfg(feature = "rust_decimal")]
impl InputField for rust_decimal::Decimal {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        let (rules, sent) = (field.rules, &field.sent);
        let text = match sent {
            Some(Node::Text(text) | Node::Untyped(text)) => Some(&**text),
            Some(Node::Number(text)) => Some(*text),
            _ => None,
        };
        let value = text
            .filter(|text| !text.contains(['e', 'E']) && super::number::is_number(text))
            .and_then(|text| Self::from_str_exact(text).ok());
        match value {
            Some(value) if rules.admit_decimal(value) => Pending::ready(value),
            Some(_) => field.fault(rules.range_fault()),
            None => field.mismatch("must be a decimal number", |rules| {
                let (min, max) = rules.ends();
                Kind::Decimal { min, max }
            }),
        }
    }
}

#[cfg(feature = "rust_decimal")]
impl super::TakesRange for rust_decimal::Decimal {}

#[cfg(feature = "rust_decimal")]
impl super::FieldRules {
    /// A bound that no decimal can hold admits nothing.
    fn admit_decimal(&self, value: rust_decimal::Decimal) -> bool {
        use super::Bound;
        let bound = |bound: Bound| match bound {
            Bound::Whole(bound) => rust_decimal::Decimal::try_from_i128_with_scale(bound, 0).ok(),
            Bound::Real(bound) => rust_decimal::Decimal::try_from(bound).ok(),
        };
        self.min.is_none_or(|least| bound(least).is_some_and(|least| least <= value))
            && self
                .max
                .is_none_or(|greatest| bound(greatest).is_some_and(|greatest| value <= greatest))
    }
}
