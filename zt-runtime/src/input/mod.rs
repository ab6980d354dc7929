//! What comes in: bodies, forms and queries, parsed strictly into types that list their fields.
//!
//! The whole text is first read into a bounded tree: no key twice, not deep, nothing after its end. Then [`Fields`]
//! takes from each object the fields that a type declares and refuses the rest, so that `is_admin` is no
//! field of anything that doesn't say so (X19). All faults are collected, none repeats what was sent.

mod argument;
mod choice;
mod disposition;
mod external;
mod fault;
mod field;
mod fields;
mod json;
mod media;
mod multipart;
mod node;
mod number;
mod patch;
mod pending;
mod rules;
#[cfg(test)]
mod tests;
mod upload;
mod urlencoded;
mod values;
mod whole;

pub use argument::{Body, Form, Query};
pub use choice::input_value;
use fault::ParseFault;
pub(crate) use fault::{InputFault, InputRefused};
pub use field::{Field, InputField};
pub use fields::{Fields, Input, input_field, input_field_with};
pub(crate) use media::{is_form, is_json, is_multipart};
pub use patch::{Fresh, Patch};
pub use pending::Pending;
pub use rules::{
    Bound, FieldRules, MayBeLeftOut, TakesItems, TakesLength, TakesRange, need_items,
    need_left_out, need_length, need_range,
};
pub use upload::{FileType, Upload, UploadedFile};
pub(crate) use upload::{no_media_types, read_upload};
pub(crate) use whole::{describe, read_answer, read_answers, read_form, read_json, read_query};
