//! Each kind of field: what it takes, and what it doesn't.

use super::*;

#[test]
fn whole_numbers_are_exact() {
    assert_eq!(one::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(one::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(one::<u8>("256").unwrap_err(), "must be from 0 to 255");
    assert_eq!(one::<i8>("-129").unwrap_err(), "must be from -128 to 127");
    assert_eq!(one::<u64>(&"9".repeat(60)).unwrap_err(), "must be from 0 to 18446744073709551615");
    for other in ["1.0", "1e2", "\"1\"", "true", "[1]", "{}"] {
        assert_eq!(one::<u8>(other).unwrap_err(), "must be a whole number", "{other}");
    }
    assert_eq!(one::<u8>("null").unwrap_err(), "must not be null");
    assert_eq!(
        from_json::<One<u8>>("{}").map(|one| one.0).map_err(detail).unwrap_err(),
        "is required"
    );
}

#[test]
fn numbers_of_a_form_have_one_spelling() {
    assert_eq!(one_of_form::<u8>("7"), Ok(7));
    assert_eq!(one_of_form::<i8>("-7"), Ok(-7));
    for other in ["", "%2B7", "07", "+7", "7+", "0x7", "7.0", "7e0", "-", "%D9%A7"] {
        assert!(one_of_form::<u8>(other).is_err(), "{other}");
    }
    assert_eq!(one_of_form::<f64>("1.5e3"), Ok(1500.0));
    for other in ["", "inf", "NaN", ".5", "5.", "1e", "1_0", "01.5"] {
        assert_eq!(one_of_form::<f64>(other).unwrap_err(), "must be a number", "{other}");
    }
}

#[test]
fn real_numbers_are_finite() {
    assert_eq!(one::<f64>("0.1"), Ok(0.1));
    assert_eq!(one::<f64>("3"), Ok(3.0));
    assert_eq!(one::<f32>("0.1"), Ok(0.1));
    assert!(one::<f64>("1e511").is_err());
    assert!(one::<f64>("1e999").is_err());
    assert!(one::<f32>("1e39").is_err());
}

#[test]
fn truth_is_spelled_out() {
    assert_eq!(one::<bool>("true"), Ok(true));
    assert_eq!(one_of_form::<bool>("true"), Ok(true));
    assert_eq!(one_of_form::<bool>("false"), Ok(false));
    for other in ["1", "0", "\"true\"", "[]"] {
        assert_eq!(one::<bool>(other).unwrap_err(), "must be true or false", "{other}");
    }
    for other in ["", "1", "on", "True", "yes"] {
        assert!(one_of_form::<bool>(other).is_err(), "{other}");
    }
}

#[test]
fn text_is_bounded_in_characters_and_has_no_controls() {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    assert_eq!(one::<String>(&quoted(&"é".repeat(256))), Ok("é".repeat(256)));
    assert_eq!(
        one::<String>(&quoted(&"é".repeat(257))).unwrap_err(),
        "must have at most 256 characters"
    );
    assert_eq!(one::<String>(r#""a\n\r\tb""#), Ok("a\n\r\tb".to_owned()));
    for other in ["\u{0}", "\u{1b}[31m", "\u{7f}", "\u{85}"] {
        assert_eq!(one::<String>(&quoted(other)).unwrap_err(), "must not have control characters");
    }
    for other in ["1", "true", "[\"a\"]", "{\"a\":1}"] {
        assert_eq!(one::<String>(other).unwrap_err(), "must be a text", "{other}");
    }
}

#[test]
fn a_patch_tells_absent_null_and_value_apart() {
    let patch = |text| from_json::<One<Patch<u8>>>(text).map(|one| one.0);
    assert_eq!(patch("{}"), Ok(Patch::Absent));
    assert_eq!(patch(r#"{"x":null}"#), Ok(Patch::Null));
    assert_eq!(patch(r#"{"x":3}"#), Ok(Patch::Value(3)));
    assert!(patch(r#"{"x":"3"}"#).is_err());
    let mut value = Some(1);
    Patch::Absent.apply(&mut value);
    assert_eq!(value, Some(1));
    Patch::Value(2).apply(&mut value);
    assert_eq!(value, Some(2));
    Patch::Null.apply(&mut value);
    assert_eq!(value, None);
    assert!(Patch::<u8>::Null.is_sent() && !Patch::<u8>::Absent.is_sent());
    let values = [Patch::Value(2), Patch::Null, Patch::Absent].map(Patch::value);
    assert_eq!(values, [Some(2), None, None]);
}

#[test]
fn a_secret_is_read_and_not_shown() {
    let secret = one::<Secret<String>>(r#""hunter2""#).unwrap();
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(format!("{secret:?}"), "<redacted>");
}

#[derive(Debug, PartialEq)]
pub(super) struct NoteId(u64);

impl Id for NoteId {
    const NAME: &'static str = "NoteId";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    fn text(&self) -> String {
        self.0.to_string()
    }

    fn write(&self, out: crate::disclose::Out<'_>) -> crate::disclose::Written {
        crate::disclose::PlainField::write(&self.0, out)
    }
}

#[test]
fn a_fresh_id_is_parsed_as_an_id() {
    assert_eq!(one::<Fresh<NoteId>>("7").unwrap().into_id(), NoteId(7));
    assert_eq!(one::<Fresh<NoteId>>("\"7\"").unwrap().id(), &NoteId(7));
    assert_eq!(one_of_form::<Fresh<NoteId>>("7").unwrap().id(), &NoteId(7));
    assert_eq!(one::<Fresh<NoteId>>("\"x\"").unwrap_err(), "is not a valid id");
    assert_eq!(one::<Fresh<NoteId>>("[7]").unwrap_err(), "must be an id");
    assert_eq!(one::<Fresh<NoteId>>("null").unwrap_err(), "must not be null");
}

#[derive(Debug, PartialEq)]
enum State {
    Open,
    Closed,
}

impl InputField for State {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        field.choice([("open", Self::Open), ("closed", Self::Closed)])
    }
}

#[derive(Debug, PartialEq)]
struct Cents(u32);

impl InputField for Cents {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        let rules = FieldRules { max: Some(Bound::Whole(100)), ..NONE };
        input_value::<_>(field, rules).map(Self)
    }
}

#[test]
fn enums_and_newtypes_are_fields() {
    assert_eq!(one::<State>("\"closed\""), Ok(State::Closed));
    assert_eq!(one_of_form::<State>("open"), Ok(State::Open));
    assert_eq!(one::<State>("\"Open\"").unwrap_err(), "must be one of: open, closed");
    assert_eq!(one::<State>("0").unwrap_err(), "must be a text");
    assert_eq!(one::<Cents>("100"), Ok(Cents(100)));
    assert_eq!(one::<Cents>("101").unwrap_err(), "must be from 0 to 100");
}

#[test]
fn of_two_rules_the_tighter_counts() {
    let wide = FieldRules { min: Some(Bound::Whole(0)), max: Some(Bound::Real(9.5)), ..NONE };
    let narrow = FieldRules { min: Some(Bound::Whole(2)), max: Some(Bound::Whole(4)), ..NONE };
    assert_eq!(wide.tightened(narrow), narrow);
    assert_eq!(narrow.tightened(wide), narrow);
    assert_eq!(narrow.tightened(NONE), narrow);
    let lengths =
        |min, max| FieldRules { min_length: min, max_length: max, max_items: max, ..NONE };
    assert_eq!(
        lengths(Some(1), Some(9)).tightened(lengths(Some(2), Some(8))),
        lengths(Some(2), Some(8))
    );
}

#[test]
fn a_list_is_all_or_nothing_and_bounded() {
    assert_eq!(one::<Vec<Option<u8>>>("[1,null]"), Ok(vec![Some(1), None]));
    assert_eq!(one::<Vec<u8>>("[1,null]").unwrap_err(), "must not be null");
    assert!(one::<Vec<u8>>(&format!("[{}]", ["1"; 100].join(","))).is_ok());
    assert_eq!(
        one::<Vec<u8>>(&format!("[{}]", ["1"; 101].join(","))).unwrap_err(),
        "must have at most 100 items"
    );
    assert_eq!(one::<Vec<u8>>("{\"0\":1}").unwrap_err(), "must be a list");
    assert_eq!(one_of_form::<Vec<u8>>("1").unwrap_err(), "must be a list");
}

#[test]
fn a_slot_is_settled_after_it_is_filled() {
    let (slot, pending) = Pending::slot();
    let all = Pending::all(vec![Pending::ready(1), pending.map(|value: i32| value + 1)]);
    slot.fill(2);
    assert_eq!(all.settled(), Some(vec![1, 3]));
    let (_, never) = Pending::<u8>::slot();
    assert_eq!(never.settled(), None);
    assert_eq!(Pending::all(vec![Pending::ready(1), Pending::failed()]).settled(), None);
}

#[cfg(feature = "rust_decimal")]
#[test]
fn decimals_keep_their_digits() {
    use rust_decimal::Decimal;
    let expected: Decimal = "0.1000000000000000000000001".parse().unwrap();
    assert_eq!(one::<Decimal>("0.1000000000000000000000001"), Ok(expected));
    assert_eq!(one::<Decimal>("\"0.1000000000000000000000001\""), Ok(expected));
    for other in
        ["\"1_0\"", "\"+1\"", "\"1e2\"", "1e2", "\" 1\"", "true", "0.00000000000000000000000000001"]
    {
        assert!(one::<Decimal>(other).is_err(), "{other}");
    }
}

#[cfg(feature = "uuid")]
#[test]
fn a_uuid_has_hyphens() {
    let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    assert_eq!(one::<uuid::Uuid>(&format!("\"{text}\"")).unwrap().to_string(), text);
    for other in [text.replace('-', ""), format!("{{{text}}}"), format!("urn:uuid:{text}")] {
        assert!(one::<uuid::Uuid>(&format!("\"{other}\"")).is_err(), "{other}");
    }
}

#[cfg(any(feature = "jiff", feature = "chrono"))]
const NO_MOMENTS: [&str; 12] = [
    "2026-01-31",
    "2026-01-31T12:00:00",
    "2026-01-31 12:00:00Z",
    "2026-01-31t12:00:00z",
    "2026-02-30T12:00:00Z",
    "20260131T120000Z",
    "2026-01-31T12:00:00+01:00[Europe/Paris]",
    "+002026-01-31T12:00:00Z",
    "2026-01-31T12:00:00.Z",
    "2026-01-31T12:00:00.5sZ",
    "2026-01-31T12:00:00.1234567891Z",
    "now",
];

#[cfg(feature = "jiff")]
#[test]
fn times_of_jiff_are_rfc_3339() {
    let quoted = |text: &str| format!("\"{text}\"");
    for good in ["2026-01-31T12:00:00Z", "2026-01-31T13:00:00.000+01:00"] {
        assert_eq!(
            one::<jiff::Timestamp>(&quoted(good)).unwrap().to_string(),
            "2026-01-31T12:00:00Z"
        );
    }
    for bad in NO_MOMENTS {
        assert!(one::<jiff::Timestamp>(&quoted(bad)).is_err(), "{bad}");
    }
    assert!(one::<jiff::civil::Date>("\"2026-01-31\"").is_ok());
    assert!(one::<jiff::civil::Date>("\"2026-02-30\"").is_err());
}

#[cfg(feature = "chrono")]
#[test]
fn times_of_chrono_are_rfc_3339() {
    type Moment = chrono::DateTime<chrono::Utc>;
    assert!(one::<Moment>("\"2026-01-31T13:00:00+01:00\"").is_ok());
    for bad in NO_MOMENTS {
        assert!(one::<Moment>(&format!("\"{bad}\"")).is_err(), "{bad}");
    }
    assert!(one::<chrono::NaiveDate>("\"2026-01-31\"").is_ok());
    assert!(one::<chrono::NaiveDate>("\"2026-1-31 \"").is_err());
}
