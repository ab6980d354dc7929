//! The one literal of a word's attribute: `"orders:read"` in `#[scope("orders:read", reads)]`.

use proc_macro2::Literal;

use super::vocabulary::Words;
use crate::diag::Sink;
use crate::parse::arguments::string_of;

/// How the words of one vocabulary are spelled, and why.
pub(crate) struct Spelling {
    /// What each of them is: `scope`.
    pub(crate) noun: &'static str,
    /// What the literal is to it, its `name` or its `value`.
    pub(crate) part: &'static str,
    /// Why there has to be one.
    pub(crate) why_one: &'static str,
    /// Why there may be no second one.
    pub(crate) why_not_two: &'static str,
    /// Why not every text will do.
    pub(crate) why_strict: &'static str,
    /// What is wrong with a text.
    pub(crate) check: fn(&str) -> Result<(), Misspelling>,
}

/// What is wrong with the text of a literal.
pub(crate) struct Misspelling {
    pub(crate) what: String,
    /// Where there is a better reason than the vocabulary's own.
    pub(crate) why: Option<&'static str>,
    pub(crate) help: String,
}

impl Spelling {
    /// The text, or one error: ZT0312 where there is none or two of them, ZT0313 where it is misspelt. `example` is the whole
    /// attribute.
    pub(crate) fn read(
        &self,
        words: &Words,
        name: &str,
        example: &str,
        sink: &mut Sink,
    ) -> Option<String> {
        let Self { noun, part, why_one, why_not_two, .. } = self;
        let mut literals = words.literals.iter();
        let Some(first) = literals.next() else {
            if !words.broken {
                let what = format!("the {noun} `{name}` has no {part}");
                sink.push(words.at, "ZT0312", what, why_one, example);
            }
            return None;
        };
        if let Some(second) = literals.next() {
            let what = format!("the {noun} `{name}` has two {part}s");
            let help = format!("drop `{second}`, or declare a second {noun}");
            sink.push(second, "ZT0312", what, why_not_two, help);
        }
        self.checked(first, example, sink)
    }

    fn checked(&self, literal: &Literal, example: &str, sink: &mut Sink) -> Option<String> {
        let Some(text) = string_of(literal) else {
            let what = format!("the {} of the {} is no text in quotes", self.part, self.noun);
            sink.push(literal, "ZT0313", what, self.why_strict, example);
            return None;
        };
        let text = text.value();
        match (self.check)(&text) {
            Ok(()) => Some(text),
            Err(Misspelling { what, why, help }) => {
                sink.push(literal, "ZT0313", what, why.unwrap_or(self.why_strict), help);
                None
            }
        }
    }
}
