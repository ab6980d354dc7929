//! The page of the book shows pieces of real manifests, and explains every field.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page() -> String {
    fs::read_to_string(root().join("book/src/manifest.md")).unwrap()
}

fn manifests() -> Vec<Value> {
    ["examples/quickstart/tests/manifest.json", "tests/manifest/office.json"]
        .map(|file| serde_json::from_str(&fs::read_to_string(root().join(file)).unwrap()).unwrap())
        .to_vec()
}

fn json_listings(page: &str) -> Vec<Value> {
    let blocks = page.split("```json\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    blocks.map(|block| serde_json::from_str(block).unwrap()).collect()
}

/// Whether `piece` is somewhere inside.
fn holds(whole: &Value, piece: &Value) -> bool {
    whole == piece
        || match whole {
            Value::Array(items) => items.iter().any(|item| holds(item, piece)),
            Value::Object(fields) => fields.values().any(|field| holds(field, piece)),
            _ => false,
        }
}

fn names(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            found.insert(name.clone());
            names(field, found);
        }),
        _ => {}
    }
}

#[test]
fn every_listing_is_a_piece_of_a_manifest() {
    let manifests = manifests();
    let listings = json_listings(&page());
    assert!(listings.len() >= 2);
    for listing in listings {
        assert!(manifests.iter().any(|whole| holds(whole, &listing)), "{listing:#}");
    }
}

#[test]
fn every_field_that_occurs_is_explained() {
    let mut found = BTreeSet::new();
    manifests().iter().for_each(|manifest| names(manifest, &mut found));
    let page = page();
    let missing: Vec<_> =
        found.iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "book/src/manifest.md doesn't explain {missing:?}");
}
