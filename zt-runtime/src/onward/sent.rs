//! What goes out to another service: views, as to a caller.

use crate::disclose::{self, WriteFault};
use crate::identity::Identity;
use crate::reply::{PlainView, Reply};

/// What a call onward can send: a plain view, or `Reply::of(&order)`, a view of an object with the proof that this caller may
/// see it. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be sent to another service [ZT0601]",
    label = "not a plain view",
    note = "what leaves the service is a view with chosen fields, whoever reads it, so that nothing goes out with the rest",
    note = "help: where it shows nobody's object, write `#[derive(Disclose)] #[disclose(plain)]` above the struct",
    note = "help: for a view of a resource send the proof with it: `&Reply::<OrderView>::of(order)`"
)]
pub trait OnwardBody: sealed::Sealed {
    /// The text, as the caller may see it for whom it is sent.
    #[doc(hidden)]
    fn json(&self, caller: &Identity) -> Result<Vec<u8>, WriteFault>;
}

mod sealed {
    pub trait Sealed {}
}

#[diagnostic::do_not_recommend]
impl<T: PlainView> sealed::Sealed for T {}
#[diagnostic::do_not_recommend]
impl<T: PlainView> OnwardBody for T {
    fn json(&self, caller: &Identity) -> Result<Vec<u8>, WriteFault> {
        disclose::to_json(self, Some(caller))
    }
}

impl<T> sealed::Sealed for Reply<T> {}
impl<T> OnwardBody for Reply<T> {
    fn json(&self, caller: &Identity) -> Result<Vec<u8>, WriteFault> {
        self.written(Some(caller))
    }
}
