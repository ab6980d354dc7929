//! What a handler answers: views with evidence, and nothing else.

mod answer;
mod described;
mod download;
mod redirect;
mod response;
mod view;

pub(crate) use answer::sealed;
pub use answer::{Answer, MessageAnswer, NoContent, PlainView, ProbeAnswer, Reply, Respond};
pub use described::Described;
pub use download::Download;
pub use redirect::{Redirect, Site};
pub use response::Response;
