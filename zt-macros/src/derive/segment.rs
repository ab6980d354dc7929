//! `derive(Segment)`: a unit struct, `#[segment("admin")]`, and a doc comment.

use proc_macro2::TokenStream;
use zt_core::grammar::segment_name;

use super::literal::Spelling;
use super::vocabulary::{CRATE, Vocabulary};
use super::word::{Word, misspelt};

static SEGMENT: Word = Word {
    words: Vocabulary { attribute: "segment", words: &[CRATE], literals: true },
    spelling: Spelling {
        noun: "segment",
        part: "name",
        why_one: "the configuration lists segments by name: without one, this one could have no listener and no audience",
        why_not_two: "a segment has one audience and one listener, so a second name would be nobody's",
        why_strict: "the name is a key of the configuration, `[segments.admin]`, and has one spelling there",
        check: |text| {
            segment_name::parse(text).map(drop).map_err(|fault| misspelt(&fault, "admin"))
        },
    },
    example: "#[segment(\"admin\")]",
    names: ("Segment", "SegmentInfo"),
};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    SEGMENT.expand(input)
}
