//! Reasons of waivers and rules: words for the next reader, not for the compiler.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;

/// The fewest words of a reason.
pub const MIN_WORDS: usize = 3;

/// The most characters of a reason.
pub const MAX_LENGTH: usize = 500;

/// Words that stand where a reason is still to come. One of the first kind spoils a reason at its start, for `todo` is
/// rarely the subject of a sentence; reasons of nothing but the second kind say nothing.
const MARKERS: &[&str] =
    &["todo", "tbd", "fixme", "xxx", "n/a", "placeholder", "lorem", "asdf", "qwerty", "wip"];
const FILLERS: &[&str] = &[
    "because",
    "reason",
    "reasons",
    "none",
    "no",
    "na",
    "nothing",
    "test",
    "testing",
    "foo",
    "bar",
    "baz",
    "dummy",
    "temp",
    "tmp",
    "temporary",
    "later",
    "blah",
    "why",
    "not",
    "i",
    "we",
    "said",
    "so",
    "it",
    "is",
    "this",
    "that",
    "a",
    "the",
    "for",
    "now",
    "just",
    "ok",
    "fine",
    "some",
    "text",
    "here",
    "ipsum",
    "dolor",
    "needed",
    "required",
    "public",
    "yes",
];

/// Checks a reason: at least [`MIN_WORDS`] words, at most [`MAX_LENGTH`] characters, no control characters, no
/// placeholder such as `TODO` or the same word over and over.
///
/// # Errors
/// A [`ReasonFault`]. A reason is read in reports and reviews (NIST SP 800-207: access is explained, not assumed), so that
/// one without content is as good as none.
pub fn check(text: &str) -> Result<(), ReasonFault> {
    if text.trim().is_empty() {
        return Err(ReasonFault::Empty);
    }
    if let Some(character) = text.chars().find(|&c| is_hidden(c)) {
        return Err(ReasonFault::Control(character));
    }
    let length = text.chars().count();
    if length > MAX_LENGTH {
        return Err(ReasonFault::TooLong { length });
    }
    if is_placeholder(text) {
        return Err(ReasonFault::Placeholder { text: text.trim().to_string() });
    }
    match words(text).count() {
        count if count < MIN_WORDS => Err(ReasonFault::TooShort { words: count }),
        _ => Ok(()),
    }
}

/// Why a reason was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReasonFault {
    /// Nothing, or white space.
    Empty,
    /// Fewer than [`MIN_WORDS`] words.
    TooShort {
        /// How many there are.
        words: usize,
    },
    /// More than [`MAX_LENGTH`] characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A control character, or one that changes how its neighbours are shown.
    Control(char),
    /// Words that stand for a reason still to come.
    Placeholder {
        /// The words.
        text: String,
    },
}

impl fmt::Display for ReasonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "a reason without words"),
            Self::TooShort { words: 1 } => write!(f, "a reason of one word"),
            Self::TooShort { words } => write!(f, "a reason of {words} words"),
            Self::TooLong { length } => write!(f, "a reason of {length} characters"),
            Self::Control(character) => {
                write!(f, "a reason with the control character {}", character.escape_unicode())
            }
            Self::Placeholder { text } => {
                write!(f, "`{}` is a placeholder, no reason", shortened(text))
            }
        }
    }
}

impl core::error::Error for ReasonFault {}

impl Fault for ReasonFault {
    fn help(&self) -> String {
        match self {
            Self::TooLong { .. } => format!("write at most {MAX_LENGTH} characters"),
            Self::Control(_) => "write it on one line, without escapes".to_string(),
            _ => format!("write at least {MIN_WORDS} words that a reviewer can judge"),
        }
    }
}

/// Line feeds are allowed, for doc comments are reasons and have lines.
fn is_hidden(character: char) -> bool {
    (character.is_control() && character != '\n') || crate::path::reorders_text(character)
}

fn is_placeholder(text: &str) -> bool {
    let lowered = text.to_lowercase();
    let marked =
        lowered.split_whitespace().next().map(trimmed).is_some_and(|word| MARKERS.contains(&word));
    let filled = words(&lowered).all(|word| MARKERS.contains(&word) || FILLERS.contains(&word));
    marked || filled || repeats(&lowered)
}

