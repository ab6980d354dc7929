//! From the list of endpoints to the gate.

use std::io;
use std::sync::Arc;

use zt_core::contract::{
    Contract, Decoy, Effective, Mount, Outer, RoleInfo, ScopeInfo, SegmentInfo,
};
use zt_core::decide::{Grants, RoleTable, ScopeTable};
use zt_core::grammar::segment_name::MAIN;

use super::fault::Faults;
use super::limiters::Limiters;
use super::segments::{self, Gates, SegmentDoor, SegmentParts};
use super::{checks, credentials, legacy, networks, sharing};
use crate::access::Turns;
use crate::audit::Audit;
use crate::clock::Clock;
use crate::config::{Bounds, Clients, SharedConfig};
use crate::edge::{Edge, Origin, Origins};
use crate::endpoint::{Entry, Stores};
use crate::gate::{Gate, Rules};
use crate::identity::forwarded::CertificateProxies;
use crate::identity::{Dpop, Provers, Signatures, Verifier, Workloads};
use crate::ledger::Ledger;
use crate::manifest::Guarded;
use crate::network::{Networks, Places};
use crate::onward::{NextServices, TargetConfig};
use crate::route::{Decoys, Metadata, Route, Router, metadata};
use crate::shared::{Backend, Link};
use crate::watch::{Alerts, Measures, WatchConfig, Watcher};
use crate::{Service, Store};

/// What gates are made of besides the routes.
pub(crate) struct Parts {
    pub(super) main: SegmentParts,
    segments: Vec<SegmentParts>,
    audit: Audit,
    clock: Clock,
    stores: Stores,
    doubled: Vec<&'static str>,
    front: Front,
    measures: Measures,
    shared: Sharing,
    networks: Networks,
}

/// What instances share, as the configuration and the program say it.
#[derive(Default)]
pub(crate) struct Sharing {
    pub(crate) config: Option<SharedConfig>,
    pub(crate) backend: Option<Box<dyn Backend>>,
}

/// Who takes the requests in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Front {
    /// Our own listener.
    Listener,
    /// The server of an application that was there before.
    #[cfg(feature = "actix")]
    Application,
    /// A test, which looks at the service alone.
    Test,
}

impl Front {
    /// Whether it is the server of an application that was there before.
    pub(super) const fn is_application(self) -> bool {
        #[cfg(feature = "actix")]
        if matches!(self, Self::Application) {
            return true;
        }
        false
    }
}

impl Parts {
    /// Those of a service with nothing but `Main`.
    pub(crate) fn new(verifier: Verifier, audit: Audit, clock: Clock, bounds: Bounds) -> Self {
        let main = SegmentParts { name: MAIN.to_owned(), verifier, bounds, clients: None };
        let (segments, stores, doubled) = (Vec::new(), Stores::default(), Vec::new());
        let (front, measures) = (Front::Test, Measures::new(&clock));
        let (shared, networks) = (Sharing::default(), Networks::default());
        Self { main, segments, audit, clock, stores, doubled, front, measures, shared, networks }
    }

    /// With somebody who looks at the decisions, and answers what is found.
    pub(crate) fn watched(
        mut self,
        config: &WatchConfig,
        alerts: Option<Alerts>,
    ) -> io::Result<Self> {
        let revocations = self.main.verifier.revocations().clone();
        let (measures, audit) = (self.measures.clone(), self.audit.clone());
        let watcher =
            Watcher::start(config, alerts, measures, revocations, audit, self.clock.clone())?;
        self.audit = self.audit.watched_by(watcher);
        Ok(self)
    }

    /// With the store that the configuration says instances share.
    pub(crate) fn sharing(mut self, config: Option<SharedConfig>) -> Self {
        self.shared.config = config;
        self
    }

    /// With what knows that kind of store.
    pub(crate) fn set_backend(&mut self, backend: Box<dyn Backend>) {
        self.shared.backend = Some(backend);
    }

    /// Who takes the requests in.
    pub(super) const fn behind(mut self, front: Front) -> Self {
        self.front = front;
        self
    }

