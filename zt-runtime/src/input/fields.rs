//! The fields of one object, taken one by one; what is left over is refused.

use super::field::{At, Field, Step, Undeclared};
use super::node::{Entries, Node};
use super::{FieldRules, InputField, Pending};
use crate::manifest::Shape;
use zt_core::contract::ScopeInfo;

/// A type that a body, form or query can be read into. `#[derive(Input)]` implements it.
///
/// ```
/// use zt::prelude::*;
///
/// #[derive(Input)]
/// pub struct CancelInput {
///     #[input(length(max = 500))]
///     pub reason: String,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no input [ZT0701]",
    label = "not derived as an input",
    note = "an input lists the fields that a caller may send; anything else in the request is refused",
    note = "help: write `#[derive(Input)]` above the struct with those fields"
)]
pub trait Input: Sized {
    /// The type's name, for the manifest.
    const NAME: &'static str;

    /// Takes the declared fields.
    fn read(fields: &mut Fields<'_, '_>) -> Pending<Self>;
}

/// The fields of one object.
#[derive(Debug)]
pub struct Fields<'f, 'r> {
    entries: Entries<'f>,
    declared: Vec<&'static str>,
    at: At<'f, 'r>,
    /// Nothing was sent: each field is asked what it is.
    asked: Option<&'f mut Shape>,
}

impl<'f, 'r> Fields<'f, 'r> {
    pub(super) const fn new(entries: Entries<'f>, at: At<'f, 'r>) -> Self {
        Self { entries, declared: Vec::new(), at, asked: None }
    }

    /// The same fields, asked what they are.
    pub(super) fn asking(shape: &'f mut Shape, at: At<'f, 'r>) -> Self {
        Self { asked: Some(shape), ..Self::new(Entries::new(), at) }
    }

    /// Refuses every field that nobody asked for: mass assignment ends here (B-14, X19). The fault lists the declared
    /// names, not the one that was sent. In what another service answers, they are dropped.
    pub fn end(&mut self) {
        let left_over = std::mem::take(&mut self.entries);
        if left_over.is_empty() || self.at.undeclared == Undeclared::Dropped {
            return;
        }
        let detail = match self.declared.as_slice() {
            [] => "has a field, and takes none".to_owned(),
            names => format!("has a field that is none of: {}", names.join(", ")),
        };
        self.at.faults.add(&self.at.place, detail);
    }

    fn take(&mut self, name: &'static str, rules: FieldRules) -> Field<'_, 'r> {
        self.declared.push(name);
        let sent = match &mut self.asked {
            None => self.entries.remove(name),
            Some(shape) => Some(Node::Question(shape.ask(name))),
        };
        Field { sent, rules, at: self.at.below(Step::Name(name)) }
    }
}

/// Takes one declared field.
pub fn input_field<T: InputField>(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    rules: FieldRules,
) -> Pending<T> {
    T::read(fields.take(name, rules))
}

/// Takes one declared field that only callers may send who hold one scope of each clause.
pub fn input_field_with<T: InputField>(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    rules: FieldRules,
    needs: &'static [&'static [ScopeInfo]],
) -> Pending<T> {
    fields.take(name, rules).of_holders(needs).map_or_else(Pending::failed, T::read)
}
