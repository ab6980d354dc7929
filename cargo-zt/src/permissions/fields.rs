//! Fields, flattened: `body.lines[].sku` has a line of its own.

use zt_manifest::{Fields, Kind};

use super::facts::Aspects;
use super::values::{Access, Given, Shape};

/// The fields of an input or a view, under `prefix`.
pub(super) fn flatten(prefix: &str, fields: &Fields, aspects: &mut Aspects) {
    for field in &fields.fields {
        let (key, shape) = (format!("{prefix}.{}", field.name), Shape::of(&field.kind));
        let with = Access::of_field(&field.with);
        add(&key, Given { shape, optional: field.optional, with }, &field.kind, aspects);
    }
}

/// What an answer shows: fields, or a value of its own.
pub(super) fn shown(prefix: &str, kind: &Kind, aspects: &mut Aspects) {
    match kind {
        Kind::Fields(fields) => flatten(prefix, fields, aspects),
        kind => add(prefix, plain(kind), kind, aspects),
    }
}

/// What is no field by itself: for whom it is, is said of the field around it.
fn plain(kind: &Kind) -> Given {
    Given { shape: Shape::of(kind), optional: false, with: None }
}

fn add(key: &str, given: Given, kind: &Kind, aspects: &mut Aspects) {
    aspects.insert(key.to_owned(), given.to_string());
    match kind {
        Kind::List { of, .. } => add(&format!("{key}[]"), plain(of), of, aspects),
        Kind::Fields(fields) => flatten(key, fields, aspects),
        _ => {}
    }
}
