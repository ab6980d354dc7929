//! What can be done with a resource.

use zt_core::contract::Effect;

/// What an action is called, what it does, and why it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionInfo {
    /// The type's name.
    pub name: &'static str,
    /// Whether it only asks or changes something.
    pub effect: Effect,
    /// Its doc comment.
    pub reason: &'static str,
}

/// Something that can be done with a resource. Made by `#[derive(Action)]`; [`Read`] is built in.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no action [ZT0304]",
    label = "not an action",
    note = "the second part of `Authorized<R, A>` says what the handler is going to do",
    note = "help: declare it, with a doc comment: `#[derive(Action)] #[action(writes)] pub struct {Self};`"
)]
pub trait Action: 'static {
    /// What it is called, what it does, and why it exists.
    const INFO: ActionInfo;
}

/// An action that only asks.
#[diagnostic::on_unimplemented(
    message = "the action `{Self}` writes, but this only asks [ZT0204]",
    label = "a writing action",
    note = "GET and HEAD are prefetched, cached and retried: what they do must change nothing",
    note = "help: take a reading action, as in `&Authorized<R, Read>`, or annotate with `#[zt::post(..)]`"
)]
pub trait ReadingAction: Action {}

/// An action that changes something.
#[diagnostic::on_unimplemented(
    message = "the action `{Self}` only reads, but this endpoint changes something [ZT0203]",
    label = "a reading action",
    note = "whoever may read an object would be able to change it",
    note = "help: take a writing action, as in `&Authorized<R, Change>`, declared by `#[derive(Action)] #[action(writes)] pub struct Change;`"
)]
pub trait WritingAction: Action {}

/// Look at it.
#[derive(Debug)]
pub struct Read;

impl Action for Read {
    const INFO: ActionInfo =
        ActionInfo { name: "Read", effect: Effect::Reads, reason: "Look at it." };
}

impl ReadingAction for Read {}
