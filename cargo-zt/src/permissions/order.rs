//! The partial order that all permissions are compared by.

/// What a change means for those who may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Nobody may do less, and nobody more.
    Neutral,
    /// Somebody may do less, and nobody more.
    Narrower,
    /// Somebody may do more, or it can't be told: what can't be compared counts as wider.
    Wider,
}

impl Class {
    /// In a sentence.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Narrower => "narrower",
            Self::Wider => "wider",
        }
    }
}

/// A permission that can be compared with another of its kind.
pub(crate) trait Within {
    /// Whether everything that this one permits is permitted by `other` too. Reflexive and transitive.
    fn within(&self, other: &Self) -> bool;
}

/// What it means that `before` became `after`.
pub(crate) fn class<T: Within>(before: &T, after: &T) -> Class {
    match (after.within(before), before.within(after)) {
        (true, true) => Class::Neutral,
        (true, false) => Class::Narrower,
        (false, _) => Class::Wider,
    }
}

/// The same where the permission may be missing, and missing means that nothing is permitted.
pub(crate) fn class_of_grant<T: Within>(before: Option<&T>, after: Option<&T>) -> Class {
    match (before, after) {
        (None, None) => Class::Neutral,
        (None, Some(_)) => Class::Wider,
        (Some(_), None) => Class::Narrower,
        (Some(before), Some(after)) => class(before, after),
    }
}

/// The same where missing means that nothing is limited.
pub(crate) fn class_of_limit<T: Within>(before: Option<&T>, after: Option<&T>) -> Class {
    match (before, after) {
        (None, None) => Class::Neutral,
        (None, Some(_)) => Class::Narrower,
        (Some(_), None) => Class::Wider,
        (Some(before), Some(after)) => class(before, after),
    }
}
