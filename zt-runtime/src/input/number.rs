//! Numbers: exact, finite, one spelling.

use super::node::Node;
use super::rules::{Bound, TakesRange};
use super::{Field, FieldRules, InputField, Pending};
use zt_manifest::Kind;

/// Whole numbers of forms and queries are spelled as JSON spells them: no `+`, no zeros in front, no blanks.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain && (digits == "0" || !digits.starts_with('0'))
}

/// Whether `text` is a number of JSON (RFC 8259 §6).
pub(super) fn is_number(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_whole(whole)
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

impl FieldRules {
    fn admit_whole(&self, value: i128) -> bool {
        self.min.is_none_or(|least| least.is_at_most_whole(value))
            && self.max.is_none_or(|greatest| greatest.is_at_least_whole(value))
    }

    fn admit_real(&self, value: f64) -> bool {
        self.min.is_none_or(|least| least.as_real() <= value)
            && self.max.is_none_or(|greatest| value <= greatest.as_real())
    }

    /// The range that the type leaves of the rules' own, for the sentence about it.
    fn within(self, least: i128, greatest: i128) -> Self {
        let min = self.min.filter(|bound| bound.is_at_least_whole(least));
        let max = self.max.filter(|bound| bound.is_at_most_whole(greatest));
        Self {
            min: min.or(Some(Bound::Whole(least))),
            max: max.or(Some(Bound::Whole(greatest))),
            ..self
        }
    }

    /// Both bounds as text.
    pub(super) fn ends(&self) -> (Option<String>, Option<String>) {
        (self.min.map(|least| least.to_string()), self.max.map(|greatest| greatest.to_string()))
    }

    /// The sentence about a number out of range.
    pub(super) fn range_fault(&self) -> String {
        match (self.min, self.max) {
            (Some(min), Some(max)) => format!("must be from {min} to {max}"),
            (Some(min), None) => format!("must be at least {min}"),
            (None, Some(max)) => format!("must be at most {max}"),
            (None, None) => "is out of range".to_owned(),
        }
    }
}

impl Bound {
    fn is_at_most_whole(self, value: i128) -> bool {
        match self {
            Self::Whole(bound) => bound <= value,
            Self::Real(bound) => bound <= value as f64,
        }
    }

    fn is_at_least_whole(self, value: i128) -> bool {
        match self {
            Self::Whole(bound) => value <= bound,
            Self::Real(bound) => value as f64 <= bound,
        }
    }

    pub(super) const fn as_real(self) -> f64 {
        match self {
            Self::Whole(bound) => bound as f64,
            Self::Real(bound) => bound,
        }
    }
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(bound) => bound.fmt(f),
            Self::Real(bound) => bound.fmt(f),
        }
    }
}

/// The digits that were sent, if the field is a number at all.
fn digits<'n>(sent: Option<&'n Node<'_>>) -> Option<&'n str> {
    match sent? {
        Node::Number(text) => Some(text),
        Node::Untyped(text) => Some(text),
        _ => None,
    }
}

fn read_whole<T: TryFrom<i128>>(field: Field<'_, '_>, least: i128, greatest: i128) -> Pending<T> {
    let Some(text) = digits(field.sent.as_ref()).filter(|text| is_whole(text)) else {
        return field.mismatch("must be a whole number", |rules| {
            let (min, max) = rules.within(least, greatest).ends();
            Kind::Whole { min, max }
        });
    };
    let value = text.parse::<i128>().ok().filter(|value| field.rules.admit_whole(*value));
    if let Some(value) = value.and_then(|value| T::try_from(value).ok()) {
        return Pending::ready(value);
    }
    let fault = field.rules.within(least, greatest).range_fault();
    field.fault(fault)
}

fn read_real(field: Field<'_, '_>, greatest: f64) -> Pending<f64> {
    let Some(text) = digits(field.sent.as_ref()).filter(|text| is_number(text)) else {
        return field.mismatch("must be a number", |rules| {
            let (min, max) = rules.ends();
            Kind::Number { min, max }
        });
    };
    let value = text.parse::<f64>().ok().filter(|value| value.abs() <= greatest);
    match value.filter(|value| field.rules.admit_real(*value)) {
        Some(value) => Pending::ready(value),
        None => {
            let fault = field.rules.range_fault();
            field.fault(fault)
        }
    }
}

macro_rules! whole_numbers {
    ($($number:ty)*) => {$(
        impl InputField for $number {
            fn read(field: Field<'_, '_>) -> Pending<Self> {
                read_whole(field, <$number>::MIN as i128, <$number>::MAX as i128)
            }
        }

        impl TakesRange for $number {}
    )*};
}

whole_numbers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

impl InputField for f64 {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        read_real(field, Self::MAX)
    }
}

impl InputField for f32 {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        read_real(field, Self::MAX.into()).map(|value| value as Self)
    }
}

impl TakesRange for f64 {}
impl TakesRange for f32 {}
