//! The document of small services: every kind of argument, field and answer.

#![allow(clippy::unwrap_used, clippy::panic, clippy::unused_async, reason = "tests")]

mod answers;
mod fields;
mod inputs;
mod rules;
mod shop;
mod stage;
mod twins;

use zt_manifest::{Endpoint, Manifest};

use crate::Service;

/// The manifest of a service that has one.
fn manifest<S: Service>() -> Manifest {
    S::manifest().unwrap()
}

fn endpoint(manifest: &Manifest, name: &str) -> Endpoint {
    let found = manifest.endpoints.iter().find(|endpoint| endpoint.name == name);
    found.unwrap_or_else(|| panic!("no endpoint `{name}`")).clone()
}