    /// Which clients a listener asks for certificates, so that tokens may be bound to those (RFC 8705 §3), and who may come
    /// without a token.
    pub(crate) fn taking_certificates(mut self, clients: Option<Clients>) -> Self {
        self.main.clients = clients;
        self
    }

    /// With these segments beside `Main`.
    pub(crate) fn with_segments(self, segments: Vec<SegmentParts>) -> Self {
        Self { segments, ..self }
    }

    /// Where networks are.
    pub(crate) fn with_networks(self, networks: Networks) -> Self {
        Self { networks, ..self }
    }

    /// One more of them.
    pub(crate) const fn networks(&mut self) -> &mut Networks {
        &mut self.networks
    }

    /// One more origin whose pages may call, at each door.
    pub(crate) fn allow_pages_of(&mut self, origin: &Origin) {
        for segment in std::iter::once(&mut self.main).chain(&mut self.segments) {
            segment.bounds.pages.allow(origin.clone());
        }
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

    pub(crate) fn decoys(&self) -> impl Iterator<Item = &'static Decoy> {
        self.mounts.iter().filter_map(Mount::decoy)
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

/// Checks the service and makes a gate for each of its segments.
pub(crate) fn gates<S: Service>(parts: Parts) -> Result<Gates, Faults> {
    gates_of(Tables::of::<S>(), parts)
}

pub(super) fn gates_of(tables: Tables, parts: Parts) -> Result<Gates, Faults> {
    let Parts {
        main,
        segments,
        audit,
        clock,
        stores,
        doubled,
        front,
        measures,
        shared,
        networks: places,
    } = parts;
    let mut faults = Faults::of(tables.outer);
    for name in doubled {
        faults
            .add(format!("`{name}`: two stores of this type were handed in; keep one `.data(..)`"));
    }
    let mounted = mounted(tables, &mut faults);
    let mounted: Vec<_> = mounted.into_iter().map(|it| it.within(&main.bounds)).collect();
    let stores = Arc::new(stores);
    checks::overlaps(&mounted, &mut faults);
    legacy::answered(tables.outer, front, &mut faults);
    legacy::one_segment(&mounted, front, &mut faults);
    let guarded = checks::arguments(&mounted, &stores, &mut faults);
    let all = std::iter::once(&main).chain(&segments).map(|it| it.verifier.issuers());
    credentials::words(&mounted, tables.roles, all, &mut faults);
    networks::check(&mounted, &places, &mut faults);
    checks::waivers(tables.outer, &mounted, &stores, clock.now());
    let grants = grants(&mounted, of_fields(&guarded), tables.roles, &mut faults);
    let guarded = mounted.iter().copied().zip(guarded).collect();
    let revocations = main.verifier.revocations().clone();
    let doors = segments::doors(&mounted, main, segments, &mut faults);
    let grants = grants.unwrap_or_default();
    let link = sharing::link(shared, tables.outer, &revocations, &clock, &mut faults);
    let whole = Whole { tables, grants, guarded, stores, clock, measures, link, networks: places };
    let count = doors.len();
    let gates: Vec<_> = doors
        .into_iter()
        .filter_map(|door| {
            let segment = door.segment;
            let gate = gate_of(door, &whole, audit.one_of(count), &mut faults)?;
            Some((segment, Arc::new(gate)))
        })
        .collect();
    if faults.is_empty() { Ok(Gates::new(gates)) } else { Err(faults) }
}

/// What all segments of a service have in common.
struct Whole {
    tables: Tables,
    grants: Grants,
    /// What the fields of each endpoint need of callers.
    guarded: Vec<(Mounted, Guarded)>,
    stores: Arc<Stores>,
    clock: Clock,
    measures: Measures,
    /// To the store that instances share.
    link: Option<Arc<Link>>,
    networks: Networks,
}

impl Whole {
    /// Those of a segment, in their order.
    fn guarded_of(&self, segment: &SegmentInfo) -> Vec<(&Mounted, &Guarded)> {
        let its = self.guarded.iter().filter(|(mounted, _)| mounted.effective.segment.is(segment));
        its.map(|(mounted, guarded)| (mounted, guarded)).collect()
    }
}

/// The gate of one segment: routes, limits and provers of its own, and of the stores those that are its.
fn gate_of(door: SegmentDoor, whole: &Whole, audit: Audit, faults: &mut Faults) -> Option<Gate> {
    let SegmentDoor { segment, parts, mounted } = door;
    let SegmentParts { verifier, bounds, clients, .. } = parts;
    let Whole { tables, grants, stores, clock, measures, .. } = whole;
    let origins = Arc::new(Origins::new(bounds.origin.clone()).read_by(bounds.pages.clone()));
    let ledger = ledger(whole, faults);
    let servers = verifier.issuers().authorization_servers();
    let its_origins = Arc::clone(&origins);
    let metadata = Metadata::new(tables.outer.name, servers, clients.is_some(), its_origins, clock);
    if metadata.is_some() {
        checks::metadata_apart(&mounted, faults);
        legacy::metadata_apart(tables.outer, faults);
    }
    credentials::check(&mounted, tables.roles, verifier.issuers(), faults);
    let proxies = proxies(clients.as_ref(), clock, faults);
    let workloads = workloads(clients, grants, &verifier, faults)?;
    let decoys = decoys(*tables, metadata.is_some(), faults)?;
    let router = router(&whole.guarded_of(&segment), whole, faults)?.with_decoys(decoys);
    let router = router.describing(metadata).leaving(legacy::of_segment(tables.outer, &segment));
    let (dpop, signatures) =
        (Dpop::new(Arc::clone(&origins)), Signatures::new(Arc::clone(&origins)));
    let stores = Arc::new(stores.of_segment(&segment));
    let keep_tokens = !stores.next_services().is_empty();
    let provers = Provers { verifier, dpop, signatures, workloads, ledger: ledger?, keep_tokens };
    let turns = bounds.at_once.map(Turns::new);
    let rules = Rules { router, grants: grants.clone(), service: tables.outer, turns };
    let (hosts, address_proxies) = (bounds.hosts, bounds.proxies);
    let edge = Edge { hosts, proxies, address_proxies, origins };
    let measures = measures.clone();
    Some(Gate::new(rules, provers, stores, audit, clock.clone(), edge, measures))
}

/// That which all segments share with all instances, or the segment's own.
fn ledger(whole: &Whole, faults: &mut Faults) -> Option<Ledger> {
    if let Some(link) = &whole.link {
        return Some(Ledger::Shared(Arc::clone(link)));
    }
    let own = Ledger::own(&whole.clock).map_err(|fault| faults.add(fault.to_string()));
    own.ok()
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

/// The decoys, which the compiler kept apart from all endpoints.
fn decoys(tables: Tables, tells: bool, faults: &mut Faults) -> Option<Decoys> {
    let listed: Vec<_> = tables.decoys().collect();
    for decoy in listed.iter().filter(|decoy| tells && metadata::owns(decoy.pattern)) {
        faults.add(format!(
            "`{}`: {} is where the service itself tells clients who issues tokens for it (RFC 9728); give the decoy \
             another path",
            decoy.name, decoy.pattern
        ));
    }
    Decoys::new(&listed).map_err(|lines| faults.lines.extend(lines)).ok()
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

fn router(guarded: &[(&Mounted, &Guarded)], whole: &Whole, faults: &mut Faults) -> Option<Router> {
    let Whole { grants, clock, networks, .. } = whole;
    let mut limiters = Limiters::new(clock);
    let route = |(mounted, guarded): &(&Mounted, &Guarded)| {
        let (limiter, beside) = (limiters.of(mounted), beside(mounted, guarded, &grants.roles));
        let places = Places::of(mounted.effective.network, networks);
        Route::new(mounted.entry, mounted.effective, &beside, places, limiter, &grants.scopes)
            .reading(&guarded.headers)
    };
    let routes = guarded.iter().map(route).collect();
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
