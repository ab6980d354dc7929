//! Fields whose absence says something, and ids that the client chooses.

use super::node::Node;
use super::{Field, InputField, Pending};
use crate::object::Id;
use zt_manifest::Kind;

/// A field of a change: left alone, cleared, or set (RFC 7396's three cases, as a type).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// The key isn't there: leave the value alone.
    #[default]
    Absent,
    /// The key is there and says `null`: clear the value.
    Null,
    /// Set the value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the key was sent, `null` too.
    #[must_use]
    pub const fn is_sent(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// The new value, if one was sent.
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// What a nullable value becomes.
    pub fn apply(self, current: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *current = None,
            Self::Value(value) => *current = Some(value),
        }
    }
}

impl<T: InputField + 'static> InputField for Patch<T> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        match &field.sent {
            None => return Pending::ready(Self::Absent),
            Some(Node::Null) => return Pending::ready(Self::Null),
            Some(Node::Question(question)) => question.may_be_absent(),
            Some(_) => {}
        }
        T::read(field).map(Self::Value)
    }
}

/// An id that the client may choose, for something new. It is tied to nobody, since there is nothing yet to tie it
/// to: a store that takes it must refuse an id that is taken.
#[derive(Debug)]
pub struct Fresh<I>(I);

impl<I> Fresh<I> {
    /// The id.
    #[must_use]
    pub const fn id(&self) -> &I {
        &self.0
    }

    /// The id itself, for the new object.
    #[must_use]
    pub fn into_id(self) -> I {
        self.0
    }
}

impl<I: Id> InputField for Fresh<I> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        let (text, at) = match field.id_text(|_| Kind::Fresh(I::NAME.to_owned())) {
            Ok(text) => text,
            Err(failed) => return failed,
        };
        if let Some(id) = I::parse(&text) {
            return Pending::ready(Self(id));
        }
        at.fault("is not a valid id");
        Pending::failed()
    }
}
