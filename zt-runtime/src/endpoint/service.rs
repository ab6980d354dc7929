//! A service: the list of everything that it answers.

use std::path::Path;

use zt_core::contract::{Mount, Outer};

use super::Entry;
use crate::serve::App;
use crate::testing::TestApp;

/// A service, made by `#[zt::service(..)]`: what it lists is all that it answers.
pub trait Service: Sized + 'static {
    /// Its name, reason, and what its endpoints inherit.
    const OUTER: &'static Outer;
    /// The contracts, for the compiler's checks and the router.
    const MOUNTS: &'static [Mount];
    /// The same contracts with their handlers, in the same order.
    const ENTRIES: &'static [&'static [Entry]];

    /// Reads the configuration: defaults, then `zt.toml` (or the file that `ZT_CONFIG` names), then `ZT_*`.
    ///
    /// # Errors
    /// Every fault of the configuration at once, each with its place and what was expected. A service without issuer and
    /// profile refuses to start.
    fn from_config() -> crate::Result<App<Self>> {
        App::from_config(None)
    }

    /// Reads the configuration with `file` in the place of `zt.toml`; a file that `ZT_CONFIG` names still comes first.
    ///
    /// # Errors
    /// As [`from_config`](Self::from_config).
    fn from_config_file(file: impl AsRef<Path>) -> crate::Result<App<Self>> {
        App::from_config(Some(file.as_ref()))
    }

    /// The service for a test: an authority and a clock of its own, and callers that come in by the front door.
    #[must_use]
    fn test() -> TestApp<Self> {
        TestApp::new()
    }
}
