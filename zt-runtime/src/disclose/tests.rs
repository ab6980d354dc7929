//! Views as the derive writes them.

mod held;

use std::rc::Rc;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::manifest::{Question, Shown};
use crate::secret::Secret;
use zt_manifest::Kind;

/// Whether a type implements a trait: the method of the type itself goes before the trait's.
macro_rules! implements {
    ($type:ty, $trait:path) => {{
        struct Probe<T>(std::marker::PhantomData<T>);
        #[allow(dead_code, reason = "one of the two answers")]
        impl<T: $trait> Probe<T> {
            fn answer(&self) -> bool {
                true
            }
        }
        #[allow(dead_code, reason = "one of the two answers")]
        trait Otherwise {
            fn answer(&self) -> bool {
                false
            }
        }
        impl<T> Otherwise for Probe<T> {}
        Probe::<$type>(std::marker::PhantomData).answer()
    }};
}

#[derive(Clone)]
struct Person {
    name: String,
    age: Option<u8>,
    friends: Vec<Person>,
}

impl EitherResourceOrView for Person {
    type Role = AView;
}

impl Disclose for Person {
    fn disclose(&self, out: Out<'_>) -> Written {
        let mut object = out.object(3)?;
        show::<_>(&mut object, "name", &self.name)?;
        show::<_>(&mut object, "age", &self.age)?;
        show::<_>(&mut object, "friends", &self.friends)?;
        object.end()
    }

    fn describe(question: &Question) {
        question.fields::<Self>("Person", |shape| {
            Shown::by(|person: &Self| &person.name).tell(shape, "name");
            Shown::by(|person: &Self| &person.age).tell(shape, "age");
            Shown::by(|person: &Self| &person.friends).tell(shape, "friends");
        });
    }
}

impl PlainField for Person {
    fn write(&self, out: Out<'_>) -> Written {
        self.disclose(out)
    }

    fn describe(question: &Question) {
        <Self as Disclose>::describe(question);
    }
}

fn person(name: &str, friends: Vec<Person>) -> Person {
    Person { name: name.to_owned(), age: None, friends }
}

fn text(value: &impl PlainField) -> Result<String, WriteFault> {
    let mut text = Vec::new();
    value.write(Out::into(&mut text, None))?;
    Ok(String::from_utf8(text).unwrap())
}

#[test]
fn zt0601_a_view_is_written_field_by_field() {
    let ann =
        Person { age: Some(30), ..person("Ann \"\u{0}\u{2028}", vec![person("Bob", Vec::new())]) };
    let written = String::from_utf8(to_json(&ann, None).unwrap()).unwrap();
    let expected = concat!(
        "{\"name\":\"Ann \\\"\\u0000\u{2028}\",\"age\":30,\"friends\":",
        "[{\"name\":\"Bob\",\"age\":null,\"friends\":[]}]}"
    );
    assert_eq!(written, expected);
}

#[test]
fn a_list_of_views_is_a_view() {
    assert_eq!(to_json(&Vec::<Person>::new(), None).unwrap(), b"[]");
    let two = to_json(&vec![person("a", Vec::new()), person("b", Vec::new())], None).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&two).unwrap()[1]["name"], "b");
}

#[test]
fn zt0602_numbers_are_written_exactly() {
    assert_eq!(text(&u64::MAX).unwrap(), "18446744073709551615");
    assert_eq!(text(&i128::MIN).unwrap(), i128::MIN.to_string());
    assert_eq!(text(&u128::MAX).unwrap(), u128::MAX.to_string());
    assert_eq!(text(&0.1_f32).unwrap(), "0.1");
    assert_eq!(text(&1.0_f64).unwrap(), "1.0");
    assert_eq!(text(&[true, false]).unwrap(), "[true,false]");
    assert_eq!(text(&'é').unwrap(), "\"é\"");
}

#[test]
fn what_json_does_not_have_is_a_fault() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(text(&number), Err(WriteFault::NotFinite));
        assert_eq!(text(&vec![Some(number)]), Err(WriteFault::NotFinite));
    }
    assert_eq!(text(&f32::NAN), Err(WriteFault::NotFinite));
}

