//! What an answer shows, for the manifest.

use zt_manifest::Answer;

use super::{Download, NoContent, Redirect, Reply, Site};
use crate::disclose::Disclose;
use crate::manifest::Noted;
use crate::problem::Problem;

/// An answer that says what it shows. It has bounds that [`Respond`](super::Respond) has not, so that what is no view is
/// one error, where the reply is made.
pub trait Described {
    /// Tells it.
    fn describe(noted: &mut Noted);
}

impl<T: Disclose> Described for Reply<T> {
    fn describe(noted: &mut Noted) {
        noted.view::<T>();
    }
}

impl<T: Described> Described for Result<T, Problem> {
    fn describe(noted: &mut Noted) {
        T::describe(noted);
    }
}

impl Described for NoContent {
    fn describe(noted: &mut Noted) {
        noted.answer(Answer::Nothing);
    }
}

impl Described for Download {
    fn describe(noted: &mut Noted) {
        noted.answer(Answer::Download);
    }
}

impl<S: Site> Described for Redirect<S> {
    fn describe(noted: &mut Noted) {
        noted.answer(Answer::Redirect { origin: S::ORIGIN.to_owned() });
    }
}
