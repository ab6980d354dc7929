//! Inputs as the derive writes them, read from JSON, forms and queries.

use proptest::prelude::*;
use serde_json::json;

use super::node::Node;
use super::whole::{form, read};
use super::{
    Bound, Field, FieldRules, Fields, Fresh, Input, InputField, InputRefused, ParseFault, Patch,
    Pending, TakesItems, TakesLength, TakesRange, input_field, input_value, json,
};
use crate::object::Id;
use crate::secret::Secret;

mod answers;
mod attacks;
mod bounds;
mod kinds;
mod trees;
mod uploads;

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

const NONE: FieldRules = FieldRules::NONE;

#[derive(Debug, PartialEq)]
struct Profile {
    name: String,
    age: Option<u8>,
    tags: Vec<String>,
    home: Option<Address>,
}

#[derive(Debug, PartialEq)]
struct Address {
    street: String,
}

impl Input for Profile {
    const NAME: &'static str = "Profile";

    fn read(fields: &mut Fields<'_, '_>) -> Pending<Self> {
        let length = FieldRules { min_length: Some(1), max_length: Some(8), ..NONE };
        let name = input_field::<_>(fields, "name", length);
        let age =
            input_field::<_>(fields, "age", FieldRules { min: Some(Bound::Whole(18)), ..NONE });
        let tags = input_field::<_>(fields, "tags", FieldRules { max_items: Some(2), ..NONE });
        let home = input_field::<_>(fields, "home", NONE);
        fields.end();
        Pending::later(move || {
            Some(Self {
                name: name.settled()?,
                age: age.settled()?,
                tags: tags.settled()?,
                home: home.settled()?,
            })
        })
    }
}

impl Input for Address {
    const NAME: &'static str = "Address";

    fn read(fields: &mut Fields<'_, '_>) -> Pending<Self> {
        let street = input_field::<_>(fields, "street/1", NONE);
        fields.end();
        Pending::later(move || Some(Self { street: street.settled()? }))
    }
}

impl InputField for Address {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        field.object()
    }
}

/// One field of any type, without rules.
struct One<T>(T);

impl<T: InputField + 'static> Input for One<T> {
    const NAME: &'static str = "One";

    fn read(fields: &mut Fields<'_, '_>) -> Pending<Self> {
        input_field::<T>(fields, "x", NONE).map(One)
    }
}

fn from_json<T: Input>(text: &str) -> Result<T, InputRefused> {
    read(json::parse(text.as_bytes()), None).map(|pending| pending.settled().unwrap())
}

fn from_form<T: Input>(text: &str) -> Result<T, InputRefused> {
    read(form(text.as_bytes()), None).map(|pending| pending.settled().unwrap())
}

/// The value of the one field, or what is wrong with it.
fn one<T: InputField + 'static>(value: &str) -> Result<T, String> {
    match from_json::<One<T>>(&format!("{{\"x\":{value}}}")) {
        Ok(One(value)) => Ok(value),
        Err(refused) => Err(detail(refused)),
    }
}

fn one_of_form<T: InputField + 'static>(value: &str) -> Result<T, String> {
    from_form::<One<T>>(&format!("x={value}")).map(|one| one.0).map_err(detail)
}

fn detail(refused: InputRefused) -> String {
    match refused {
        InputRefused::Malformed(fault) => fault.to_string(),
        InputRefused::Invalid(mut faults) => faults.remove(0).detail.into_owned(),
    }
}

