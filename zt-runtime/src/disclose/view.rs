//! Views: what a caller may see of the data, as types.

use super::role::{AView, EitherResourceOrView, MayGoOut};
use super::{Out, Written};
use crate::manifest::Question;
use crate::object::Resource;

/// A type whose fields may go out. `#[derive(Disclose)]` implements it.
///
/// ```
/// use zt::prelude::*;
///
/// #[derive(Disclose)]
/// #[disclose(plain)]
/// pub struct Price {
///     pub cents: u64,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't go out in a reply [ZT0601]",
    label = "not a view",
    note = "a reply shows only what a view lists field by field, so that nothing goes out by accident",
    note = "help: write `#[derive(Disclose)] #[disclose(of = ..)]` above the struct with the fields to show",
    note = "help: where it shows no resource, write `#[derive(Disclose)] #[disclose(plain)]`"
)]
pub trait Disclose: EitherResourceOrView<Role: MayGoOut> {
    /// Writes the view.
    ///
    /// # Errors
    /// When a value can't be written: the caller gets 500 and no part of the view.
    fn disclose(&self, out: Out<'_>) -> Written;

    /// Says what the view shows, for the manifest.
    #[doc(hidden)]
    fn describe(_: &Question) {}
}

/// A view of a resource. `#[disclose(of = ..)]` implements it; it is replied only with evidence that the caller may
/// see the resource.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no view of a resource [ZT0603]",
    label = "not a view of a resource",
    note = "only a view of a resource can be made from the proof that the caller may see it",
    note = "help: write `#[disclose(of = ..)]` above the view"
)]
pub trait View: Disclose + Sized {
    /// What it is a view of.
    type Of: Resource;

    /// Makes the view.
    fn view(resource: &Self::Of) -> Self;
}

/// What can be made of the evidence `E`: views of the resource that it proves.
#[diagnostic::on_unimplemented(
    message = "`{E}` is no evidence for `{Self}` [ZT0603]",
    label = "this proves something else",
    note = "a view of a resource goes out only with the proof that this caller may see it",
    note = "help: pass the handler's proof of the resource, as in `Reply::of(order)`",
    note = "help: for rows of a store, write `Reply::of(&rows.authorized::<Read>(caller))`"
)]
pub trait ViewOf<E: ?Sized>: Disclose + Sized {
    /// Makes the view or views.
    fn view_of(evidence: &E) -> Self;
}

impl<T: Disclose> EitherResourceOrView for Vec<T> {
    type Role = AView;
}

impl<T: Disclose> Disclose for Vec<T> {
    fn disclose(&self, out: Out<'_>) -> Written {
        let mut list = out.list()?;
        for view in self {
            view.disclose(list.item())?;
        }
        list.end()
    }

    fn describe(question: &Question) {
        question.list(None, |item| T::describe(&item));
    }
}
