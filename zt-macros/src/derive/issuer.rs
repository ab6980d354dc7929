//! `derive(Issuer)`: a unit struct, `#[issuer("corp")]`, and a doc comment.

use proc_macro2::TokenStream;
use zt_core::grammar::issuer_name;

use super::literal::Spelling;
use super::vocabulary::{CRATE, Vocabulary};
use super::word::{Word, misspelt};

static ISSUER: Word = Word {
    words: Vocabulary { attribute: "issuer", words: &[CRATE], literals: true },
    spelling: Spelling {
        noun: "issuer",
        part: "name",
        why_one: "the configuration lists issuers by name: without one, none of them could be meant",
        why_not_two: "a rule that asks for one of them would be met by the other one, which vouches for other people",
        why_strict: "the name is a key of the configuration, `[issuers.corp]`, and has one spelling there",
        check: |text| issuer_name::parse(text).map(drop).map_err(|fault| misspelt(&fault, "corp")),
    },
    example: "#[issuer(\"corp\")]",
    names: ("Issuer", "IssuerInfo"),
};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    ISSUER.expand(input)
}
