//! What a store's block holds.

use proc_macro2::Ident;
use syn::{Attribute, Generics, ImplItem, Path, Type};

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

/// The segments that a store belongs to.
#[derive(Default)]
pub(super) enum Segments {
    /// Nobody says one.
    #[default]
    Main,
    One(Path),
    Shared(Vec<Path>, Waiver),
}

pub(super) enum Member {
    /// Must take a proof.
    Proved(Box<Method>),
    /// Private, waived or a constructor.
    Unproved(Box<Method>),
    Other(Box<ImplItem>),
}
