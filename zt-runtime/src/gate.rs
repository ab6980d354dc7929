//! The gate: the one way from a request to an answer.
//!
//! Each stage takes the type that only the stage before can make, so none can be left out or moved:
//! [`Incoming`] → [`Edged`] → [`Routed`](crate::route::Routed) → [`Known`] → [`Admission`] → handler → answer.
//!
//! One way is shorter: what clients are told before they have a token needs no identity, and no handler writes it. There
//! [`Described`] follows on [`Edged`], and then the answer.

mod answer;
mod beside;
mod guard;
mod preflight;
mod streaming;
mod talking;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use jiff::Timestamp;
use zt_core::contract::{Decoy, Outer};
use zt_core::decide::Grants;
use zt_core::grammar::{Period, Rate};
use zt_core::path::CanonicalPath;

use crate::access::{Admission, Admittance, Desk, Key, Known, Limiter, Turns};
use crate::audit::{Audit, Entry, Record};
use crate::clock::Clock;
use crate::edge::{Edge, Edged, Incoming, Told, trace_id, trace_link};
use crate::endpoint::{Cx, Stores};
use crate::identity::{PeerCertificate, Provers, Scheme};
use crate::problem::Refusal;
use crate::reply::Response;
use crate::route::{Described, DocumentPlace, Found, Route, Routed, Router, metadata};
use crate::stream::Seats;
use crate::watch::Measures;
use answer::{Answer, Refused};
pub(crate) use beside::{Beside, Passed};

/// How many refusals one address is given before it only hears that it asks too much (A-04, G-01). Requests that are
/// admitted count by their endpoint's own rule, so a bad neighbour behind the same address shuts nobody out.
const REFUSALS: Rate = Rate::new(600, Period::Minute);

/// A service that lets each caller ask more than that has callers that are refused more than that, too.
fn refusals(service: &Outer) -> Rate {
    let said = service.rate.map(|rule| rule.rate);
    said.filter(|rate| rate.is_faster_than(REFUSALS)).unwrap_or(REFUSALS)
}

/// Everything that deciding needs. One for all workers; nothing in it is locked by every request.
#[derive(Debug)]
pub(crate) struct Gate {
    router: Router,
    grants: Grants,
    provers: Provers,
    stores: Arc<Stores>,
    audit: Audit,
    clock: Clock,
    edge: Edge,
    refusals: Limiter,
    measures: Measures,
    seats: Seats,
    turns: Option<Turns>,
}

/// The service's own rules, compiled.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) router: Router,
    pub(crate) grants: Grants,
    pub(crate) service: &'static Outer,
    /// How many requests of one caller are answered at once, where that is bounded.
    pub(crate) turns: Option<Turns>,
}

/// What was decided for a request, if it wasn't refused.
#[allow(
    clippy::large_enum_variant,
    reason = "almost each request is admitted, and one on the heap would be an allocation for each"
)]
enum Decided<'g> {
    /// The handler may be called. Where clients are told what the path needs comes along.
    Admitted(Admission<'g>, Option<DocumentPlace<'g>>),
    /// The gate itself answers, with what clients are told.
    Told(Response),
    /// The path is left to an application beside the service.
    Left,
}

/// How far a request came.
enum Begun<'g> {
    /// It is answered.
    Whole(Response),
    /// Its caller may open a stream.
    Stream(Box<Opening<'g>>),
    /// It is left to an application beside the service.
    Left(Box<Passed>),
}

/// A stream that is to be opened.
struct Opening<'g> {
    admission: Admission<'g>,
    admittance: Box<Admittance>,
    document: Option<DocumentPlace<'g>>,
    entry: Entry,
    way: Way,
}

/// What an answer depends on that comes with the request and isn't decided about.
struct Way {
    scheme: Scheme,
    over_tls: bool,
    page: Told,
}

