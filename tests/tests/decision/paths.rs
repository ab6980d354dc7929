//! The canonical path once more, from `refusals.md` ("One spelling of a path"), as a list of
//! sentences; and what both make of paths by chance.

use fastrand::Rng;
use zt_core::path::CanonicalPath;

use super::seed::{again, chance};

const PATHS: usize = 200_000;

/// A sentence of the book, and when a path breaks it.
struct Sentence {
    text: &'static str,
    is_broken_by: fn(&[u8]) -> bool,
}

/// Each looks at the whole path by itself, and none relies on another.
const SENTENCES: [Sentence; 12] = [
    Sentence { text: "a path over 2 KiB", is_broken_by: |path| path.len() > 2048 },
    Sentence { text: "it starts with a slash", is_broken_by: |path| !path.starts_with(b"/") },
    Sentence { text: "at most 64 segments", is_broken_by: |path| slashes(path) > 64 },
    Sentence { text: "no empty segment", is_broken_by: |path| has(path, b"//") },
    Sentence {
        text: "no slash at the end",
        is_broken_by: |path| path.len() > 1 && path.ends_with(b"/") && !path.ends_with(b"//"),
    },
    Sentence {
        text: "no `.` and `..`",
        is_broken_by: |path| path.split(|b| *b == b'/').any(|it| it == b"." || it == b".."),
    },
    Sentence {
        text: "letters, digits and -._~!$&'()*+,=:@ stand for themselves, and nothing else does",
        is_broken_by: |path| !path.iter().all(|byte| is_plain(*byte) || b"/%".contains(byte)),
    },
    Sentence {
        text: "a percent sign is followed by two hexadecimal digits",
        is_broken_by: |path| encoded(path).any(|pair| byte_of(&pair).is_none()),
    },
    Sentence {
        text: "in capitals",
        is_broken_by: |path| {
            encoded(path).any(|pair| byte_of(&pair).is_some() && has_small_letter(&pair))
        },
    },
    Sentence {
        text: "what never needs it isn't encoded: letters, digits, -._~",
        is_broken_by: |path| encoded_bytes(path).any(never_needs_it),
    },
    Sentence {
        text: "what parts or escapes isn't encoded either: / \\ ; %",
        is_broken_by: |path| encoded_bytes(path).any(|byte| br"/\;%".contains(&byte)),
    },
    Sentence {
        text: "what it decodes to is UTF-8, without control characters and without those that \
               reorder or part text",
        is_broken_by: |path| {
            path.split(|byte| *byte == b'/').map(decoded).any(|bytes| {
                let text = String::from_utf8(bytes);
                text.map_or(true, |text| text.chars().any(is_hidden))
            })
        },
    },
];

fn slashes(path: &[u8]) -> usize {
    path.iter().filter(|byte| **byte == b'/').count()
}

fn has(path: &[u8], piece: &[u8]) -> bool {
    path.windows(piece.len()).any(|window| window == piece)
}

fn is_plain(byte: u8) -> bool {
    never_needs_it(byte) || b"!$&'()*+,=:@".contains(&byte)
}

