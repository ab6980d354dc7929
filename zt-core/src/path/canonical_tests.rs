#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use alloc::format;
use alloc::string::ToString;
use proptest::prelude::*;

fn fault<T: AsRef<[u8]> + ?Sized>(raw: &T) -> PathFault {
    CanonicalPath::parse(raw).unwrap_err()
}

#[track_caller]
fn refuse(fault_of_all: PathFault, raws: &[&str]) {
    for raw in raws {
        assert_eq!(fault(*raw), fault_of_all, "{raw:?}");
    }
}

#[test]
fn plain_paths_are_kept_as_they_are() {
    for good in [
        "/",
        "/orders",
        "/orders/17",
        "/a.b/c-d_e~f",
        "/...",
        "/.a",
        "/a@b:c",
        "/x!$&'()*+,=",
        "/%C3%A9",
        "/a%20b",
        "/%40",
        "/%3F%23%5B",
        "/ORDERS",
    ] {
        assert_eq!(CanonicalPath::parse(good).unwrap().as_str(), good);
        assert_eq!(CanonicalPath::parse(good.as_bytes()).unwrap().to_string(), good);
    }
}

#[test]
fn segments_are_counted_and_decoded() {
    assert_eq!(CanonicalPath::parse("/").unwrap().segments().count(), 0);
    let path = CanonicalPath::parse("/orders/caf%C3%A9%20b").unwrap();
    let segments: Vec<_> = path.segments().collect();
    assert_eq!(segments, ["orders", "caf%C3%A9%20b"]);
    assert!(matches!(CanonicalPath::decode("orders"), Cow::Borrowed("orders")));
    assert_eq!(CanonicalPath::decode("caf%C3%A9%20b"), "café b");
}

#[test]
fn what_was_never_canonical_is_not_decoded() {
    for text in ["%2f", "%", "%zz", "%FF", "%2E%2E"] {
        assert_eq!(CanonicalPath::decode(text), text);
    }
}

#[test]
fn x13_a06_targets_that_are_no_path() {
    refuse(
        PathFault::NoLeadingSlash,
        &["", "*", "orders", "http://evil/x", "evil:443", "\\orders", "?", "%2Forders"],
    );
}

#[test]
fn x13_a06_empty_and_dot_segments() {
    refuse(PathFault::EmptySegment, &["//", "//orders", "/a//b", "///", "/a///b"]);
    refuse(PathFault::TrailingSlash, &["/admin/", "/a/b/"]);
    refuse(PathFault::DotSegment, &["/.", "/..", "/public/../x", "/./a", "/a/.", "/a/.."]);
    refuse(PathFault::NeedlessEncoding, &["/%2E%2E/x", "/%2E", "/.%2E", "/a/%2E./b"]);
}

#[test]
fn x13_a06_encodings_of_what_separates() {
    refuse(PathFault::NeedlessEncoding, &["/a%2Fb", "/a%5Cb", "/a%3Bb", "/a%2541", "/%2500"]);
    refuse(
        PathFault::LowercaseEncoding,
        &["/a%2fb", "/a%5cb", "/a%3bb", "/%2e%2e/x", "/%2e", "/%c3%a9", "/%C3%a9", "/%c3%A9"],
    );
    refuse(
        PathFault::NeedlessEncoding,
        &["/%61dmin", "/admi%6E", "/%41", "/%30", "/%7E", "/%2D", "/%5F"],
    );
}

#[test]
fn x13_a06_parameters_and_backslashes() {
    refuse(
        PathFault::Character,
        &[
            "/a;x", "/a;x=1/b", "/..;/x", "/a\\b", "/\\a", "/a?b", "/a#b", "/a b", "/a\0", "/a\n",
            "/a\r", "/a\t",
        ],
    );
    refuse(
        PathFault::Character,
        &[
            "/é",
            "/\u{202e}a",
            "/a[b]",
            "/a{b}",
            "/a|b",
            "/a<b>",
            "/a\"b",
            "/a^b",
            "/a`b",
            "/\u{7f}",
        ],
    );
    assert_eq!(fault(b"/\xff".as_slice()), PathFault::Character);
    assert_eq!(fault(b"/\xc0\xaf".as_slice()), PathFault::Character);
}

#[test]
fn x13_a06_broken_encodings() {
    refuse(
        PathFault::BrokenEncoding,
        &["/%", "/%2", "/%zz", "/%2G", "/%%41", "/a%/b", "/%+1", "/%u0041", "/a%2/F"],
    );
    refuse(
        PathFault::NotUtf8,
        &[
            "/%FF",
            "/%C0%AF",
            "/%C0%AE",
            "/%E0%80%AF",
            "/%ED%A0%80",
            "/%C3",
            "/%C3/%A9",
            "/%F8%88%80%80%80",
            "/%80",
        ],
    );
}

