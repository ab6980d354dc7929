//! One field of an input, as it was sent.

use std::borrow::Cow;

use super::fault::Faults;
use super::fields::Fields;
use super::node::Node;
use super::{FieldRules, Input, Pending};
use crate::argument::Gathering;
use zt_core::contract::ScopeInfo;
use zt_manifest::Kind;

/// A type that can be a field of an input. Each reads strictly: the wire has one spelling for one value, and whatever
/// has no bound of its own gets one from the field's rules.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a field of an input [ZT0702]",
    label = "not an input field",
    note = "each field that comes in is of a type that bounds it and ties it to the caller where it names an object",
    note = "help: take `String`, `u64`, `bool`, `Secret<String>`, `Option<T>`, `Vec<T>` or `Patch<T>`",
    note = "help: for the id of something new take `Fresh<{Self}>`, for an object's id `Authorized<R, A>`",
    note = "help: for a struct of your own, write `#[derive(Input)]` above it"
)]
pub trait InputField: Sized {
    /// Reads the field; what is wrong with it is told to `field`.
    fn read(field: Field<'_, '_>) -> Pending<Self>;
}

/// A field as it was sent, with its rules and its place.
#[derive(Debug)]
pub struct Field<'f, 'r> {
    /// `None` where the key is not there at all.
    pub(super) sent: Option<Node<'f>>,
    pub(super) rules: FieldRules,
    pub(super) at: At<'f, 'r>,
}

impl<'f, 'r> Field<'f, 'r> {
    /// Says what is wrong with the field; `detail` follows its name, as in "must be a whole number".
    pub fn fault<T>(self, detail: impl Into<Cow<'static, str>>) -> Pending<T> {
        self.at.fault(detail);
        Pending::failed()
    }

    /// The same field, if its sender holds one scope of each clause. It is sent if its key is there, whatever stands behind it,
    /// `null` too (X19). What it holds isn't looked at otherwise, so no object is loaded for it.
    pub(super) fn of_holders(mut self, needs: &'static [&'static [ScopeInfo]]) -> Option<Self> {
        match &self.sent {
            None => Some(self),
            Some(Node::Question(question)) => {
                question.needs(needs);
                Some(self)
            }
            Some(_) if self.at.is_sent_by_holder(needs) => Some(self),
            Some(_) => {
                match self.at.gathering() {
                    Some(gathering) => gathering.lacks(needs),
                    None => self.at.fault("is for callers only"),
                }
                None
            }
        }
    }

    /// Reads the field as an object, whose undeclared fields are refused.
    pub fn object<T: Input>(self) -> Pending<T> {
        let Self { sent, at, .. } = self;
        match sent {
            Some(Node::Object(entries)) => {
                let mut fields = Fields::new(entries, at);
                let value = T::read(&mut fields);
                fields.end();
                value
            }
            Some(Node::Question(question)) => {
                question.fields::<T>(T::NAME, |shape| {
                    T::read(&mut Fields::asking(shape, at));
                });
                Pending::failed()
            }
            sent => Self { sent, rules: FieldRules::NONE, at }.wrong("must be an object"),
        }
    }

    /// The text of an id: a string, or a number without fraction. Ids check themselves, so the field's rules don't
    /// apply; what is no text at all is a fault.
    ///
    /// # Errors
    /// With what to return from [`InputField::read`].
    pub(crate) fn id_text<T>(
        self,
        kind: impl FnOnce(Option<&mut Gathering<'_>>) -> Kind,
    ) -> Result<(Cow<'f, str>, At<'f, 'r>), Pending<T>> {
        match self.sent {
            Some(Node::Text(text) | Node::Untyped(text)) => Ok((text, self.at)),
            Some(Node::Number(text)) => Ok((Cow::Borrowed(text), self.at)),
            Some(Node::Question(question)) => {
                let mut at = self.at;
                question.answer(kind(at.gathering().map(|gathering| &mut *gathering)));
                Err(Pending::failed())
            }
            sent => Err(Self { sent, ..self }.wrong("must be an id")),
        }
    }

    /// The fault of a field that is of another kind, is `null` or is missing; where it is only asked what it is, its
    /// `kind`.
    pub(super) fn mismatch<T>(
        self,
        expected: &'static str,
        kind: impl FnOnce(&FieldRules) -> Kind,
    ) -> Pending<T> {
        if let Some(Node::Question(question)) = &self.sent {
            question.answer(kind(&self.rules));
            return Pending::failed();
        }
        self.wrong(expected)
    }

    pub(super) fn wrong<T>(self, expected: &'static str) -> Pending<T> {
        let detail = match self.sent {
            None => "is required",
            Some(Node::Null) => "must not be null",
            Some(_) => expected,
        };
        self.fault(detail)
    }
}

/// A place in the input, with what is found on the way.
#[derive(Debug)]
pub(crate) struct At<'f, 'r> {
    pub(super) place: Place<'f>,
    pub(super) faults: &'f mut Faults,
    pub(super) gathering: Option<&'f mut Gathering<'r>>,
    pub(super) undeclared: Undeclared,
}

/// What becomes of fields that a type doesn't declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Undeclared {
    /// In what a caller sends: whoever sends them means something by them.
    Refused,
    /// In what another service answers: it may say more than is asked.
    Dropped,
}

impl<'f, 'r> At<'f, 'r> {
    /// The whole of what was sent.
    pub(super) const fn root(
        faults: &'f mut Faults,
        gathering: Option<&'f mut Gathering<'r>>,
    ) -> Self {
        Self { place: Place::ROOT, faults, gathering, undeclared: Undeclared::Refused }
    }

    /// Where an object that the field names is loaded. `None` where there is no request: then nothing may be loaded,
    /// and the field has failed.
    pub(crate) const fn gathering(&mut self) -> Option<&mut Gathering<'r>> {
        match &mut self.gathering {
            Some(gathering) => Some(gathering),
            None => None,
        }
    }

    /// Where there is no request, there is no sender.
    fn is_sent_by_holder(&self, needs: &[&[ScopeInfo]]) -> bool {
        let sender = self.gathering.as_deref().and_then(|gathering| gathering.cx().identity());
        sender.is_some_and(|sender| sender.meets(needs))
    }

    pub(super) fn fault(self, detail: impl Into<Cow<'static, str>>) {
        self.faults.add(&self.place, detail);
    }

    /// The place one step further in.
    pub(super) fn below(&mut self, step: Step) -> At<'_, 'r> {
        At {
            place: Place { parent: Some(&self.place), step },
            faults: self.faults,
            gathering: self.gathering.as_deref_mut(),
            undeclared: self.undeclared,
        }
    }
}

/// The way to a field: declared names and indexes only.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    step: Step,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Root,
    Name(&'static str),
    Index(usize),
}

impl Place<'_> {
    pub(super) const ROOT: Self = Self { parent: None, step: Step::Root };

    pub(super) fn pointer(&self) -> String {
        let mut pointer = self.parent.map_or_else(String::new, Place::pointer);
        match self.step {
            Step::Root => {}
            Step::Name(name) => {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(index) => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
        }
        pointer
    }
}
