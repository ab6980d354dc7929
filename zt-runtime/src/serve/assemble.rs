//! From the list of endpoints to the gate.

use std::io;
use std::sync::Arc;

use zt_core::contract::{
    Access, Contract, Effective, Mount, Outer, RateOrigin, RoleInfo, ScopeInfo,
};
use zt_core::decide::{Grants, RoleTable, ScopeTable};

use super::fault::Faults;
use super::{checks, credentials};
use crate::access::Limiter;
use crate::audit::Audit;
use crate::clock::Clock;
use crate::config::{Bounds, Clients};
use crate::edge::{Edge, Origins};
use crate::endpoint::{Entry, Stores};
use crate::gate::{Gate, Rules};
use crate::identity::forwarded::CertificateProxies;
use crate::identity::{Dpop, Provers, Replays, Signatures, Verifier, Workloads};
use crate::manifest::Guarded;
use crate::onward::{NextServices, TargetConfig};
use crate::route::{Metadata, Route, Router};
use crate::{Service, Store};

/// What a gate is made of besides the routes.
pub(crate) struct Parts {
    pub(super) verifier: Verifier,
    audit: Audit,
    clock: Clock,
    bounds: Bounds,
    clients: Option<Clients>,
    stores: Stores,
    doubled: Vec<&'static str>,
}

impl Parts {
    pub(crate) fn new(verifier: Verifier, audit: Audit, clock: Clock, bounds: Bounds) -> Self {
        let (stores, doubled) = (Stores::default(), Vec::new());
        Self { verifier, audit, clock, bounds, clients: None, stores, doubled }
    }

    /// Which clients a listener asks for certificates, so that tokens may be bound to those (RFC 8705 §3), and who may come
    /// without a token.
    pub(crate) fn taking_certificates(self, clients: Option<Clients>) -> Self {
        Self { clients, ..self }
    }

    /// What services are called onward.
    pub(crate) fn calling(mut self, services: NextServices) -> Self {
        self.stores.set_next_services(services);
        self
    }

    /// One more of them.
    pub(crate) fn also_calling(&mut self, config: TargetConfig) -> io::Result<()> {
        let services = self.stores.next_services().with(config, &self.clock)?;
        self.stores.set_next_services(services);
        Ok(())
    }

    /// Adds a store. Of two of one type nobody knows which one handlers would get: a fault, told with the others.
    pub(crate) fn add<T: Store>(&mut self, store: T) {
        if self.stores.add(store) {
            self.doubled.push(std::any::type_name::<T>());
        }
    }

    pub(crate) fn audit(&self) -> Audit {
        self.audit.clone()
    }

    pub(crate) fn clock(&self) -> Clock {
        self.clock.clone()
    }
}

/// An endpoint with what it inherits and the handler that was mounted for it.
#[derive(Clone, Copy)]
pub(crate) struct Mounted {
    pub(super) entry: Entry,
    pub(super) effective: Effective,
    /// Which name in the service's list it came with.
    pub(super) listed: usize,
}

/// A service's three tables, as its macro wrote them.
#[derive(Clone, Copy)]
pub(crate) struct Tables {
    pub(crate) outer: &'static Outer,
    pub(super) mounts: &'static [Mount],
    pub(super) entries: &'static [&'static [Entry]],
    pub(crate) roles: &'static [RoleInfo],
}

impl Tables {
    pub(crate) const fn of<S: Service>() -> Self {
        Self { outer: S::OUTER, mounts: S::MOUNTS, entries: S::ENTRIES, roles: S::ROLES }
    }
}

impl Mounted {
    pub(crate) const fn effective(&self) -> &Effective {
        &self.effective
    }

    pub(crate) const fn contract(&self) -> &'static Contract {
        self.effective.contract
    }

    /// With the limits that the configuration lowers.
    fn within(self, bounds: &Bounds) -> Self {
        Self { effective: self.effective.at_most(bounds.body, bounds.time), ..self }
    }
}

/// Checks the service and makes its gate.
pub(crate) fn gate<S: Service>(parts: Parts) -> Result<Gate, Faults> {
    gate_of(Tables::of::<S>(), parts)
}