impl Gate {
    pub(crate) fn new(
        rules: Rules,
        provers: Provers,
        stores: Arc<Stores>,
        audit: Audit,
        clock: Clock,
        edge: Edge,
        measures: Measures,
    ) -> Self {
        let Rules { router, grants, service, turns } = rules;
        let refusals = Limiter::new(refusals(service), &clock);
        let seats = Seats::default();
        Self {
            router,
            grants,
            provers,
            stores,
            audit,
            clock,
            edge,
            refusals,
            measures,
            seats,
            turns,
        }
    }

    /// A listener has its port: where it is on loopback, that is where callers reach it.
    pub(crate) fn listens_on(&self, address: SocketAddr, over_tls: bool) {
        self.provers.dpop.listens_on(address, over_tls);
    }

    /// The time that deciding sees.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A name that the service answers to.
    pub(crate) fn a_host(&self) -> &str {
        self.edge.hosts.any()
    }

    /// Where callers of a test reach the service without TLS; one that no listener serves is called `localhost`.
    pub(crate) fn test_origin(&self) -> String {
        self.provers.signatures.test_origin()
    }

    /// What a caller's next DPoP proof has to hold, as an answer before would have told it.
    pub(crate) fn test_nonce(&self) -> String {
        let era = self.provers.ledger.era().ok();
        era.map_or_else(String::new, |era| era.nonces.current(self.now()))
    }

    #[cfg(test)]
    pub(crate) const fn audit(&self) -> &Audit {
        &self.audit
    }

    /// The rules by which it decides.
    pub(crate) fn routes(&self) -> &[crate::route::Route] {
        self.router.routes()
    }

    /// Answers one request, and writes exactly one audit record of it: also when it is refused, breaks, takes too
    /// long, or when the client goes away (then the record is written as the future is dropped).
    pub(crate) async fn answer(self: &Arc<Self>, incoming: Incoming) -> Response {
        match self.answer_beside(incoming).await {
            Beside::Answered(response) => response,
            // Behind our own listener there is no application.
            Beside::Left(passed) => passed.refused(self, Refusal::NotFound("no_application")),
        }
    }

    /// The same in front of an application: what is left to it goes on with its audit record still open.
    pub(crate) async fn answer_beside(self: &Arc<Self>, incoming: Incoming) -> Beside {
        match self.begin_answer(incoming).await {
            Begun::Whole(response) => Beside::Answered(response),
            Begun::Stream(opening) => Beside::Answered(self.stream(*opening).await),
            Begun::Left(passed) => Beside::Left(passed),
        }
    }

    /// The same for requests that are answered whole; `None` where one isn't.
    pub(crate) async fn answer_whole(&self, incoming: Incoming) -> Option<Response> {
        match self.begin_answer(incoming).await {
            Begun::Whole(response) => Some(response),
            Begun::Stream(_) | Begun::Left(_) => None,
        }
    }