#[test]
fn x25_x14_hidden_characters() {
    refuse(
        PathFault::HiddenCharacter,
        &["/%00", "/admin%0A", "/%0D%0Ax", "/%1B", "/%7F", "/%C2%85", "/%C2%9F", "/%09"],
    );
    refuse(
        PathFault::HiddenCharacter,
        &[
            "/%E2%80%AE",
            "/%E2%81%A6",
            "/%E2%80%8E",
            "/%E2%80%8F",
            "/%E2%80%A8",
            "/%E2%80%A9",
            "/%EF%BB%BF",
            "/%D8%9C",
        ],
    );
}

#[test]
fn x27_paths_end_somewhere() {
    let longest = format!("/{}", "a".repeat(2_047));
    assert!(CanonicalPath::parse(&longest).is_ok());
    assert_eq!(fault(&format!("{longest}a")), PathFault::TooLong);
    assert!(CanonicalPath::parse(&"/a".repeat(64)).is_ok());
    assert_eq!(fault(&"/a".repeat(65)), PathFault::TooManySegments);
}

#[test]
fn faults_say_nothing_of_the_path() {
    for raw in ["", "//", "/a/", "/.", "/;", "/%", "/%2f", "/%2F", "/%FF", "/%00"] {
        let line = fault(raw).to_string();
        assert!(line.starts_with("the path ") && !line.contains('%'), "{line}");
    }
}

/// RFC 3986 §6.2.2 by the book: case and percent-encoding first, then dot segments, and what servers collapse besides.
fn normalised(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let pair = tail
            .get(..2)
            .and_then(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok());
        match (first, pair) {
            (b'%', Some(byte)) if is_unreserved(byte) => bytes.push(byte),
            (b'%', Some(byte)) => bytes.extend(format!("%{byte:02X}").into_bytes()),
            _ => bytes.push(*first),
        }
        rest = if *first == b'%' && pair.is_some() { tail.get(2..).unwrap() } else { tail };
    }
    let mut segments = Vec::new();
    for segment in String::from_utf8_lossy(&bytes).split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment.to_string()),
        }
    }
    format!("/{}", segments.join("/"))
}

fn path_like() -> impl Strategy<Value = String> {
    "(/([a-zA-Z0-9._~@:;\\\\-]|%[0-9A-Fa-f]{2}|%[CE][0-9A-F]%[89AB][0-9A-F]|\\.|%2E|/){0,5}){1,4}|[/.%2eEfF;a]{0,12}"
}

proptest! {
    #[test]
    fn x13_accepted_paths_are_their_own_normal_form(raw in path_like()) {
        if let Ok(path) = CanonicalPath::parse(&raw) {
            prop_assert_eq!(normalised(path.as_str()), path.as_str());
            prop_assert_eq!(CanonicalPath::parse(path.as_str()), Ok(path));
        }
    }

    #[test]
    fn x13_equivalent_paths_are_not_both_accepted(segments in proptest::collection::vec("[a-zé .@]{1,4}", 1..4), flips in any::<u64>()) {
        let spell = |flips: u64| {
            let mut turn = flips;
            let mut path = String::new();
            for segment in &segments {
                path.push('/');
                for byte in segment.bytes() {
                    turn = turn.rotate_left(1);
                    let plain = byte.is_ascii_graphic() && (byte == b'@' || turn & 1 == 0);
                    match plain {
                        true => path.push(char::from(byte)),
                        false if turn & 2 == 0 => path.push_str(&format!("%{byte:02X}")),
                        false => path.push_str(&format!("%{byte:02x}")),
                    }
                }
            }
            path
        };
        let (one, other) = (spell(flips), spell(0));
        if CanonicalPath::parse(&one).is_ok() && CanonicalPath::parse(&other).is_ok() {
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn accepted_segments_decode_without_separators(raw in path_like()) {
        if let Ok(path) = CanonicalPath::parse(&raw) {
            for segment in path.segments() {
                let text = CanonicalPath::decode(segment);
                prop_assert!(!text.is_empty() && !matches!(&*text, "." | ".."));
                prop_assert!(!text.contains(['/', '\\', ';', '%']) && !text.chars().any(char::is_control));
            }
        }
    }

    #[test]
    fn x27_no_bytes_make_the_parser_panic(raw in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = CanonicalPath::parse(&raw);
        let _ = CanonicalPath::decode(&String::from_utf8_lossy(&raw));
    }
}