pub(super) fn gate_of(tables: Tables, parts: Parts) -> Result<Gate, Faults> {
    let Parts { verifier, audit, clock, bounds, clients, stores, doubled } = parts;
    let mut faults = Faults::of(tables.outer);
    let origins = Arc::new(Origins::new(bounds.origin.clone()));
    let proofs = proofs(&origins, &clock).map_err(|fault| faults.add(fault.to_string())).ok();
    let servers = verifier.issuers().authorization_servers();
    let metadata = Metadata::new(tables.outer.name, servers, clients.is_some(), origins, &clock);
    for name in doubled {
        faults
            .add(format!("`{name}`: two stores of this type were handed in; keep one `.data(..)`"));
    }
    let mounted = mounted(tables, &mut faults);
    let mounted: Vec<_> = mounted.into_iter().map(|it| it.within(&bounds)).collect();
    let stores = Arc::new(stores);
    checks::overlaps(&mounted, &mut faults);
    if metadata.is_some() {
        checks::metadata_apart(&mounted, &mut faults);
    }
    let guarded = checks::arguments(&mounted, &stores, &mut faults);
    credentials::check(&mounted, tables.roles, verifier.issuers(), &mut faults);
    checks::waivers(&mounted, clock.now());
    let grants = grants(&mounted, of_fields(&guarded), tables.roles, &mut faults);
    let proxies = proxies(clients.as_ref(), &clock, &mut faults);
    let assembled = grants.and_then(|grants| {
        let workloads = workloads(clients, &grants, &verifier, &mut faults)?;
        Some((router(&mounted, &guarded, &grants, &clock, &mut faults)?, grants, workloads))
    });
    match assembled.zip(proofs) {
        Some(((router, grants, workloads), (dpop, signatures))) if faults.lines.is_empty() => {
            let keep_tokens = !stores.next_services().is_empty();
            let provers = Provers { verifier, dpop, signatures, workloads, keep_tokens };
            let router = router.describing(metadata);
            let rules = Rules { router, grants, service: tables.outer };
            let edge = Edge { hosts: bounds.hosts, proxies };
            Ok(Gate::new(rules, provers, stores, audit, clock, edge))
        }
        _ => Err(faults),
    }
}

/// Both know what was used by one memory.
fn proofs(origins: &Arc<Origins>, clock: &Clock) -> crate::Result<(Dpop, Signatures)> {
    let replays = Arc::new(Replays::new()?);
    let dpop = Dpop::new(Arc::clone(origins), Arc::clone(&replays))?;
    Ok((dpop, Signatures::new(Arc::clone(origins), replays, clock.now())))
}

/// B-09, B-10: the contracts that the compiler checked are those that have handlers, one by one.
pub(crate) fn mounted(tables: Tables, faults: &mut Faults) -> Vec<Mounted> {
    let mut all = Vec::new();
    for (listed, mount) in tables.mounts.iter().enumerate() {
        let entries = tables.entries.get(listed).copied().unwrap_or_default();
        checks::same_endpoints(mount.contracts(), entries, faults);
        let pairs = mount.contracts().iter().zip(entries);
        all.extend(pairs.map(|(contract, entry)| Mounted {
            entry: *entry,
            effective: Effective::new(tables.outer, mount.group(), contract),
            listed,
        }));
    }
    for entries in tables.entries.iter().skip(tables.mounts.len()) {
        checks::same_endpoints(&[], entries, faults);
    }
    all
}

fn of_fields(guarded: &[Guarded]) -> impl Iterator<Item = ScopeInfo> {
    guarded.iter().flat_map(|it| &it.scopes).copied()
}

