//! The fourth stage: zt-core's decision, then the limit of requests.

use std::net::IpAddr;
use std::rc::Rc;

use jiff::Timestamp;
use zt_core::contract::Access;
use zt_core::decide::{StepUp, Verdict, decide};

use super::known::wanted_signature;
use super::{Key, Known, Renewal, Standing, Turn, Turns};
use crate::edge::{Announced, Origins, Reading};
use crate::endpoint::{Admitted, HeaderSource};
use crate::identity::{Identity, Provers};
use crate::ledger::{Counted, Limit, Settlement, Spends};
use crate::problem::Refusal;
use crate::route::Route;
use crate::stream::Heard;

/// What deciding asks beside the rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk<'d> {
    pub(crate) origins: &'d Origins,
    pub(crate) provers: &'d Provers,
    /// How many requests of one caller are answered at once, where that is bounded.
    pub(crate) turns: Option<&'d Turns>,
}

/// What may be answered. Made by [`Admission::decide`] and [`Admission::of_message`] only.
pub(crate) struct Admission<'g> {
    pub(crate) route: &'g Route,
    pub(crate) admitted: Admitted,
    pub(crate) reading: Reading,
    /// What the caller's next DPoP proofs have to hold, where that is soon something else.
    pub(crate) next_nonce: Option<String>,
    /// What is left to the caller of the limit.
    pub(crate) standing: Standing,
    /// Held for as long as it is being answered.
    pub(crate) turn: Option<Turn>,
    /// Where the answer is a stream.
    pub(crate) stream: Option<Box<Admittance>>,
}

/// A caller who may open a stream.
pub(crate) struct Admittance {
    pub(crate) identity: Rc<Identity>,
    pub(crate) renewal: Renewal,
    /// It asks for the head of the answer only.
    pub(crate) to_head: bool,
    /// Who is at the other end of the connection.
    pub(crate) peer: IpAddr,
}

impl<'g> Admission<'g> {
    /// Decides by the endpoint's own rule, default deny, and settles what counts once before anything else is said.
    /// `named` hears who it is, once that is beyond doubt, and may refuse them.
    pub(crate) async fn decide(
        mut known: Known<'g>,
        desk: &Desk<'_>,
        now: Timestamp,
        trace: &str,
        named: impl FnOnce(&Identity) -> Result<(), Refusal>,
    ) -> Result<Self, Refusal> {
        let decided = check_access(&known, now)
            .and_then(|()| check_upgrade(&known))
            .and_then(|()| check_origin(&known, desk.origins));
        let (spends, identity) = (std::mem::take(&mut known.spends), known.identity());
        let caller = identity.map(|identity| (identity, desk.provers.leeway_of(identity)));
        let (route, peer) = (known.routed.route, known.routed.edged.peer());
        let count = decided.is_ok().then(|| counted(route, identity, peer));
        let limit = desk.provers.ledger.settle(Settlement { spends, caller, count }, now).await?;
        if let Some(identity) = identity {
            named(identity)?;
        }
        decided?;
        let standing = standing(route, limit)?;
        let turn = turn(route, desk, identity, peer)?;
        Self::of(known, standing, turn, trace)
    }

    /// The same of what is said over a socket: by the message's own rule, for its caller as they stand now.
    pub(crate) async fn of_message(
        heard: Heard<'g>,
        desk: &Desk<'_>,
        now: Timestamp,
        trace: &str,
    ) -> Result<Self, Refusal> {
        let Heard { route, identity, credential, peer, params } = heard;
        let verdict = decide(&route.rule, &identity.facts(now));
        refusal_of(verdict, route, Some(&identity), String::new)?;
        let caller = Some((&*identity, desk.provers.leeway_of(&identity)));
        let count = Some(counted(route, Some(&identity), peer));
        let settlement = Settlement { spends: Spends::default(), caller, count };
        let standing = standing(route, desk.provers.ledger.settle(settlement, now).await?)?;
        let turn = turn(route, desk, Some(&identity), peer)?;
        let reading = Reading::default();
        let admitted = Admitted {
            contract: route.contract(),
            limits: route.effective.limits,
            identity: Some(identity),
            params: Vec::new(),
            query: String::new(),
            headers: Box::new(SaidAsJson),
            body: Some(Announced::whole(params, reading.clone())),
            trace: trace.to_owned(),
            credential,
        };
        Ok(Self { route, admitted, reading, next_nonce: None, standing, turn, stream: None })
    }

