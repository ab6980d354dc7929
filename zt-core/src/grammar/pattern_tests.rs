#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::grammar::Fault;
use crate::path::CanonicalPath;
use alloc::format;
use proptest::prelude::*;

fn fault(text: &str) -> PatternFault {
    Pattern::parse(text).unwrap_err()
}

fn help(text: &str) -> String {
    fault(text).help()
}

#[test]
fn good_patterns_are_read() {
    for good in [
        "/",
        "/orders",
        "/orders/{order}",
        "/a/{b_2}/c-d.e_f~g/{h}",
        "/.well-known/x",
        "/v1.0/...",
        "/A",
    ] {
        assert_eq!(Pattern::parse(good).unwrap().as_str(), good);
    }
    let pattern = Pattern::parse("/orders/{order}/items/{item}").unwrap();
    assert_eq!(pattern.params().collect::<Vec<_>>(), ["order", "item"]);
    assert_eq!(
        pattern.segments().collect::<Vec<_>>(),
        [
            Segment::Literal("orders"),
            Segment::Param("order"),
            Segment::Literal("items"),
            Segment::Param("item")
        ]
    );
    assert_eq!(Pattern::parse("/").unwrap().segments().count(), 0);
    assert_eq!(pattern.to_string(), "/orders/{order}/items/{item}");
}

#[test]
fn slashes_stand_where_they_belong() {
    assert_eq!(fault(""), PatternFault::Empty);
    assert_eq!(help("orders"), "write \"/orders\"");
    assert_eq!(help("/orders/"), "write \"/orders\"");
    assert_eq!(fault("//"), PatternFault::DoubleSlash);
    assert_eq!(fault("/a//b"), PatternFault::DoubleSlash);
    assert_eq!(fault("*"), PatternFault::NoLeadingSlash { text: "*".to_string() });
}

#[test]
fn b08_no_parameter_swallows_segments() {
    for tail in ["/{*rest}", "/a/{*rest}", "/*rest", "/*", "/**", "/<rest..>"] {
        assert!(matches!(fault(tail), PatternFault::Tail { .. }), "{tail}");
    }
    assert_eq!(help("/{*rest}"), "write `{rest}`, which matches one segment");
    assert_eq!(help("/**"), "write `{id}`, which matches one segment");
}

#[test]
fn parameters_are_whole_segments() {
    for partial in ["/{id}.json", "/x{id}", "/{a}{b}", "/{a}-{b}"] {
        assert!(matches!(fault(partial), PatternFault::PartialParam { .. }), "{partial}");
    }
    assert_eq!(help("/x{id}"), "write `{id}` as a segment of its own");
    assert_eq!(fault("/{}"), PatternFault::EmptyParam);
    for open in ["/{id", "/id}", "/{a{b}", "/{{a}}", "/}a{", "/{a/b}"] {
        assert!(matches!(fault(open), PatternFault::UnbalancedBrace { .. }), "{open}");
    }
    assert_eq!(help("/{id"), "write `{id}`");
}

#[test]
fn other_frameworks_parameters_are_named() {
    for (old, new) in [
        ("/:id", "write `{id}`"),
        ("/<id>", "write `{id}`"),
        ("/<int:order_id>", "write `{order_id}`"),
        ("/:orderId", "write `{order_id}`"),
        ("/:", "write `{id}`"),
        ("/:type", "write `{type_id}`"),
    ] {
        assert!(matches!(fault(old), PatternFault::OldParam { .. }), "{old}");
        assert_eq!(help(old), new);
    }
}

#[test]
fn names_of_parameters_are_names_of_arguments() {
    for bad in ["/{Id}", "/{_id}", "/{1d}", "/{order-id}", "/{id:[0-9]+}", "/{ id}", "/{o.id}"] {
        assert!(matches!(fault(bad), PatternFault::ParamName { .. }), "{bad}");
    }
    assert!(help("/{orderId}").starts_with("write `{order_id}`"));
    assert!(help("/{order-id}").starts_with("write `{order_id}`"));
    assert!(help("/{id:[0-9]+}").starts_with("write `{id}`"));
    assert!(help("/{_id}").starts_with("write `{id}`"));
    assert_eq!(fault("/{type}"), PatternFault::Keyword { name: "type".to_string() });
    assert_eq!(fault("/{a}/{a}"), PatternFault::RepeatedParam { name: "a".to_string() });
}

