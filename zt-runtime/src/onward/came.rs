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
    #[doc(hidden)]
    fn of(came: Came) -> Result<Self, OnwardFault>;
}

mod sealed {
    pub trait Sealed {}
}

#[diagnostic::do_not_recommend]
impl<T: Input> sealed::Sealed for T {}
#[diagnostic::do_not_recommend]
impl<T: Input> OnwardAnswer for T {
    fn of(came: Came) -> Result<Self, OnwardFault> {
        read_answer(json(&came)?).ok_or(OnwardFault::Answer)
    }
}

impl<T: Input> sealed::Sealed for Vec<T> {}
impl<T: Input> OnwardAnswer for Vec<T> {
    fn of(came: Came) -> Result<Self, OnwardFault> {
        read_answers(json(&came)?).ok_or(OnwardFault::Answer)
    }
}

/// Whatever came with it is dropped unread.
impl sealed::Sealed for () {}
impl OnwardAnswer for () {
    fn of(_: Came) -> Result<Self, OnwardFault> {
        Ok(())
    }
}

fn json(came: &Came) -> Result<&[u8], OnwardFault> {
    let is_right = came.header(CONTENT_TYPE).is_some_and(is_json);
    let is_plain = !came.has(&CONTENT_ENCODING);
    if is_right && is_plain { Ok(&came.body) } else { Err(OnwardFault::Answer) }
}