/// The same word three times or more, and no other.
fn repeats(text: &str) -> bool {
    let mut all = words(text);
    let first = all.next();
    let mut others = 0;
    all.all(|word| {
        others += 1;
        Some(word) == first
    }) && others + 1 >= MIN_WORDS
}

/// A word has a letter or digit; `- - -` has none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map(trimmed).filter(|word| !word.is_empty())
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn shortened(text: &str) -> String {
    let mut start: String = text.chars().take(40).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn b03_each_fault_leads_to_its_mend() {
        let judged = "write at least 3 words that a reviewer can judge";
        let long = "word ".repeat(MAX_LENGTH);
        for (text, help) in [
            ("", judged),
            ("todo", judged),
            ("for everybody", judged),
            ("it is\u{1b} for everybody", "write it on one line, without escapes"),
            (&long, &format!("write at most {MAX_LENGTH} characters")),
        ] {
            assert_eq!(check(text).unwrap_err().help(), help, "{text:?}");
        }
    }

    #[test]
    fn b03_reasons_have_content() {
        for good in [
            "The load balancer asks whether we live.",
            "price lists are printed anyway",
            "Because partners embed this map",
            "Look orders up:\nthe buyer, and support on the phone.",
            "printed for everybody",
            "Test results of the lab",
            "Nobody can test todo lists otherwise",
            "Der Zählerstand ist öffentlich",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn b03_short_reasons_are_refused() {
        assert_eq!(check(""), Err(ReasonFault::Empty));
        assert_eq!(check(" \n\t"), Err(ReasonFault::Empty));
        assert_eq!(check("price lists"), Err(ReasonFault::TooShort { words: 2 }));
        assert_eq!(check("prices"), Err(ReasonFault::TooShort { words: 1 }));
        assert_eq!(check("prices - ! lists"), Err(ReasonFault::TooShort { words: 2 }));
    }

    #[test]
    fn b03_placeholders_are_refused() {
        for bad in [
            "todo",
            "TODO",
            "tbd",
            "n/a",
            "N/A",
            "none",
            "xxx",
            "fixme",
            "test",
            "asdf",
            "because",
            "because because because",
            "todo write a reason",
            "TODO: think about this",
            "lorem ipsum dolor sit amet",
            "test test test",
            "foo bar baz",
            "no reason needed",
            "spam spam spam",
            "spam spam spam spam",
            "because we said so",
            "just for now",
            "...",
            "- - -",
            "n/a n/a n/a",
        ] {
            assert!(
                matches!(check(bad), Err(ReasonFault::Placeholder { .. })),
                "{bad}: {:?}",
                check(bad)
            );
        }
    }

    #[test]
    fn x25_reasons_hold_nothing_hidden() {
        for bad in [
            "price\u{1b}[2J lists here",
            "price\0 lists printed",
            "price \u{202e}lists printed",
            "price\r lists printed",
        ] {
            assert!(matches!(check(bad), Err(ReasonFault::Control(_))), "{bad:?}");
        }
        assert_eq!(
            check("a\u{202e} b c").unwrap_err().to_string(),
            "a reason with the control character \\u{202e}"
        );
    }

    #[test]
    fn long_reasons_are_refused() {
        let long = "many words ".repeat(46);
        assert_eq!(check(&long), Err(ReasonFault::TooLong { length: 506 }));
        let longest = format!("{}{}", "many words ".repeat(45), "more!");
        assert_eq!((longest.len(), check(&longest)), (MAX_LENGTH, Ok(())));
        let placeholder = "test ".repeat(90);
        let message = check(&placeholder).unwrap_err().to_string();
        assert!(message.len() < 90 && message.contains('…'), "{message}");
        assert!(!check("test test test").unwrap_err().to_string().contains('…'));
    }

    proptest! {
        #[test]
        fn accepted_reasons_have_three_words(text in ".*|([a-z]{1,6} ){1,6}") {
            if check(&text).is_ok() {
                prop_assert!(text.split_whitespace().count() >= MIN_WORDS);
                prop_assert!(text.chars().count() <= MAX_LENGTH);
            }
        }
    }
}
