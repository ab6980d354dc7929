//! A value that is complete only after the gate has loaded what it refers to.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// A value, or the promise of one.
///
/// Parsing is synchronous, loading an object isn't: an input that takes one is put together in two steps, and only
/// the gate waits in between. [`Pending::settled`] gives `None` where anything was refused.
pub struct Pending<T>(State<T>);

enum State<T> {
    Failed,
    Ready(T),
    Later(Box<dyn FnOnce() -> Option<T>>),
    Slot(Slot<T>),
}

impl<T> Pending<T> {
    /// A value that is there already.
    #[must_use]
    pub const fn ready(value: T) -> Self {
        Self(State::Ready(value))
    }

    /// No value: what is wrong was said elsewhere.
    #[must_use]
    pub const fn failed() -> Self {
        Self(State::Failed)
    }

    /// A value to be put together when everything is loaded.
    #[must_use]
    pub fn later(make: impl FnOnce() -> Option<T> + 'static) -> Self {
        Self(State::Later(Box::new(make)))
    }

    /// A value that somebody puts into the slot before this is settled.
    #[must_use]
    pub(crate) fn slot() -> (Slot<T>, Self) {
        let slot = Slot(Rc::new(RefCell::new(None)));
        (Slot(Rc::clone(&slot.0)), Self(State::Slot(slot)))
    }

    /// The value, if nothing was refused.
    #[must_use]
    pub fn settled(self) -> Option<T> {
        match self.0 {
            State::Failed => None,
            State::Ready(value) => Some(value),
            State::Later(make) => make(),
            State::Slot(slot) => slot.0.take(),
        }
    }
}

impl<T: 'static> Pending<T> {
    /// The same, with `change` made to the value.
    #[must_use]
    pub fn map<U: 'static>(self, change: impl FnOnce(T) -> U + 'static) -> Pending<U> {
        match self.0 {
            State::Failed => Pending::failed(),
            State::Ready(value) => Pending::ready(change(value)),
            State::Later(make) => Pending::later(move || make().map(change)),
            State::Slot(slot) => Pending::later(move || slot.0.take().map(change)),
        }
    }

    /// All of them, or none.
    #[must_use]
    pub(crate) fn all(items: Vec<Self>) -> Pending<Vec<T>> {
        if items.iter().all(|item| matches!(item.0, State::Ready(_) | State::Failed)) {
            return items
                .into_iter()
                .map(Self::settled)
                .collect::<Option<_>>()
                .map_or_else(Pending::failed, Pending::ready);
        }
        Pending::later(move || items.into_iter().map(Self::settled).collect())
    }
}

impl<T> From<Option<T>> for Pending<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::failed, Self::ready)
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            State::Failed => "Pending::Failed",
            State::Ready(_) => "Pending::Ready",
            State::Later(_) | State::Slot(_) => "Pending::Later",
        })
    }
}

/// Where a [`Pending`] value is put once it is there.
pub(crate) struct Slot<T>(Rc<RefCell<Option<T>>>);

impl<T> Slot<T> {
    /// Puts the value there.
    pub(crate) fn fill(self, value: T) {
        self.0.replace(Some(value));
    }
}

impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot").finish_non_exhaustive()
    }
}
