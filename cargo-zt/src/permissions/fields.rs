//! Fields, flattened: `body.lines[].sku` has a line of its own.

use zt_manifest::{Fields, Kind};

use super::facts::Aspects;
use super::values::{Given, Shape};

/// The fields of an input or a view, under `prefix`.
pub(super) fn flatten(prefix: &str, fields: &Fields, aspects: &mut Aspects) {
    for field in &fields.fields {
        add(&format!("{prefix}.{}", field.name), &field.kind, field.optional, aspects);
    }
}

/// What an answer shows: fields, or a value of its own.
pub(super) fn shown(prefix: &str, kind: &Kind, aspects: &mut Aspects) {
    match kind {
        Kind::Fields(fields) => flatten(prefix, fields, aspects),
        kind => add(prefix, kind, false, aspects),
    }
}

fn add(key: &str, kind: &Kind, optional: bool, aspects: &mut Aspects) {
    let given = Given { shape: Shape::of(kind), optional };
    aspects.insert(key.to_owned(), given.to_string());
    match kind {
        Kind::List { of, .. } => add(&format!("{key}[]"), of, false, aspects),
        Kind::Fields(fields) => flatten(key, fields, aspects),
        _ => {}
    }
}
