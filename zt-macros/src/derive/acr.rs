//! `derive(Acr)`: a unit struct, `#[acr("urn:acr:mfa")]`, and a doc comment.

use proc_macro2::TokenStream;
use zt_core::grammar::claim_value;

use super::literal::Spelling;
use super::vocabulary::{CRATE, Vocabulary};
use super::word::{Word, misspelt};

static ACR: Word = Word {
    words: Vocabulary { attribute: "acr", words: &[CRATE], literals: true },
    spelling: Spelling {
        noun: "acr",
        part: "value",
        why_one: "tokens carry values: without one, no login could ever be told from another",
        why_not_two: "a rule that asks for one of them would be met by the other one, and one is always the weaker",
        why_strict: "a challenge lists values with spaces between them, in quotes (RFC 9470 §3)",
        check: |text| {
            claim_value::parse(text).map(drop).map_err(|fault| misspelt(&fault, "urn:acr:mfa"))
        },
    },
    example: "#[acr(\"urn:acr:mfa\")]",
    names: ("Acr", "AcrInfo"),
};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    ACR.expand(input)
}
