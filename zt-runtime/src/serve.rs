//! From a service's list of endpoints to a server: everything that can be wrong is found before the first request.

mod assemble;
mod checks;
mod credentials;
mod fault;
mod server;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

pub(crate) use assemble::{Mounted, Parts, Tables, gate, grants, mounted};
pub(crate) use checks::{overlaps, surveyed};
pub(crate) use credentials::issuers_asked_for;
pub(crate) use fault::Faults;
pub use server::Server;

use crate::audit::Audit;
use crate::authority::{self, Development};
use crate::clock::Clock;
use crate::config::{Config, Sources};
use crate::identity::Revocations;
use crate::manifest;
use crate::onward::NextServices;
use crate::{Error, Result, Service, Store};

/// A service that was configured and is being given its stores.
///
/// ```no_run
/// use zt::prelude::*;
///
/// # pub struct Orders;
/// # #[zt::store]
/// # impl Orders {
/// #     pub fn open(_: &str) -> zt::Result<Self> { Ok(Self) }
/// # }
/// # /// The load balancer asks whether we live.
/// # #[zt::get("/health", public(probe))]
/// # async fn health() -> NoContent { NoContent }
/// /// Orders for the web shop.
/// #[zt::service(endpoints(health))]
/// pub struct Shop;
///
/// #[zt::main]
/// async fn main() -> zt::Result<()> {
///     Shop::from_config()?.data(Orders::open("shop.db")?).serve().await
/// }
/// ```
#[must_use = "nothing is served before `.serve().await`"]
pub struct App<S> {
    config: Config,
    parts: Parts,
    revocations: Revocations,
    development: Option<Development>,
    listed: PhantomData<fn() -> S>,
}

impl<S: Service> App<S> {
    /// Reads the configuration, opens the audit log and whoever proves callers.
    pub(crate) fn from_config(file: Option<&Path>) -> Result<Self> {
        manifest::hand_out_if_asked::<S>()?;
        Self::from_checked(read_config(S::OUTER.name, file)?)
    }

    pub(crate) fn from_checked(config: Config) -> Result<Self> {
        let clock = Clock::system();
        let mounted = mounted(Tables::of::<S>(), &mut Faults::of(S::OUTER));
        let names = issuers_asked_for(&mounted);
        let opened = authority::open(&config, S::OUTER.name, &names, &clock)?;
        let services = NextServices::open(config.onward.clone(), opened.outbound, &clock)?;
        let parts =
            Parts::new(opened.verifier, Audit::open(&config.audit)?, clock, config.bounds.clone())
                .calling(services)
                .taking_certificates(config.tls.as_ref().and_then(|tls| tls.clients.clone()));
        let (revocations, development) = (opened.revocations, opened.development);
        Ok(Self { config, parts, revocations, development, listed: PhantomData })
    }

    /// Hands in a store, which handlers take as [`Data<T>`](crate::Data). One of each type.
    pub fn data<T: Store>(mut self, store: T) -> Self {
        self.parts.add(store);
        self
    }

    /// Takes back tokens and subjects before they expire.
    #[must_use]
    pub const fn revocations(&self) -> &Revocations {
        &self.revocations
    }

    /// The development authority, which is there only where the configuration says `profile = "development"`.
    #[must_use]
    pub const fn development(&self) -> Option<&Development> {
        self.development.as_ref()
    }

    /// Checks everything that can be checked before a request, and takes the port.
    ///
    /// # Errors
    /// Every fault at once, each with its place and its mend: a store that nobody handed in, endpoints that differ from
    /// those mounted, overlapping paths with different rules, an address that can't be had.
    pub fn bind(self) -> Result<Server> {
        let (audit, clock) = (self.parts.audit(), self.parts.clock());
        let gate = gate::<S>(self.parts).map_err(|faults| Error::new(faults.to_string()))?;
        Server::bind(&self.config, clock, gate, audit)
    }

    /// Binds and serves until SIGTERM or SIGINT.
    ///
    /// # Errors
    /// As [`App::bind`] and [`Server::serve`].
    pub async fn serve(self) -> Result<()> {
        self.bind()?.serve().await
    }
}

impl<S: Service> fmt::Debug for App<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("service", &S::OUTER.name).finish_non_exhaustive()
    }
}

/// Runs the `main` of a service to its end.
pub fn run<F: Future>(main: F) -> F::Output {
    crate::web::block_on(main)
}

fn read_config(service: &str, file: Option<&Path>) -> Result<Config> {
    let Some(file) = file else { return Ok(Config::load(service)?) };
    #[allow(clippy::disallowed_methods, reason = "this is where configuration comes in")]
    let variables = std::env::vars_os();
    // A file that the environment names comes later, and counts.
    let variables = [("ZT_CONFIG".into(), file.into())].into_iter().chain(variables);
    Ok(Config::from_sources(service, &Sources::from_variables(variables))?)
}
