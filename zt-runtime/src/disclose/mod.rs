//! What goes out: views, field by field, written straight into the response.
//!
//! Nothing here takes a `Serialize`: that is what a whole resource, a `serde_json::Value` or a secret would come in
//! by. A type goes out because somebody derived [`Disclose`] for it and thereby listed its fields.

mod external;
mod out;
mod plain;
mod role;
#[cfg(test)]
mod tests;
mod view;

pub use out::{ListOut, ObjectOut, Out, WriteFault, Written, show, show_with};
pub use plain::PlainField;
pub use role::{AResource, AView, EitherResourceOrView, MayGoOut};
pub use view::{Disclose, View, ViewOf};

use crate::identity::Identity;

/// The JSON text of a view for `reader`, for the body of a reply. A fault is the program's, so the caller reads 500 and no
/// part of the text.
pub(crate) fn to_json(
    view: &impl Disclose,
    reader: Option<&Identity>,
) -> Result<Vec<u8>, WriteFault> {
    let mut text = Vec::with_capacity(128);
    view.disclose(Out::into(&mut text, reader))?;
    Ok(text)
}

/// A field's value as data, for a member of a problem document. Nobody knows here who will read it, so it shows what
/// everybody may see (X20).
pub(crate) fn to_value(field: &impl PlainField) -> Result<serde_json::Value, WriteFault> {
    let mut text = Vec::new();
    field.write(Out::into(&mut text, None))?;
    serde_json::from_slice(&text).map_err(|_| WriteFault::NotJson)
}
