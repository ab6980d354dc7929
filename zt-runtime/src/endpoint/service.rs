//! A service: the list of everything that it answers.

use std::path::Path;

use zt_core::contract::{Mount, Outer, RoleInfo};

use zt_manifest::Manifest;

use super::Entry;
use crate::manifest;
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
    /// The roles that it knows. Without any, it looks at no role of any token.
    const ROLES: &'static [RoleInfo] = &[];

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

    /// Every effective contract of the service: who may call what, with which credential, how often, and what goes in and
    /// out. It depends on the source alone, not on configuration, profile or features.
    ///
    /// A program that is started with `ZT_MANIFEST` set to a path writes this document there instead of starting: from
    /// `from_config`, before it reads any configuration or opens anything, so call that first in `main`.
    ///
    /// ```
    /// use zt::prelude::*;
    ///
    /// /// The load balancer asks whether we live.
    /// #[zt::get("/health", public(probe))]
    /// async fn health() -> NoContent { NoContent }
    ///
    /// /// Orders for the web shop.
    /// #[zt::service(endpoints(health))]
    /// pub struct Shop;
    ///
    /// # fn main() -> zt::Result<()> {
    /// let manifest = Shop::manifest()?;
    /// assert_eq!(manifest.endpoints[0].path, "/health");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// All that stands in its way at once, each with its place: endpoints that differ from those mounted, overlapping paths
    /// with different rules, two resources, actions or stores of one name, a view or an input that doesn't say what it is.
    fn manifest() -> crate::Result<Manifest> {
        manifest::of::<Self>()
    }

    /// The service for a test: an authority and a clock of its own, and callers that come in by the front door.
    #[must_use]
    fn test() -> TestApp<Self> {
        TestApp::new()
    }
}
