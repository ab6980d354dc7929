//! What goes in and out, field by field.

use serde::{Deserialize, Serialize};

use crate::Object;

/// The fields of an input or a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// The type's name.
    pub name: String,
    /// In the order of their declaration.
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// Whether it may be left out (of an input), or may be `null` (in a view).
    pub optional: bool,
    /// Whom it is for: callers who hold, of each clause, at least one scope, by the scopes' names; without clauses every
    /// caller of the endpoint. For the others a view doesn't have it, and an input must not.
    pub with: Vec<Vec<String>>,
    /// What it can be.
    pub kind: Kind,
}

/// What a field or a parameter can be. Texts are bounded: where the source gives no bound, the default stands here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// A text.
    Text {
        /// The fewest characters.
        min: u32,
        /// The most characters.
        max: Option<u32>,
    },
    /// A secret text, never shown.
    Secret {
        /// The fewest characters.
        min: u32,
        /// The most characters.
        max: Option<u32>,
    },
    /// One of these words.
    Choice(Vec<String>),
    /// A number without fraction; bounds as decimal text, for JSON's numbers hold too little.
    Whole {
        /// The least.
        min: Option<String>,
        /// The greatest.
        max: Option<String>,
    },
    /// A number.
    Number {
        /// The least.
        min: Option<String>,
        /// The greatest.
        max: Option<String>,
    },
    /// A decimal number, kept to its last digit, as text or as a number.
    Decimal {
        /// The least.
        min: Option<String>,
        /// The greatest.
        max: Option<String>,
    },
    /// `true` or `false`.
    Truth,
    /// The id of a type's object, as shown in a view.
    Id(String),
    /// An id that the client chooses for something new.
    Fresh(String),
    /// The id of an object that is loaded and authorized before the handler runs.
    Object(Object),
    /// A list.
    List {
        /// The most items; `null` in a view.
        max: Option<u32>,
        /// Whether an item may be `null`.
        nulls: bool,
        /// What each item is.
        of: Box<Kind>,
    },
    /// An object with fields of its own.
    Fields(Fields),
    /// An object with the fields of the type of this name, which stands around it.
    Again(String),
    /// A text in the format of this name (`uuid`, `date-time`, `date`, `time`, `local-date-time`).
    Format(String),
}
