//! From a service's list of endpoints to a server: everything that can be wrong is found before the first request.

mod assemble;
mod checks;
mod credentials;
mod fault;
mod legacy;
mod limiters;
mod networks;
mod segments;
mod server;
mod sharing;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

use assemble::Front;
pub(crate) use assemble::{Mounted, Parts, Tables, gates, grants, mounted};
pub(crate) use checks::{overlaps, surveyed};
pub(crate) use credentials::issuers_asked_for;
pub(crate) use fault::Faults;
pub(crate) use segments::{Gates, SegmentParts, segments_of};
pub use server::Server;
#[cfg(feature = "actix")]
pub(crate) use server::ended;
use server::{LAST_LINES, flushed};

use crate::audit::{Audit, Event};
use crate::authority::{self, Development};
use crate::clock::Clock;
use crate::config::{Clients, Config, Sources, TlsConfig};
use crate::gate::Gate;
use crate::identity::{Revocations, Verifier};
use crate::manifest;
use crate::onward::NextServices;
use crate::shared::Backend;
use crate::watch::Alerts;
#[cfg(feature = "actix")]
use crate::web::existing::DefaultDeny;
use crate::{Error, Result, Service, StageReport, Store, stage};

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
        let audit = Audit::open(&config.audit, &clock)?;
        let opened = authority::open(&config, S::OUTER.name, &names, &clock, &audit)?;
        let told = config.watch.alerts.clone();
        let alerts = told.map(|told| Alerts::start(told, opened.outbound.clone(), clock.clone()));
        let alerts = alerts.transpose()?;
        let services = NextServices::open(config.onward.clone(), opened.outbound, &clock)?;
        let parts = Parts::new(opened.verifier, audit, clock, config.bounds.clone())
            .calling(services)
            .sharing(config.shared.clone())
            .with_networks(config.networks.clone())
            .taking_certificates(clients_of(config.tls.as_ref()))
            .with_segments(segment_parts(&config, opened.of_segments))
            .watched(&config.watch, alerts)?;
        let (revocations, development) = (opened.revocations, opened.development);
        Ok(Self { config, parts, revocations, development, listed: PhantomData })
    }

    /// Hands in a store, which handlers take as [`Data<T>`](crate::Data). One of each type.
    pub fn data<T: Store>(mut self, store: T) -> Self {
        self.parts.add(store);
        self
    }

    /// Hands in what knows the store that the instances of the service share, such as `zt_redis::Redis`: limits are counted, and
    /// proofs used up, for all of them together, and what one takes back counts on all. Where the store is stands in the
    /// configuration (`shared`); a service that has one without the other doesn't start.
    pub fn shared(mut self, backend: impl Backend) -> Self {
        self.parts.set_backend(Box::new(backend));
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
        let gates = gates::<S>(self.parts.behind(Front::Listener))
            .map_err(|faults| Error::new(faults.to_string()))?;
        hold_floor::<S>(&self.config, &gates)?;
        let server = Server::bind(&self.config, &clock, &gates, audit.clone())?;
        audit.note(start_of::<S>(&self.config, &gates));
        Ok(server)
    }

    /// Checks everything as [`bind`](Self::bind) does, for a service that stands in front of an actix application: what it
    /// doesn't answer, and doesn't name as `legacy(..)`, is refused before that application sees it. See [`DefaultDeny`].
    ///
    /// # Errors
    /// Those of [`bind`](Self::bind) but for the address, and TLS in the configuration: the application's own server
    /// listens.
    #[cfg(feature = "actix")]
    pub fn service(self) -> Result<DefaultDeny> {
        let audit = self.parts.audit();
        let gates = gates::<S>(self.parts.behind(Front::Application));
        let no_tls = self.config.tls.as_ref().map(|_| NO_TLS.to_owned());
        match (gates, no_tls) {
            (Ok(gates), None) => {
                hold_floor::<S>(&self.config, &gates)?;
                let gate = gates.first().cloned().ok_or_else(|| Error::new(NO_ENDPOINT))?;
                audit.note(start_of::<S>(&self.config, &gates));
                Ok(DefaultDeny::new(gate, audit, &self.config))
            }
            (gates, no_tls) => {
                let mut faults = gates.err().unwrap_or_else(|| Faults::of(S::OUTER));
                faults.lines.extend(no_tls);
                Err(Error::new(faults.to_string()))
            }
        }
    }

    /// The stage that the service reaches with this configuration, criterion by criterion, with the evidence for each and what
    /// to do next. To find out it asks itself two requests, which are in the audit log. No port is taken.
    ///
    /// # Errors
    /// What keeps it from starting, as [`App::bind`]; a stage that it doesn't reach is no fault here.
    pub fn stage_report(self) -> Result<StageReport> {
        let audit = self.parts.audit();
        let gates = gates::<S>(self.parts).map_err(|faults| Error::new(faults.to_string()))?;
        let report = report_of::<S>(&self.config, first_of(&gates)?);
        flushed(audit.flush(LAST_LINES))?;
        Ok(report)
    }

    /// Binds and serves until SIGTERM or SIGINT.
    ///
    /// # Errors
    /// As [`App::bind`] and [`Server::serve`].
    pub async fn serve(self) -> Result<()> {
        self.bind()?.serve().await
    }
}