/// Every scope that an endpoint or a field of one asks for, or that a role grants, and the roles.
pub(crate) fn grants(
    mounted: &[Mounted],
    of_fields: impl Iterator<Item = ScopeInfo>,
    roles: &[RoleInfo],
    faults: &mut Faults,
) -> Option<Grants> {
    let demanded = mounted.iter().flat_map(|mounted| mounted.effective.contract.access.scopes());
    let granted = roles.iter().flat_map(|role| role.grants).copied();
    let all: Vec<ScopeInfo> = demanded.copied().chain(of_fields).chain(granted).collect();
    let scopes = ScopeTable::build(&all);
    let scopes = scopes.map_err(|fault| faults.add(format!("the scopes of the service: {fault}")));
    let scopes = scopes.ok()?;
    let roles = RoleTable::build(roles, &scopes);
    let roles = roles.map_err(|fault| faults.add(format!("the roles of the service: {fault}")));
    Some(Grants { roles: roles.ok()?, scopes })
}

fn workloads(
    clients: Option<Clients>,
    grants: &Grants,
    verifier: &Verifier,
    faults: &mut Faults,
) -> Option<Workloads> {
    let listed = clients.map(|clients| clients.workloads).unwrap_or_default();
    let workloads = Workloads::new(listed, grants, verifier.revocations().clone());
    workloads.map_err(|lines| faults.lines.extend(lines)).ok()
}

fn proxies(
    clients: Option<&Clients>,
    clock: &Clock,
    faults: &mut Faults,
) -> Option<CertificateProxies> {
    let clients = clients.filter(|clients| !clients.proxies.is_empty())?;
    let proxies = CertificateProxies::new(clients.proxies.clone(), &clients.ca, clock.clone());
    proxies.map_err(|error| faults.add(format!("`tls_client_ca`: {error}"))).ok()
}

fn router(
    mounted: &[Mounted],
    guarded: &[Guarded],
    grants: &Grants,
    clock: &Clock,
    faults: &mut Faults,
) -> Option<Router> {
    let mut limiters = Limiters::new(clock);
    let route = |(mounted, guarded): (&Mounted, &Guarded)| {
        let (limiter, beside) = (limiters.of(mounted), beside(mounted, guarded, &grants.roles));
        Route::new(mounted.entry, mounted.effective, &beside, limiter, &grants.scopes)
    };
    let routes = mounted.iter().zip(guarded).map(route).collect();
    Router::new(routes).map_err(|lines| faults.lines.extend(lines)).ok()
}

/// What decides beside the rule: what fields need of callers, and what roles grant. For the rule's digest.
fn beside(mounted: &Mounted, guarded: &Guarded, roles: &RoleTable) -> String {
    if mounted.contract().access.is_open() || roles.is_empty() {
        return guarded.text.clone();
    }
    let granted = |role: &RoleInfo| {
        let scopes: Vec<_> = role.grants.iter().map(|scope| scope.name).collect();
        format!(" role.{}={scopes:?}", role.name)
    };
    roles.iter().map(granted).fold(guarded.text.clone(), |text, role| text + &role)
}

/// Limiters by where the rule was written: endpoints that inherit one share its count.
struct Limiters<'a> {
    clock: &'a Clock,
    shared: Vec<(Option<usize>, Limiter)>,
}

impl<'a> Limiters<'a> {
    const fn new(clock: &'a Clock) -> Self {
        Self { clock, shared: Vec::new() }
    }

    fn of(&mut self, mounted: &Mounted) -> Limiter {
        let rate = mounted.effective.rate.rate;
        let Some(origin) = origin(mounted) else { return Limiter::new(rate, self.clock) };
        if let Some((_, limiter)) = self.shared.iter().find(|(known, _)| *known == origin) {
            return limiter.clone();
        }
        let limiter = Limiter::new(rate, self.clock);
        self.shared.push((origin, limiter.clone()));
        limiter
    }
}

/// The group (by its place in the list) or the service (`None`) that the rule is inherited from. The endpoint's own
/// rule and the default are its own; so is a probe's, which a flood elsewhere must not silence.
fn origin(mounted: &Mounted) -> Option<Option<usize>> {
    match mounted.effective.rate_origin {
        _ if is_probe(mounted.contract()) => None,
        RateOrigin::Endpoint | RateOrigin::Default => None,
        RateOrigin::Group => Some(Some(mounted.listed)),
        RateOrigin::Service => Some(None),
    }
}

const fn is_probe(contract: &Contract) -> bool {
    matches!(contract.access, Access::Probe)
}