#[test]
fn x13_ambiguous_characters_are_refused() {
    assert_eq!(fault("/a%2fb"), PatternFault::Percent);
    assert_eq!(fault("/a?b"), PatternFault::Query);
    assert_eq!(fault("/a#b"), PatternFault::Fragment);
    assert_eq!(fault("/é"), PatternFault::NotAscii('é'));
    for (text, character) in [
        ("/a;b", ';'),
        ("/a\\b", '\\'),
        ("/a b", ' '),
        ("/a\0", '\0'),
        ("/a*", '*'),
        ("/a:b", ':'),
        ("/<a", '<'),
        ("/a>", '>'),
        ("/a@b", '@'),
    ] {
        assert_eq!(fault(text), PatternFault::Character(character), "{text:?}");
    }
    for dots in ["/.", "/..", "/a/../b"] {
        assert!(matches!(fault(dots), PatternFault::DotSegment { .. }), "{dots}");
    }
}

#[test]
fn patterns_end_somewhere() {
    let longest = format!("/{}", "a".repeat(511));
    assert!(Pattern::parse(&longest).is_ok());
    assert_eq!(fault(&format!("{longest}a")), PatternFault::TooLong { length: 513 });
    assert!(Pattern::parse(&"/a".repeat(64)).is_ok());
    assert_eq!(fault(&"/a".repeat(65)), PatternFault::TooManySegments { count: 65 });
}

#[test]
fn prefixes_are_literal() {
    assert_eq!(Prefix::parse("/orders").unwrap().as_str(), "/orders");
    assert_eq!(Prefix::parse("/api/v1").unwrap().to_string(), "/api/v1");
    assert_eq!(Prefix::parse("/"), Err(PatternFault::RootPrefix));
    assert_eq!(
        Prefix::parse("/{team}"),
        Err(PatternFault::ParamInPrefix { name: "team".to_string() })
    );
    assert!(matches!(Prefix::parse("/orders/"), Err(PatternFault::TrailingSlash { .. })));
}

#[test]
fn a_slash_in_a_group_is_the_prefix_itself() {
    assert_eq!(join("/orders", "/"), "/orders");
    assert_eq!(join("/orders", "/{order}"), "/orders/{order}");
    assert_eq!(join("", "/"), "/");
    assert_eq!(join("", "/health"), "/health");
}

#[test]
fn every_fault_fits_on_one_line() {
    for bad in [
        "", "a", "/a/", "//", "/{*r}", "/x{a}", "/{}", "/:id", "/{", "/{A}", "/{fn}", "/{a}/{a}",
        "/..", "/%", "/?", "/#",
    ] {
        let fault = fault(bad);
        let line = fault.to_string();
        assert!(
            !line.is_empty()
                && line.len() <= 80
                && !line.ends_with('.')
                && !fault.help().ends_with('.'),
            "{line}"
        );
    }
}

proptest! {
    #[test]
    fn printed_patterns_parse_back(text in "(/([A-Za-z0-9._~-]{1,8}|\\{[a-z][a-z0-9_]{0,5}\\})){1,8}|.*") {
        if let Ok(pattern) = Pattern::parse(&text) {
            prop_assert_eq!(Pattern::parse(&pattern.to_string()).unwrap(), pattern.clone());
            prop_assert_eq!(pattern.to_string(), text);
        }
    }

    #[test]
    fn b07_accepted_patterns_route(text in "(/([A-Za-z0-9._~-]{1,8}|\\{[a-z][a-z0-9_]{0,5}\\})){1,8}") {
        if let Ok(pattern) = Pattern::parse(&text) {
            let path: String = pattern
                .segments()
                .flat_map(|segment| match segment {
                    Segment::Literal(literal) => ["/", literal],
                    Segment::Param(_) => ["/", "17"],
                })
                .collect();
            let canonical = CanonicalPath::parse(&path).unwrap();
            let routed = canonical.segments().zip(pattern.segments()).all(|(got, want)| match want {
                Segment::Literal(literal) => got == literal,
                Segment::Param(_) => true,
            });
            prop_assert!(routed && canonical.segments().count() == pattern.segments().count());
        }
    }

    #[test]
    fn no_text_makes_the_parser_or_its_help_panic(text in "[/{}*:<>.a-z%?#A-Z_ é-]{0,40}") {
        if let Err(fault) = Pattern::parse(&text) {
            prop_assert!(!fault.to_string().is_empty() && !fault.help().is_empty());
        }
        if let Ok(prefix) = Prefix::parse(&text) {
            let joined = join(prefix.as_str(), "/{id}");
            prop_assert!(Pattern::parse(&joined).is_ok() || joined.len() > MAX_LENGTH);
        }
    }
}
