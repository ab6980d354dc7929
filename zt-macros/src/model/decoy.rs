//! A decoy without mistakes.

use proc_macro2::Ident;
use syn::Attribute;

/// A path that nobody has a reason to ask for.
pub(crate) struct Decoy {
    pub(crate) name: Ident,
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) reason: String,
    pub(crate) pattern: String,
}