/// What runs, for the log: it says by which rules and settings all was decided that follows.
fn start_of<S: Service>(config: &Config, gates: &Gates) -> Event {
    let rules =
        gates.iter().flat_map(|(_, gate)| gate.routes()).fold(String::new(), |all, route| {
            all + &format!("{} {} {}\n", route.method(), route.pattern, route.rule_digest)
        });
    Event::Start {
        service: S::OUTER.name,
        zt: env!("CARGO_PKG_VERSION"),
        configuration: config.digest.clone(),
        contracts: zt_audit::Digest::of(rules.as_bytes()).to_string(),
    }
}

fn report_of<S: Service>(config: &Config, gate: &Gate) -> StageReport {
    // Faults in it were told when the gate was made.
    let mounted = mounted(Tables::of::<S>(), &mut Faults::of(S::OUTER));
    stage::report(S::OUTER, &mounted, config, gate)
}

/// Whom a report asks: what it asks of one segment's gate holds for all, since all are made alike.
fn first_of(gates: &Gates) -> Result<&Gate> {
    let first = gates.first().map(|gate| &**gate);
    first.ok_or_else(|| Error::new("the service has no endpoint"))
}

/// A service that is below its own stage doesn't start, but where it is developed.
fn hold_floor<S: Service>(config: &Config, gates: &Gates) -> Result<()> {
    if S::OUTER.stage.is_none() {
        return Ok(());
    }
    let mut faults = Faults::of(S::OUTER);
    let below = stage::below_floor(S::OUTER, &report_of::<S>(config, first_of(gates)?));
    if !stage::is_enforced(config) {
        stage::warn(&below);
        return Ok(());
    }
    below.into_iter().for_each(|line| faults.add(line));
    if faults.is_empty() { Ok(()) } else { Err(Error::new(faults.to_string())) }
}

impl<S: Service> fmt::Debug for App<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("service", &S::OUTER.name).finish_non_exhaustive()
    }
}

fn clients_of(tls: Option<&TlsConfig>) -> Option<Clients> {
    tls.and_then(|tls| tls.clients.clone())
}

fn segment_parts(config: &Config, verifiers: Vec<Verifier>) -> Vec<SegmentParts> {
    let parts = config.segments.iter().zip(verifiers).map(|(segment, verifier)| SegmentParts {
        name: segment.name.clone(),
        verifier,
        bounds: segment.bounds.clone(),
        clients: clients_of(segment.tls.as_ref()),
    });
    parts.collect()
}

/// Runs the `main` of a service to its end.
pub fn run<F: Future>(main: F) -> F::Output {
    crate::web::block_on(main)
}

/// A setting that nobody would follow.
#[cfg(feature = "actix")]
const NO_TLS: &str = "the configuration has TLS, and the application's own server listens; set TLS up there, or in a proxy \
                      before it, and take `tls_*` away";

/// Nothing is moved yet.
#[cfg(feature = "actix")]
const NO_ENDPOINT: &str = "no endpoint of the service is before the application";

fn read_config(service: &str, file: Option<&Path>) -> Result<Config> {
    let Some(file) = file else { return Ok(Config::load(service)?) };
    #[allow(clippy::disallowed_methods, reason = "this is where configuration comes in")]
    let variables = std::env::vars_os();
    // A file that the environment names comes later, and counts.
    let variables = [("ZT_CONFIG".into(), file.into())].into_iter().chain(variables);
    Ok(Config::from_sources(service, &Sources::from_variables(variables))?)
}