    async fn begin_answer(&self, mut incoming: Incoming) -> Begun<'_> {
        let connected = incoming.peer;
        let located = self.edge.locate(&mut incoming);
        let peer = incoming.peer;
        let (mut entry, trace) = match self.begin(&incoming.method, peer) {
            Ok(begun) => begun,
            Err(refusal) => return Begun::Whole(unrecorded(&refusal)),
        };
        let scheme = Scheme::to_answer(incoming.headers.values("authorization"));
        let over_tls = incoming.over_tls;
        let page = self.edge.origins.pages().told(&incoming.headers.values("origin"));
        if connected != peer {
            entry.set_through(connected);
        }
        let admitted = match located {
            Ok(()) => self.admit(incoming, &mut entry, &trace).await,
            Err(refusal) => Err(self.counted(peer, refusal).into()),
        };
        let answer = match admitted {
            Ok(Decided::Admitted(mut admission, document)) => match admission.stream.take() {
                Some(admittance) => {
                    let way = Way { scheme, over_tls, page };
                    let opening = Opening { admission, admittance, document, entry, way };
                    return Begun::Stream(Box::new(opening));
                }
                None => {
                    let (next_nonce, standing) = (admission.next_nonce.take(), admission.standing);
                    let answer = self.call(admission, document, scheme, &mut entry).await;
                    answer.with_nonce(next_nonce).with_standing(standing)
                }
            },
            Ok(Decided::Told(document)) => Answer::told(document),
            Ok(Decided::Left) => {
                return Begun::Left(Box::new(Passed { entry, trace, peer, over_tls, scheme }));
            }
            Err(refused) => Answer::refused(&refused, &trace, scheme),
        };
        Begun::Whole(answer.over(over_tls).read_by(page).close(entry))
    }

    /// Answers what the listener could not even read as a request.
    pub(crate) fn answer_unreadable(&self, peer: IpAddr, refusal: Refusal) -> Response {
        self.answer_unasked("unreadable", peer, refusal)
    }

    /// Refuses a request without asking what it is.
    pub(crate) fn answer_unasked(&self, method: &str, peer: IpAddr, refusal: Refusal) -> Response {
        match self.begin(method, peer) {
            Ok((entry, trace)) => {
                let refused = self.counted(peer, refusal).into();
                Answer::refused(&refused, &trace, Scheme::Bearer).close(entry)
            }
            Err(refusal) => unrecorded(&refusal),
        }
    }

    /// A place in the audit log comes before everything: what can't be recorded isn't decided (L-05).
    fn begin(&self, method: &str, peer: IpAddr) -> Result<(Entry, String), Refusal> {
        let trace = trace_id().ok_or(Refusal::Unavailable("no_random_numbers"))?;
        let permit = self.audit.reserve().map_err(|_| Refusal::Unavailable("audit_unavailable"))?;
        let record = Record::new(self.clock.now(), method, Some(peer.to_canonical()), &trace);
        Ok((permit.open(record), trace))
    }

    async fn admit(
        &self,
        incoming: Incoming,
        entry: &mut Entry,
        trace: &str,
    ) -> Result<Decided<'_>, Refused<'_>> {
        let peer = incoming.peer;
        let decided = guard::guarded(self.decide(incoming, entry, trace)).await;
        decided
            .unwrap_or_else(|_| Err(Refusal::Internal("panicked").into()))
            .map_err(|refused| refused.map(|refusal| self.counted(peer, refusal)))
    }

    /// Edge and route, and then either an endpoint's rule or a document.
    async fn decide(
        &self,
        incoming: Incoming,
        entry: &mut Entry,
        trace: &str,
    ) -> Result<Decided<'_>, Refused<'_>> {
        if let Some(link) = trace_link(&*incoming.headers) {
            entry.set_link(link);
        }
        self.name_workload(&incoming, entry);
        let edged = Edged::check(incoming, &self.edge)?;
        if let Some(id) = edged.caller_certificate().and_then(PeerCertificate::workload) {
            entry.set_workload(id);
        }
        entry.set_path(&CanonicalPath::decode(edged.path()));
        if let Some(decoy) = self.router.decoy_at(edged.path()) {
            return Err(alarm(decoy, entry, trace).into());
        }
        if let Some(answer) = self.preflight(&edged, edged.peer(), entry) {
            return Ok(Decided::Told(answer?));
        }
        match self.router.find(edged)? {
            Found::Document(described) => Ok(Decided::Told(tell(described, entry)?)),
            Found::Legacy(legacy) => {
                entry.set_legacy(legacy.path);
                Ok(Decided::Left)
            }
            Found::Endpoint(mut routed) => {
                let document = routed.document.take();
                let decided = self.decide_endpoint(routed, entry, trace).await;
                match decided {
                    Ok(admission) => Ok(Decided::Admitted(admission, document)),
                    Err(refusal) => Err(Refused { refusal, document }),
                }
            }
        }
    }

    /// Who is at the other end of the connection, whatever becomes of the request.
    fn name_workload(&self, incoming: &Incoming, entry: &mut Entry) {
        let connection = incoming.peer_certificate.as_deref();
        let Some(id) = connection.and_then(PeerCertificate::workload) else { return };
        match self.edge.proxies_of(incoming) {
            Some(_) => entry.set_proxy(id),
            None => entry.set_workload(id),
        }
    }

    /// Identity, access.
    async fn decide_endpoint<'g>(
        &'g self,
        routed: Routed<'g>,
        entry: &mut Entry,
        trace: &str,
    ) -> Result<Admission<'g>, Refusal> {
        let (route, peer) = (routed.route, routed.edged.peer());
        entry.set_endpoint(route.name(), route.pattern.clone(), route.rule_digest.clone());
        placed(route, peer)?;
        let Self { provers, clock, grants, measures, .. } = self;
        let known = Known::prove(routed, provers, clock, grants).await?;
        if route.is_public() {
            measures.check_address(peer)?;
        }
        // The time after all that was waited for.
        let now = self.clock.now();
        let named = |identity: &_| {
            entry.set_identity(identity);
            measures.check_caller(identity)
        };
        Admission::decide(known, &self.desk(), now, trace, named).await
    }

    fn desk(&self) -> Desk<'_> {
        let Self { edge, provers, turns, .. } = self;
        Desk { origins: &edge.origins, provers, turns: turns.as_ref() }
    }

    /// Objects, input, handler: the generated code asks for them in that order, within the endpoint's time.
    async fn call(
        &self,
        admission: Admission<'_>,
        document: Option<DocumentPlace<'_>>,
        scheme: Scheme,
        entry: &mut Entry,
    ) -> Answer {
        let Admission { route, admitted, reading, turn, .. } = admission;
        let cx = Cx::new(admitted, Arc::clone(&self.stores));
        let noting = Noting { cx: &cx, entry };
        let response = guard::call(route, &cx, &reading).await;
        drop((noting, turn));
        Answer::of(response, &cx, scheme, document)
    }

    /// A refusal counts against the address that it goes to.
    fn counted(&self, peer: IpAddr, refusal: Refusal) -> Refusal {
        if refusal.is_fault()
            || matches!(
                refusal,
                Refusal::OverTheLimit(_)
                    | Refusal::RateLimited { .. }
                    | Refusal::Throttled { .. }
                    | Refusal::TooManyAtOnce
            )
        {
            return refusal;
        }
        if let Err(throttled) = self.measures.check_address(peer) {
            return throttled;
        }
        match self.refusals.check(&Key::ip(peer)) {
            Ok(_) => refusal,
            Err(retry) => Refusal::RateLimited { retry_after_seconds: retry.seconds },
        }
    }
}

