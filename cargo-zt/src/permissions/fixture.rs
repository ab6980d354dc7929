//! The manifest of an order service, for tests.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use zt_manifest::{Endpoint, Manifest};

pub(crate) fn shop() -> Manifest {
    Manifest::read(include_str!("../../tests/fixtures/shop.manifest.json")).unwrap()
}

/// The endpoint of a handler.
pub(super) fn endpoint<'a>(manifest: &'a mut Manifest, name: &str) -> &'a mut Endpoint {
    manifest.endpoints.iter_mut().find(|it| it.name == name).expect(name)
}