fn faults(text: &str) -> Vec<(String, String)> {
    match from_json::<Profile>(text) {
        Err(InputRefused::Invalid(faults)) => {
            faults.into_iter().map(|fault| (fault.pointer, fault.detail.into_owned())).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn zt0701_zt0702_only_what_is_bounded_comes_in() {
    assert!(implements!(Profile, Input) && implements!(Address, InputField));
    assert!(!implements!(serde_json::Value, Input) && !implements!(String, Input));
    assert!(!implements!(serde_json::Value, InputField) && !implements!(Vec<u8>, Input));
    assert!(!implements!(std::collections::HashMap<String, String>, InputField));
    assert!(
        !implements!(kinds::NoteId, InputField) && implements!(Fresh<kinds::NoteId>, InputField)
    );
}

#[test]
fn zt0791_zt0792_zt0793_a_rule_needs_something_to_rule() {
    assert!(implements!(Option<String>, TakesLength) && !implements!(Vec<u8>, TakesLength));
    assert!(implements!(Vec<f64>, TakesRange) && !implements!(String, TakesRange));
    assert!(implements!(Patch<Vec<u8>>, TakesItems) && !implements!(String, TakesItems));
}

#[test]
fn an_input_is_read_whole() {
    let text = r#"{"name":"Ann","age":20,"tags":["a","b"],"home":{"street/1":"Elm"}}"#;
    let ann = Profile {
        name: "Ann".to_owned(),
        age: Some(20),
        tags: vec!["a".to_owned(), "b".to_owned()],
        home: Some(Address { street: "Elm".to_owned() }),
    };
    assert_eq!(from_json::<Profile>(text), Ok(ann));
    let least = from_json::<Profile>(r#" {"name":"\u0042ob","tags":[]} "#).unwrap();
    assert_eq!((least.name.as_str(), least.age, least.home), ("Bob", None, None));
}

#[test]
fn all_faults_come_at_once_with_pointers() {
    let text =
        r#"{"name":"","age":17,"tags":["a",1],"home":{"street/1":null,"role":"x"},"role":"x"}"#;
    let expected = [
        ("/name", "must not be empty"),
        ("/age", "must be from 18 to 255"),
        ("/tags/1", "must be a text"),
        ("/home/street~11", "must not be null"),
        ("/home", "has a field that is none of: street/1"),
        ("", "has a field that is none of: name, age, tags, home"),
    ];
    let expected = expected.map(|(pointer, detail)| (pointer.to_owned(), detail.to_owned()));
    assert_eq!(faults(text), expected);
    assert_eq!(faults("{}").len(), 2);
    assert_eq!(faults(r#"{"name":"a","tags":["a","b","c"]}"#)[0].1, "must have at most 2 items");
}

#[test]
fn b14_a_fault_never_repeats_what_was_sent() {
    let canary = "canary0123456789";
    for text in [
        format!(r#"{{"name":"{canary}","tags":[]}}"#),
        format!(r#"{{"name":{{"{canary}":1}},"tags":"{canary}","{canary}":1}}"#),
        format!(r#"{{"name":"a","age":"{canary}","tags":["{canary}\u0000"]}}"#),
        format!(r#"{{"{canary}":1,"{canary}":2}}"#),
    ] {
        let refused = from_json::<Profile>(&text).unwrap_err();
        assert!(!format!("{refused:?}").contains(canary), "{refused:?}");
    }
}

#[test]
fn the_list_of_faults_is_bounded() {
    let items = vec!["1"; 100].join(",");
    let Err(InputRefused::Invalid(faults)) =
        from_json::<One<Vec<String>>>(&format!("{{\"x\":[{items}]}}"))
    else {
        panic!("refused")
    };
    assert_eq!(faults.len(), 32);
}

#[test]
fn undeclared_fields_are_refused_even_if_the_type_forgets_to_end() {
    assert!(from_json::<One<u8>>(r#"{"x":1}"#).is_ok());
    assert!(from_json::<One<u8>>(r#"{"x":1,"y":1}"#).is_err());
}

#[test]
fn debug_shows_no_content() {
    let node = json::parse(br#"{"a":"canary"}"#).unwrap();
    assert_eq!(format!("{node:?}"), "object");
    assert_eq!(format!("{:?}", super::Body::new("canary")), "Body(..)".replace("(..)", " { .. }"));
}