/// From where a call comes, before anything is asked of who sends it (G-05): from elsewhere nobody can try credentials, use one up,
/// or learn what else the endpoint asks for.
fn placed(route: &Route, peer: IpAddr) -> Result<(), Refusal> {
    if route.places.hold(peer) { Ok(()) } else { Err(Refusal::NeedsNetwork) }
}

/// Adds to the record what was decided about and called behind the gate, also where the client goes away meanwhile.
struct Noting<'c> {
    cx: &'c Cx,
    entry: &'c mut Entry,
}

impl Drop for Noting<'_> {
    fn drop(&mut self) {
        self.cx.take_objects().into_iter().for_each(|object| self.entry.add_object(object));
        self.cx.take_calls().into_iter().for_each(|call| self.entry.add_call(call));
    }
}

/// A decoy answers as an unknown path does. Whoever is told of it reads the log.
fn alarm(decoy: &'static Decoy, entry: &mut Entry, trace: &str) -> Refusal {
    entry.set_alarm(decoy.name);
    tracing::warn!(decoy = decoy.name, trace, "somebody asked for a decoy");
    Refusal::NotFound("decoy_touched")
}

/// Gives what clients are told, as a public endpoint would.
fn tell(described: Described<'_>, entry: &mut Entry) -> Result<Response, Refusal> {
    entry.set_endpoint(metadata::NAME, described.pattern(), described.rule_digest());
    described.answer()
}

/// Only where there is no place in the log, and so nothing may be decided.
fn unrecorded(refusal: &Refusal) -> Response {
    tracing::error!(reason = refusal.reason(), "a request was refused unseen");
    answer::sealed(refusal.response("none"))
}
