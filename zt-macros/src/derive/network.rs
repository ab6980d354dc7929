//! `derive(Network)`: a unit struct, `#[network("office")]`, and a doc comment.

use proc_macro2::TokenStream;
use zt_core::grammar::network_name;

use super::literal::Spelling;
use super::vocabulary::{CRATE, Vocabulary};
use super::word::{Word, misspelt};

static NETWORK: Word = Word {
    words: Vocabulary { attribute: "network", words: &[CRATE], literals: true },
    spelling: Spelling {
        noun: "network",
        part: "name",
        why_one: "the configuration lists networks by name: without one, this one would have no addresses",
        why_not_two: "a rule that names one of them would be met by the other one, and one is always the wider",
        why_strict: "the name is a key of the configuration, `[networks]`, and has one spelling there",
        check: |text| {
            network_name::parse(text).map(drop).map_err(|fault| misspelt(&fault, "office"))
        },
    },
    example: "#[network(\"office\")]",
    names: ("Network", "NetworkInfo"),
};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    NETWORK.expand(input)
}
