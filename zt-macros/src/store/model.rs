//! What a store's block holds.

use proc_macro2::Ident;
use syn::{Attribute, Generics, ImplItem, Type};

use super::parse::Method;
use crate::model::Waiver;

pub(super) struct Store {
    pub(super) attributes: Vec<Attribute>,
    pub(super) generics: Generics,
    pub(super) self_type: Type,
    pub(super) members: Vec<Member>,
    /// Methods that take no proof, each with its waiver.
    pub(super) waived: Vec<(Ident, Waiver)>,
}

pub(super) enum Member {
    /// Must take a proof.
    Proved(Box<Method>),
    /// Private, waived or a constructor.
    Unproved(Box<Method>),
    Other(Box<ImplItem>),
}