#[test]
fn a_view_inside_itself_ends_at_a_bound() {
    let nested = |levels: usize| {
        (1..levels).fold(person("x", Vec::new()), |inner, _| person("x", vec![inner]))
    };
    assert!(to_json(&nested(32), None).is_ok());
    assert_eq!(to_json(&nested(33), None).err(), Some(WriteFault::TooDeep));
}

#[test]
fn a_members_value_is_data() {
    assert_eq!(to_value(&vec![1_u8, 2]), Ok(json!([1, 2])));
    assert_eq!(to_value(&f64::NAN), Err(WriteFault::NotFinite));
}

#[cfg(all(feature = "uuid", feature = "jiff", feature = "chrono", feature = "rust_decimal"))]
#[test]
fn types_of_other_crates_go_out_as_text() {
    let decimal: rust_decimal::Decimal = "12.50".parse().unwrap();
    assert_eq!(text(&decimal).unwrap(), "\"12.50\"");
    assert_eq!(text(&jiff::Timestamp::UNIX_EPOCH).unwrap(), "\"1970-01-01T00:00:00Z\"");
    assert_eq!(text(&chrono::DateTime::UNIX_EPOCH).unwrap(), "\"1970-01-01T00:00:00Z\"");
    assert_eq!(text(&chrono::NaiveDate::default()).unwrap(), "\"1970-01-01\"");
    assert_eq!(text(&uuid::Uuid::nil()).unwrap(), "\"00000000-0000-0000-0000-000000000000\"");
}

#[test]
fn zt0601_zt0602_only_what_is_listed_goes_out() {
    assert!(implements!(Person, Disclose) && implements!(Vec<Person>, Disclose));
    assert!(!implements!(Value, Disclose) && !implements!(Secret<String>, Disclose));
    assert!(!implements!(String, Disclose) && !implements!(u64, Disclose));
    assert!(implements!(Option<Vec<Box<str>>>, PlainField));
    assert!(!implements!(Value, PlainField) && !implements!(Vec<Value>, PlainField));
    assert!(!implements!(Secret<String>, PlainField) && !implements!(&Secret<String>, PlainField));
    assert!(!implements!(std::collections::HashMap<String, String>, PlainField));
}

#[test]
fn zt0604_a_resource_may_not_go_out() {
    assert!(implements!(AView, MayGoOut));
    assert!(!implements!(AResource, MayGoOut));
}

proptest! {
    #[test]
    fn texts_and_numbers_survive(name in ".{0,20}", numbers in prop::collection::vec(any::<i64>(), 0..4)) {
        prop_assert_eq!(to_value(&name), Ok(json!(name)));
        prop_assert_eq!(to_value(&numbers), Ok(json!(numbers)));
    }
}

/// What the manifest says that a field can be.
fn told<T: PlainField + ?Sized>() -> Kind {
    let question = Rc::new(Question::default());
    question.fields::<()>("Holder", |shape| T::describe(&shape.ask("field")));
    question.told_fields("Holder").unwrap().fields.remove(0).kind
}

#[test]
fn b13_each_plain_field_says_what_it_can_be() {
    let text = Kind::Text { min: 0, max: None };
    for kind in
        [told::<str>(), told::<String>(), told::<&str>(), told::<Box<str>>(), told::<Arc<str>>()]
    {
        assert_eq!(kind, text);
    }
    for kind in [told::<i64>(), told::<u128>(), told::<usize>(), told::<isize>()] {
        assert_eq!(kind, Kind::Whole { min: None, max: None });
    }
    for kind in [told::<f32>(), told::<f64>()] {
        assert_eq!(kind, Kind::Number { min: None, max: None });
    }
}

#[cfg(all(feature = "uuid", feature = "jiff", feature = "chrono", feature = "rust_decimal"))]
#[test]
fn b13_types_of_other_crates_say_what_they_can_be() {
    let format = |name: &str| Kind::Format(name.to_owned());
    assert_eq!(told::<uuid::Uuid>(), format("uuid"));
    assert_eq!(told::<jiff::Timestamp>(), format("date-time"));
    assert_eq!(told::<chrono::DateTime<chrono::Utc>>(), format("date-time"));
    assert_eq!(told::<chrono::NaiveDate>(), format("date"));
    assert_eq!(told::<rust_decimal::Decimal>(), Kind::Decimal { min: None, max: None });
}