    fn of(
        known: Known<'g>,
        standing: Standing,
        turn: Option<Turn>,
        trace: &str,
    ) -> Result<Self, Refusal> {
        let Known { routed, identity, next_nonce, credential, renewal, .. } = known;
        let route = routed.route;
        let (to_head, peer) = (routed.edged.method() == "HEAD", routed.edged.peer());
        let stream = match (route.streams(), identity.clone(), renewal) {
            (false, ..) => None,
            (true, Some(identity), Some(renewal)) => {
                Some(Box::new(Admittance { identity, renewal, to_head, peer }))
            }
            // No rule lets nobody open one.
            (true, ..) => return Err(Refusal::NoCredential),
        };
        let rest = routed.edged.into_rest();
        let admitted = Admitted {
            contract: route.contract(),
            limits: route.effective.limits,
            identity,
            params: routed.params,
            query: rest.query,
            headers: rest.headers,
            body: rest.body,
            trace: trace.to_owned(),
            credential,
        };
        Ok(Self { route, admitted, reading: rest.reading, next_nonce, standing, turn, stream })
    }
}

fn check_access(known: &Known<'_>, now: Timestamp) -> Result<(), Refusal> {
    let route = known.routed.route;
    let verdict = decide(&route.rule, &known.facts(now));
    refusal_of(verdict, route, known.identity(), || wanted_signature(&known.routed))
}

/// What a verdict means for whoever asked. `wanted` is the signature that the request would have needed.
pub(super) fn refusal_of(
    verdict: Verdict,
    route: &Route,
    identity: Option<&Identity>,
    wanted: impl FnOnce() -> String,
) -> Result<(), Refusal> {
    match verdict {
        Verdict::Allow => Ok(()),
        Verdict::NeedsCredential => Err(Refusal::NoCredential),
        Verdict::NeedsIssuer => Err(Refusal::InvalidToken("issuer_not_admitted")),
        Verdict::NeedsBound => Err(Refusal::NeedsBound),
        Verdict::NeedsStepUp(step_up) => Err(needs_login(identity, step_up)),
        Verdict::NeedsSignature => Err(Refusal::NeedsSignature { wanted: wanted() }),
        Verdict::TooOld { max_age_seconds } => Err(Refusal::TooOld { max_age_seconds }),
        Verdict::NeedsDevice => Err(Refusal::NeedsDevice),
        Verdict::Insufficient => Err(Refusal::InsufficientScope { scopes: route.scopes.clone() }),
    }
}

/// The ways to log in in the words of the issuer that the caller would go to.
fn needs_login(identity: Option<&Identity>, StepUp { acr, auth_age_seconds }: StepUp) -> Refusal {
    let ours = acr.iter().map(|acr| acr.name);
    let acr_values = identity.map(|identity| identity.acr_values(ours));
    Refusal::NeedsStepUp { acr_values: acr_values.unwrap_or_default(), auth_age_seconds }
}

/// A page that was lured here by another site must not listen in its visitor's name (cross-site WebSocket hijacking, X21).
/// Who comes without a browser sends no `Origin`.
fn check_origin(known: &Known<'_>, origins: &Origins) -> Result<(), Refusal> {
    let edged = &known.routed.edged;
    let named = edged.headers().values("origin");
    let admits = !known.routed.route.streams() || origins.admit(edged.is_over_tls(), &named);
    admits.then_some(()).ok_or(Refusal::ForeignOrigin)
}

/// A socket is opened as one, and nothing else is. Who may not ask there doesn't learn what it is.
fn check_upgrade(known: &Known<'_>) -> Result<(), Refusal> {
    match (known.routed.route.contract().is_socket(), known.routed.edged.asks_for_a_socket()) {
        (true, false) => Err(Refusal::UpgradeRequired),
        (false, true) => Err(Refusal::MalformedRequest("upgrade")),
        _ => Ok(()),
    }
}

/// What is said over a socket has no headers of its own.
struct SaidAsJson;

impl HeaderSource for SaidAsJson {
    fn values(&self, name: &str) -> Vec<&[u8]> {
        if name == "content-type" { vec![b"application/json"] } else { Vec::new() }
    }
}

fn counted<'r>(route: &'r Route, identity: Option<&Identity>, peer: IpAddr) -> Counted<'r> {
    let key = Key::of(route.effective.rate.by, identity, peer);
    let here = matches!(route.contract().access, Access::Probe);
    Counted { limiter: &route.limiter, key, here }
}

/// Whether this instance lives is said to whoever asks.
fn turn(
    route: &Route,
    desk: &Desk<'_>,
    identity: Option<&Identity>,
    peer: IpAddr,
) -> Result<Option<Turn>, Refusal> {
    let is_probe = matches!(route.contract().access, Access::Probe);
    let turns = desk.turns.filter(|_| !is_probe);
    turns.map(|turns| turns.take(identity, peer)).transpose()
}

fn standing(route: &Route, limit: Limit) -> Result<Standing, Refusal> {
    let rule = route.effective.rate;
    match limit.ok_or(Refusal::Internal("not_counted"))? {
        Ok(left) => Ok(Standing::new(rule, left)),
        Err(retry) => Err(Refusal::OverTheLimit(Standing::refused(rule, retry.seconds))),
    }
}
