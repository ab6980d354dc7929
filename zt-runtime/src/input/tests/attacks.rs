//! What an attacker sends in a body, form or query.

use super::*;

const HONEST: &str = r#"{"name":"Ann","tags":[]"#;

// X19, B-14: a field that the type doesn't declare is refused, wherever it stands and however it is spelled.
#[test]
fn x19_mass_assignment_is_refused() {
    for name in ["role", "is_admin", "tenant_id", "owner", "Name", "name ", "__proto__", ""] {
        assert!(from_json::<Profile>(&format!("{HONEST},\"{name}\":true}}")).is_err(), "{name}");
        let nested = format!(r#"{HONEST},"home":{{"street/1":"Elm","{name}":true}}}}"#);
        assert!(from_json::<Profile>(&nested).is_err(), "{name}");
        assert!(from_form::<One<u8>>(&format!("x=1&{name}=true")).is_err(), "{name}");
    }
    for wrapped in
        [format!("[{HONEST}}}]"), format!("{{\"profile\":{HONEST}}}}}"), "null".to_owned()]
    {
        assert!(from_json::<Profile>(&wrapped).is_err(), "{wrapped}");
    }
    for bracketed in ["x=1&x[role]=admin", "x=1&home%5Brole%5D=admin", "x=1&home.role=admin"] {
        assert!(from_form::<One<u8>>(bracketed).is_err(), "{bracketed}");
    }
}

// X19: readers that disagree about which of two counts.
#[test]
fn x19_a_name_twice_is_refused() {
    let doubled = InputRefused::Malformed(ParseFault::DoubledKey);
    for rest in [
        r#","name":"Ann"}"#,
        r#","\u006eame":"Eve"}"#,
        r#","home":{"street/1":"a","street/1":"b"}}"#,
        r#","junk":{"a":1,"a":2}}"#,
    ] {
        assert_eq!(
            from_json::<Profile>(&format!("{HONEST}{rest}")),
            Err(doubled.clone()),
            "{rest}"
        );
    }
    for text in ["x=1&x=1", "x=1&%78=2"] {
        assert_eq!(from_form::<One<u8>>(text).err(), Some(doubled.clone()), "{text}");
    }
}

// G-06
#[test]
fn g06_depth_is_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(json::parse(nested(16).as_bytes()).is_ok());
    assert_eq!(json::parse(nested(17).as_bytes()).err(), Some(ParseFault::TooDeep));
    assert_eq!(json::parse(nested(100_000).as_bytes()).err(), Some(ParseFault::TooDeep));
    assert!(json::parse("[".repeat(1_000_000).as_bytes()).is_err());
    assert!(json::parse("{\"a\":".repeat(100_000).as_bytes()).is_err());
    let objects = |levels: usize| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    assert!(json::parse(objects(16).as_bytes()).is_ok());
    assert_eq!(json::parse(objects(17).as_bytes()).err(), Some(ParseFault::TooDeep));
}

// X27: neither many keys nor many pairs cost more than their length.
#[test]
fn x27_the_number_of_values_is_bounded() {
    let list = |items: usize| format!("[{}]", vec!["0"; items].join(","));
    assert!(json::parse(list(100_000).as_bytes()).is_ok());
    assert_eq!(json::parse(list(100_001).as_bytes()).err(), Some(ParseFault::TooMany));
    let pairs = |count: usize| {
        let pairs = (0..count).map(|index| format!("k{index}=v"));
        pairs.collect::<Vec<_>>().join("&")
    };
    assert!(form(pairs(100).as_bytes()).is_ok());
    assert_eq!(form(pairs(101).as_bytes()).err(), Some(ParseFault::TooMany));
}

#[test]
fn what_is_not_json_is_refused() {
    for bad in [
        "",
        " ",
        "{",
        "{}{}",
        "{} x",
        "{'a':1}",
        "{\"a\":1,}",
        "{a:1}",
        "\u{feff}{}",
        "NaN",
        "[1,]",
        "01",
        "+1",
        "1.",
        ".5",
        "\"\u{1}\"",
        "\"\\ud800\"",
        "\"\\x\"",
        "/**/{}",
        "{\"a\" 1}",
        "tru",
        "nullx",
    ] {
        assert_eq!(json::parse(bad.as_bytes()).err(), Some(ParseFault::NotJson), "{bad}");
    }
    assert_eq!(json::parse(b"\"\xff\"").err(), Some(ParseFault::NotUtf8));
    assert_eq!(json::parse(b"\"\xc0\xaf\"").err(), Some(ParseFault::NotUtf8));
}

// A form is read once: whatever another decoder might read otherwise is refused.
#[test]
fn forms_with_two_readings_are_refused() {
    for bad in [
        "x", "=1", "x=1&", "&x=1", "x=1&&y=1", "x=%", "x=%4", "x=%zz", "x=1;y=2", "x=a=b",
        "x=\u{e9}", "x=a b", "x=\"a\"", "x=%+1", "x=a#b", "x=\0", "x=<a>",
    ] {
        assert_eq!(form(bad.as_bytes()).err(), Some(ParseFault::NotUrlEncoded), "{bad}");
    }
    for bad in ["x=%ff", "x=%c0%af", "x=%ed%a0%80"] {
        assert_eq!(form(bad.as_bytes()).err(), Some(ParseFault::NotUtf8), "{bad}");
    }
    assert_eq!(one_of_form::<String>("a+b%2B%C3%A9%26%3D"), Ok("a b+é&=".to_owned()));
    assert_eq!(one_of_form::<String>(""), Ok(String::new()));
    assert!(from_form::<One<Option<u8>>>("").is_ok());
}

// The word is all that the log has of a text that can't be read.
#[test]
fn each_way_to_be_unreadable_has_a_word_of_its_own() {
    let faults = [
        ParseFault::NotUtf8,
        ParseFault::NotJson,
        ParseFault::DoubledKey,
        ParseFault::TooDeep,
        ParseFault::TooMany,
        ParseFault::NotUrlEncoded,
        ParseFault::NotMultipart,
    ];
    let words: std::collections::HashSet<_> = faults.map(ParseFault::reason).into();
    assert_eq!(words.len(), faults.len());
    assert!(words.iter().all(|word| word.starts_with("input_")), "{words:?}");
}
