//! The tree holds exactly what serde_json reads, and nothing makes it panic.

use super::*;

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<f64>().prop_filter("JSON", |value| value.is_finite()).prop_map(|value| json!(value)),
        ".{0,8}".prop_map(|value| json!(value)),
    ];
    leaf.prop_recursive(6, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|items| json!(items)),
            prop::collection::btree_map(".{0,4}", inner, 0..5).prop_map(|entries| json!(entries)),
        ]
    })
}

/// serde_json reads numbers less exactly than the fields do: off by the last digit.
fn exact(number: &str) -> serde_json::Value {
    match number.parse::<i64>() {
        Ok(whole) => json!(whole),
        Err(_) => json!(number.parse::<f64>().unwrap()),
    }
}

fn as_serde_json_reads(number: &str) -> serde_json::Value {
    serde_json::from_str(number).unwrap()
}

fn as_value(node: Node<'_>, number: fn(&str) -> serde_json::Value) -> serde_json::Value {
    match node {
        Node::Null => json!(null),
        Node::Truth(value) => json!(value),
        Node::Number(text) => number(text),
        Node::Text(text) | Node::Untyped(text) => json!(text),
        Node::List(items) => items.into_iter().map(|item| as_value(item, number)).collect(),
        Node::Object(entries) => {
            let entries = entries
                .into_iter()
                .map(|(name, value)| (name.into_owned(), as_value(value, number)));
            serde_json::Value::Object(entries.collect())
        }
        Node::Question(_) => panic!("nobody sends a question"),
    }
}

proptest! {
    #[test]
    fn a_tree_is_what_was_sent(value in any_json()) {
        let (dense, loose) = (value.to_string(), serde_json::to_string_pretty(&value).unwrap());
        prop_assert_eq!(&as_value(json::parse(dense.as_bytes()).unwrap(), exact), &value);
        prop_assert_eq!(&as_value(json::parse(loose.as_bytes()).unwrap(), exact), &value);
    }

    #[test]
    fn x27_token_soup_is_read_as_serde_json_reads_it(
        soup in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ":", ",", "\"a\"", "\"b\"", "\"\\u0061\"", "1", "-0", "1e5", "null", "true", " ", "\"", "\\",
        ]), 0..14),
    ) {
        let text = soup.concat();
        let ours = json::parse(text.as_bytes());
        match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(value) => match ours {
                Ok(node) => prop_assert_eq!(as_value(node, as_serde_json_reads), value),
                Err(fault) => prop_assert_eq!(fault, ParseFault::DoubledKey),
            },
            // `1e511`: more than serde_json's numbers hold. The tree keeps the digits, and the field refuses them.
            Err(fault) if fault.to_string().starts_with("number out of range") => {}
            Err(_) => prop_assert!(ours.is_err()),
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = read::<Profile>(json::parse(&bytes), None).map(Pending::settled);
        let _ = read::<Profile>(form(&bytes), None).map(Pending::settled);
    }

    // B-14: whatever else is sent along, the input is refused.
    #[test]
    fn b14_only_declared_names_get_in(name in ".{0,12}", value in any_json()) {
        prop_assume!(!["name", "age", "tags", "home"].contains(&name.as_str()));
        let mut sent = json!({ "name": "Ann", "tags": [] });
        prop_assert!(from_json::<Profile>(&sent.to_string()).is_ok());
        sent[&name] = value;
        prop_assert!(matches!(from_json::<Profile>(&sent.to_string()), Err(InputRefused::Invalid(_))));
    }

    #[test]
    fn a_form_says_what_was_sent(text in ".{0,40}") {
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let read = one_of_form::<String>(&encoded);
        match text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            true => prop_assert!(read.is_err()),
            false => prop_assert_eq!(read, Ok(text)),
        }
    }

    #[test]
    fn whole_numbers_keep_their_value(value in any::<i64>()) {
        prop_assert_eq!(one::<i64>(&value.to_string()), Ok(value));
        prop_assert_eq!(one_of_form::<i64>(&value.to_string()), Ok(value));
        prop_assert_eq!(one::<i32>(&value.to_string()).ok(), i32::try_from(value).ok());
    }
}
