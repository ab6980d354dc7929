//! What another service answered, read as strictly as what a caller sends (API10:2023).

use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};

use super::OnwardFault;
use crate::input::{Input, is_json, read_answer, read_answers};
use crate::outbound::Came;

/// What a call onward can answer: a type with `#[derive(Input)]`, a list of such, or `()` for nothing.
///
/// Each declared field is bounded and checked as in a request. Members that the type doesn't declare are dropped unseen:
/// the other service may grow, and what isn't declared reaches nobody. A name that stands there twice is refused. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from another service's answer [ZT0701]",
    label = "not derived as an input",
    note = "what another service says is checked field by field, like anything that comes in",
    note = "help: write `#[derive(Input)]` above the struct with the fields that you need, or take `()`"
)]
pub trait OnwardAnswer: Sized + sealed::Sealed {
    /// `None` stands for an answer without JSON.
    #[doc(hidden)]
    fn read(json: Option<&[u8]>) -> Option<Self>;
}

mod sealed {
    pub trait Sealed {}
}

#[diagnostic::do_not_recommend]
impl<T: Input> sealed::Sealed for T {}
#[diagnostic::do_not_recommend]
impl<T: Input> OnwardAnswer for T {
    fn read(json: Option<&[u8]>) -> Option<Self> {
        read_answer(json?)
    }
}

impl<T: Input> sealed::Sealed for Vec<T> {}
impl<T: Input> OnwardAnswer for Vec<T> {
    fn read(json: Option<&[u8]>) -> Option<Self> {
        read_answers(json?)
    }
}

/// Whatever came with it is dropped unread.
impl sealed::Sealed for () {}
impl OnwardAnswer for () {
    fn read(_: Option<&[u8]>) -> Option<Self> {
        Some(())
    }
}

/// What was asked for, if that is what came.
pub(super) fn answer<A: OnwardAnswer>(came: &Came) -> Result<A, OnwardFault> {
    let is_right = came.header(CONTENT_TYPE).is_some_and(is_json);
    let is_plain = !came.has(&CONTENT_ENCODING);
    A::read((is_right && is_plain).then_some(&*came.body)).ok_or(OnwardFault::Answer)
}
