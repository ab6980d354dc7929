//! What ties a path parameter to the caller: `object(Order, Cancel, writes)`.

use std::fmt;

use super::{Given, Shape};
use crate::permissions::order::Within;

/// What ties a path parameter to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Binding {
    /// Always [`Shape::Object`].
    Object(Shape),
    OwnSubject,
    OwnTenant,
    Open(Given),
}

impl Binding {
    pub(crate) fn of(binding: &zt_manifest::Binding) -> Self {
        match binding {
            zt_manifest::Binding::Object(object) => Self::Object(Shape::object(object)),
            zt_manifest::Binding::OwnSubject => Self::OwnSubject,
            zt_manifest::Binding::OwnTenant => Self::OwnTenant,
            zt_manifest::Binding::Open { kind, .. } => {
                Self::Open(Given { shape: Shape::of(kind), optional: false, with: None })
            }
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "own subject" => Some(Self::OwnSubject),
            "own tenant" => Some(Self::OwnTenant),
            _ => match text.strip_prefix("open, ") {
                Some(kind) => Given::parse(kind).map(Self::Open),
                None => match Shape::parse(text)? {
                    object @ Shape::Object { .. } => Some(Self::Object(object)),
                    _ => None,
                },
            },
        }
    }
}

impl Within for Binding {
    fn within(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Open(mine), Self::Open(others)) => mine.within(others),
            // Whatever was tied to the caller is within what is tied to nobody.
            (_, Self::Open(_)) => true,
            _ => self == other,
        }
    }
}

impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object(object) => write!(f, "{object}"),
            Self::OwnSubject => f.write_str("own subject"),
            Self::OwnTenant => f.write_str("own tenant"),
            Self::Open(given) => write!(f, "open, {given}"),
        }
    }
}
