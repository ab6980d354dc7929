//! Enums without fields, and newtypes.

use super::node::Node;
use super::{Field, FieldRules, InputField, Pending};
use zt_manifest::Kind;

impl Field<'_, '_> {
    /// Reads the field as one of `choices`, each a name on the wire and its value.
    pub fn choice<T>(self, choices: impl IntoIterator<Item = (&'static str, T)>) -> Pending<T> {
        let Some(Node::Text(text) | Node::Untyped(text)) = &self.sent else {
            let words = choices.into_iter().map(|(name, _)| name.to_owned());
            return self.mismatch("must be a text", |_| Kind::Choice(words.collect()));
        };
        let mut names = Vec::new();
        for (name, value) in choices {
            if name == text {
                return Pending::ready(value);
            }
            names.push(name);
        }
        self.fault(format!("must be one of: {}", names.join(", ")))
    }
}

/// Reads the value of a newtype. Where the field states rules as well as the newtype, both count: of two bounds the
/// tighter.
pub fn input_value<T: InputField>(field: Field<'_, '_>, rules: FieldRules) -> Pending<T> {
    T::read(Field { rules: field.rules.tightened(rules), ..field })
}
