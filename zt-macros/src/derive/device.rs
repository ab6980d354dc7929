//! `derive(Device)`: a unit struct, `#[device("managed")]`, and a doc comment.

use proc_macro2::TokenStream;
use zt_core::grammar::claim_value;

use super::literal::Spelling;
use super::vocabulary::{CRATE, Vocabulary};
use super::word::{Word, misspelt};

static DEVICE: Word = Word {
    words: Vocabulary { attribute: "device", words: &[CRATE], literals: true },
    spelling: Spelling {
        noun: "device",
        part: "value",
        why_one: "tokens carry values: without one, no device could ever be told from another",
        why_not_two: "a rule that asks for one of them would be met by the other one, and one is always the weaker",
        why_strict: "a lock lists values with spaces between them: one with a space would read as two",
        check: |text| {
            claim_value::parse(text).map(drop).map_err(|fault| misspelt(&fault, "managed"))
        },
    },
    example: "#[device(\"managed\")]",
    names: ("Device", "DeviceInfo"),
};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    DEVICE.expand(input)
}
