//! "What are you?", asked of a type in the place of a value.
//!
//! An input is asked by the very code that reads it, a view by code that is emitted beside the one that writes it, so that
//! the manifest says what is enforced.

use std::any::type_name;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;

use zt_core::contract::ScopeInfo;
use zt_manifest::{Field, Fields, Kind};

use super::Noted;
use crate::Id;
use crate::disclose::{PlainField, View};

/// The question, and what was answered.
#[derive(Debug, Default)]
pub struct Question {
    /// The types around, so that one that holds itself is told once.
    around: Vec<&'static str>,
    optional: Cell<bool>,
    told: RefCell<Told>,
    of: Cell<Option<Of>>,
    /// Who may see or send it: one scope of each clause; none for everybody.
    needs: Cell<Clauses>,
    /// Every scope that it needs, or what is inside of it.
    scopes: RefCell<Vec<ScopeInfo>>,
}

/// What `with(..)` says of a field.
type Clauses = &'static [&'static [ScopeInfo]];

/// The resource that a view shows.
pub(super) type Of = fn(&mut Noted) -> &'static str;

#[derive(Debug, Default)]
enum Told {
    #[default]
    Nothing,
    Kind(Kind),
    /// The fields that said nothing.
    Gaps(Vec<String>),
}

impl Question {
    fn inside(around: Vec<&'static str>) -> Self {
        Self { around, ..Self::default() }
    }

    /// It is this.
    pub(crate) fn answer(&self, kind: Kind) {
        self.told.replace(Told::Kind(kind));
    }

    /// It may be left out, or be `null`.
    pub(crate) fn may_be_absent(&self) {
        self.optional.set(true);
    }

    /// It is for callers only who hold one scope of each clause.
    pub(crate) fn needs(&self, clauses: Clauses) {
        self.needs.set(clauses);
        self.scopes.borrow_mut().extend(clauses.iter().copied().flatten());
    }

    /// Every scope that a field of it needs.
    pub(crate) fn scopes(&self) -> Vec<ScopeInfo> {
        self.scopes.borrow().clone()
    }

    /// It is a list of at most `max` items, and `ask` asks what each is.
    pub(crate) fn list(&self, max: Option<u32>, ask: impl FnOnce(Rc<Self>)) {
        let item = Rc::new(Self::inside(self.around.clone()));
        ask(Rc::clone(&item));
        self.of.set(item.of.get());
        self.scopes.borrow_mut().extend(item.scopes.take());
        let nulls = item.optional.get();
        self.told.replace(match item.told.take() {
            Told::Kind(of) => Told::Kind(Kind::List { max, nulls, of: Box::new(of) }),
            other => other,
        });
    }

    /// It is the object `T` with the fields that `list` lists.
    pub fn fields<T: ?Sized>(&self, name: &'static str, list: impl FnOnce(&mut Shape)) {
        let itself = type_name::<T>();
        if self.around.contains(&itself) {
            return self.answer(Kind::Again(name.to_owned()));
        }
        let around = self.around.iter().copied().chain([itself]).collect();
        let mut shape = Shape { around, asked: Vec::new() };
        list(&mut shape);
        let inner = shape.asked.iter().flat_map(|(_, field)| field.scopes.take());
        self.scopes.borrow_mut().extend(inner);
        self.told.replace(shape.told(name));
    }

    /// It is one of these words.
    pub fn words(&self, words: &[&'static str]) {
        self.answer(Kind::Choice(words.iter().map(|word| (*word).to_owned()).collect()));
    }

    /// It is the id of something.
    pub fn id<I: Id>(&self) {
        self.answer(Kind::Id(I::NAME.to_owned()));
    }

    /// It is a view of a resource.
    pub fn view_of<V: View>(&self) {
        self.of.set(Some(Noted::resource::<V::Of>));
    }

    pub(super) fn of(&self) -> Option<Of> {
        self.of.get()
    }

    /// What was answered; otherwise the names of what was not.
    pub(super) fn told(&self, name: &str) -> Result<Kind, String> {
        let gaps = match self.told.take() {
            Told::Kind(kind) => return Ok(kind),
            Told::Nothing => name.to_owned(),
            Told::Gaps(gaps) => gaps.join("`, `"),
        };
        Err(format!(
            "the manifest can't tell what `{gaps}` is; derive `Input` or `Disclose` for its type instead of writing it by hand"
        ))
    }

    pub(crate) fn told_fields(&self, name: &str) -> Result<Fields, String> {
        match self.told(name)? {
            Kind::Fields(fields) => Ok(fields),
            _ => Err(format!("`{name}` has no fields, and is read as a whole body or query")),
        }
    }
}

/// The fields of one object, each with its question.
#[derive(Debug)]
pub struct Shape {
    around: Vec<&'static str>,
    asked: Vec<(&'static str, Rc<Question>)>,
}

impl Shape {
    /// The question to the next field.
    pub(crate) fn ask(&mut self, name: &'static str) -> Rc<Question> {
        let question = Rc::new(Question::inside(self.around.clone()));
        self.asked.push((name, Rc::clone(&question)));
        question
    }

    /// The field of this name is for callers only who hold one scope of each clause.
    pub fn needs(&self, name: &'static str, clauses: Clauses) {
        let asked = self.asked.iter().find(|(field, _)| *field == name);
        if let Some((_, question)) = asked {
            question.needs(clauses);
        }
    }

    fn told(self, name: &'static str) -> Told {
        let (mut fields, mut gaps) = (Vec::new(), Vec::new());
        for (field, question) in self.asked {
            match question.told.take() {
                Told::Kind(kind) => {
                    let optional = question.optional.get();
                    let with = names(question.needs.get());
                    fields.push(Field { name: field.to_owned(), optional, with, kind });
                }
                Told::Nothing => gaps.push(format!("{name}.{field}")),
                Told::Gaps(inner) => gaps.extend(inner),
            }
        }
        match gaps.as_slice() {
            [] => Told::Kind(Kind::Fields(Fields { name: name.to_owned(), fields })),
            _ => Told::Gaps(gaps),
        }
    }
}

fn names(clauses: Clauses) -> Vec<Vec<String>> {
    let clause = |clause: &&[ScopeInfo]| clause.iter().map(|scope| scope.name.to_owned()).collect();
    clauses.iter().map(clause).collect()
}

/// A field of a view, known by its type alone.
#[derive(Debug)]
pub struct Shown<T>(PhantomData<fn() -> T>);

impl<T> Shown<T> {
    /// The field that `field` would borrow from the view. It is never called.
    #[must_use]
    pub const fn by<V>(_: fn(&V) -> &T) -> Self {
        Self(PhantomData)
    }
}

impl<T: PlainField> Shown<T> {
    /// Tells what the field of this name is.
    pub fn tell(self, shape: &mut Shape, name: &'static str) {
        T::describe(&shape.ask(name));
    }

    /// Tells what the whole view is.
    pub fn tell_whole(self, question: &Question) {
        T::describe(question);
    }
}

/// What holds for every other type: it doesn't compile where it is written, and one error is enough.
pub trait ElseUntold: Sized {
    /// Tells nothing.
    fn tell(self, shape: &mut Shape, name: &'static str) {
        shape.ask(name);
    }

    /// Tells nothing.
    fn tell_whole(self, question: &Question) {
        let _ = question;
    }
}

impl<T> ElseUntold for Shown<T> {}
