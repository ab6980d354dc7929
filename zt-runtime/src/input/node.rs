//! What was sent, as a bounded tree. Numbers keep their text: nothing is rounded before a field says what it is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use crate::manifest::Question;

/// The fields of one object. Keys come from outside, so the map hashes with a random key (X27).
pub(super) type Entries<'n> = HashMap<Cow<'n, str>, Node<'n>>;

/// One value.
pub(super) enum Node<'n> {
    Null,
    Truth(bool),
    /// A number as JSON spells it.
    Number(&'n str),
    Text(Cow<'n, str>),
    List(Vec<Node<'n>>),
    Object(Entries<'n>),
    /// A value of a form or query, which has no types: whatever the field makes of it.
    Untyped(Cow<'n, str>),
    /// Nothing was sent: the field is asked what it is.
    Question(Rc<Question>),
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What was sent is not for logs; what kind of thing it is may be.
        f.write_str(match self {
            Self::Null => "null",
            Self::Truth(_) => "truth",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Object(_) => "object",
            Self::Untyped(_) => "untyped",
            Self::Question(_) => "question",
        })
    }
}
