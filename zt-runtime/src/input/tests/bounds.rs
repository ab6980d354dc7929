//! What a range admits, up to its ends.

use super::*;

/// From 2 to 9.5.
#[derive(Debug, PartialEq)]
struct Some2To9<T>(T);

impl<T: InputField + 'static> InputField for Some2To9<T> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        let rules = FieldRules { min: Some(Bound::Whole(2)), max: Some(Bound::Real(9.5)), ..NONE };
        input_value::<T>(field, rules).map(Self)
    }
}

/// From 1.5.
#[derive(Debug, PartialEq)]
struct More<T>(T);

impl<T: InputField + 'static> InputField for More<T> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        let rules = FieldRules { min: Some(Bound::Real(1.5)), ..NONE };
        input_value::<T>(field, rules).map(Self)
    }
}

#[test]
fn b14_a_range_counts_for_whole_numbers_at_both_ends() {
    assert_eq!(one::<Some2To9<u8>>("2"), Ok(Some2To9(2)));
    assert_eq!(one::<Some2To9<u8>>("9"), Ok(Some2To9(9)));
    for other in ["1", "10"] {
        assert_eq!(one::<Some2To9<u8>>(other).unwrap_err(), "must be from 2 to 9.5", "{other}");
    }
    assert_eq!(one::<More<u8>>("2"), Ok(More(2)));
    assert_eq!(one::<More<u8>>("1").unwrap_err(), "must be from 1.5 to 255");
}

#[test]
fn b14_a_range_counts_for_real_numbers_at_both_ends() {
    for (text, value) in [("2", 2.0), ("9.5", 9.5)] {
        assert_eq!(one::<Some2To9<f64>>(text), Ok(Some2To9(value)));
    }
    for other in ["1.999", "9.501", "-3"] {
        assert_eq!(one::<Some2To9<f64>>(other).unwrap_err(), "must be from 2 to 9.5", "{other}");
    }
    assert_eq!(one::<More<f64>>("1.4").unwrap_err(), "must be at least 1.5");
}

#[cfg(feature = "rust_decimal")]
#[test]
fn b14_a_range_counts_for_decimals_at_both_ends() {
    use rust_decimal::Decimal;
    for text in ["2", "2.00", "9.5", "\"9.5\""] {
        assert!(one::<Some2To9<Decimal>>(text).is_ok(), "{text}");
    }
    for other in ["1.9999999999999999999", "9.50000000000000000001", "\"-3\""] {
        let fault = one::<Some2To9<Decimal>>(other).unwrap_err();
        assert_eq!(fault, "must be from 2 to 9.5", "{other}");
    }
}

// Beyond 2^53 neighbours are one and the same `f64`.
#[test]
fn of_two_large_bounds_the_tighter_counts() {
    const WIDE: i128 = 1 << 60;
    let range = |least: i128, greatest: i128| FieldRules {
        min: Some(Bound::Whole(least)),
        max: Some(Bound::Whole(greatest)),
        ..NONE
    };
    let (wide, narrow) = (range(-WIDE, WIDE), range(1 - WIDE, WIDE - 1));
    assert_eq!(wide.tightened(narrow), narrow);
    assert_eq!(narrow.tightened(wide), narrow);
}