fn never_needs_it(byte: u8) -> bool {
    char::from(byte).is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// The two characters after each percent sign, or as many as there are.
fn encoded(path: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while at < path.len() {
        if path[at] == b'%' {
            pairs.push(path[at + 1..path.len().min(at + 3)].to_vec());
            at += 3;
        } else {
            at += 1;
        }
    }
    pairs.into_iter()
}

fn encoded_bytes(path: &[u8]) -> impl Iterator<Item = u8> {
    encoded(path).filter_map(|pair| byte_of(&pair))
}

fn byte_of(pair: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(pair).ok()?;
    let is_pair = text.len() == 2 && text.chars().all(|digit| digit.is_ascii_hexdigit());
    is_pair.then(|| u8::from_str_radix(text, 16).expect("two digits"))
}

fn has_small_letter(pair: &[u8]) -> bool {
    pair.iter().any(u8::is_ascii_lowercase)
}

fn decoded(segment: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut at = 0;
    while at < segment.len() {
        match (segment[at], segment.get(at + 1..at + 3).and_then(byte_of)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                at += 3;
            }
            (byte, _) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

/// Control characters (Unicode's `Cc`), its `Bidi_Control`, the separators of lines and of
/// paragraphs, and the byte order mark.
fn is_hidden(character: char) -> bool {
    let code = u32::from(character);
    let control = code < 0x20 || (0x7f..0xa0).contains(&code);
    let bidirectional = [0x61c, 0x200e, 0x200f].contains(&code)
        || (0x202a..=0x202e).contains(&code)
        || (0x2066..=0x2069).contains(&code);
    control || bidirectional || [0x2028, 0x2029, 0xfeff].contains(&code)
}

fn is_canonical<'s>(path: &[u8], sentences: impl IntoIterator<Item = &'s Sentence>) -> bool {
    !sentences.into_iter().any(|sentence| (sentence.is_broken_by)(path))
}

// A-06, X13, X14, X25.
#[test]
fn a06_two_hundred_thousand_paths_are_as_the_book_says() {
    let mut random = chance(11);
    let mut canonical = 0;
    for _ in 0..PATHS {
        let path = path(&mut random);
        let expected = is_canonical(&path, &SENTENCES);
        let shown = String::from_utf8_lossy(&path);
        let found = CanonicalPath::parse(&path);
        assert_eq!(found.is_ok(), expected, "{shown:?}: {found:?}\n{}", again());
        if let Ok(found) = found {
            assert_eq!(found.as_str().as_bytes(), path, "{}", again());
            let here: Vec<Vec<u8>> = found
                .segments()
                .map(|segment| CanonicalPath::decode(segment).into_owned().into_bytes())
                .collect();
            let there = path[1..].split(|byte| *byte == b'/').filter(|it| !it.is_empty());
            assert_eq!(here, there.map(decoded).collect::<Vec<_>>(), "{shown:?}\n{}", again());
            canonical += 1;
        }
    }
    // Neither kind so rare that it says nothing.
    assert!((PATHS / 10..PATHS * 9 / 10).contains(&canonical), "{canonical}");
}

// Whichever sentence is forgotten, some path tells.
#[test]
fn a_path_reader_without_one_of_the_sentences_is_noticed() {
    let mut random = chance(12);
    let paths: Vec<_> = (0..PATHS / 4).map(|_| path(&mut random)).collect();
    for (number, forgotten) in SENTENCES.iter().enumerate() {
        let others = || SENTENCES.iter().enumerate().filter(|(it, _)| *it != number);
        let noticed = paths.iter().any(|path| {
            let accepted = is_canonical(path, others().map(|(_, sentence)| sentence));
            accepted != CanonicalPath::parse(path).is_ok()
        });
        assert!(noticed, "no path needs `{}`; {}", forgotten.text, again());
    }
}

/// Mostly segments of plain pieces; a piece now and then is none of them.
fn path(random: &mut Rng) -> Vec<u8> {
    match random.u16(0..1000) {
        0 => return [b"/".as_slice(), &b"a".repeat(random.usize(2040..2056))].concat(),
        1 | 2 => return b"/a".repeat(random.usize(60..69)),
        3 => return (0..random.usize(0..12)).map(|_| random.u8(..)).collect(),
        4 => return b"/".to_vec(),
        _ => {}
    }
    let mut path = Vec::new();
    (0..random.usize(1..5)).for_each(|_| segment(random, &mut path));
    match random.u8(0..60) {
        0 => path.push(b'/'),
        1 => drop(path.remove(0)),
        2 => path.insert(random.usize(0..=path.len()), b'/'),
        _ => {}
    }
    path
}

fn segment(random: &mut Rng, path: &mut Vec<u8>) {
    path.push(b'/');
    (0..random.usize(1..4)).for_each(|_| piece(random, path));
}

fn piece(random: &mut Rng, path: &mut Vec<u8>) {
    const PLAIN: [&str; 12] =
        ["a", "orders", "Z9", "-._~", "!$&", "'()*", "+,=", ":@", "%C3%A9", "%20", "%40", "%3F"];
    const ODD: [&str; 34] = [
        ".",
        "..",
        "/",
        ";",
        "\\",
        " ",
        "?",
        "#",
        "%",
        "%2",
        "%2F",
        "%2f",
        "%5C",
        "%3B",
        "%25",
        "%2E",
        "%41",
        "%7E",
        "%c3%a9",
        "%C3",
        "%A9",
        "%FF",
        "%C0%AF",
        "%ED%A0%80",
        "%00",
        "%0A",
        "%7F",
        "%C2%85",
        "%E2%80%AE",
        "%E2%80%A8",
        "%EF%BB%BF",
        "%D8%9C",
        "%zz",
        "\u{e9}",
    ];
    match random.u8(0..100) {
        0..80 => path.extend_from_slice(PLAIN[random.usize(0..PLAIN.len())].as_bytes()),
        80..90 => path.extend_from_slice(ODD[random.usize(0..ODD.len())].as_bytes()),
        90..94 => path.extend_from_slice(format!("%{:02X}", random.u8(..)).as_bytes()),
        94..96 => {
            let character = random.char(..);
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                path.extend_from_slice(format!("%{byte:02X}").as_bytes());
            }
        }
        96..98 => path.push(random.u8(..)),
        _ => path.push(b'.'),
    }
}
