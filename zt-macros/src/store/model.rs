//! What a store's block holds.

use syn::{Attribute, Generics, ImplItem, Type};

use super::parse::Method;

pub(super) struct Store {
    pub(super) attributes: Vec<Attribute>,
    pub(super) generics: Generics,
    pub(super) self_type: Type,
    pub(super) members: Vec<Member>,
}

pub(super) enum Member {
    /// Must take a proof.
    Proved(Box<Method>),
    /// Private, waived or a constructor.
    Unproved(Box<Method>),
    Other(Box<ImplItem>),
}
