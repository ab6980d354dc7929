//! The fourth stage: zt-core's decision, then the limit of requests.

use jiff::Timestamp;
use zt_core::decide::{StepUp, Verdict, decide};

use super::known::wanted_signature;
use super::{Key, Known};
use crate::edge::Reading;
use crate::endpoint::Admitted;
use crate::problem::Refusal;
use crate::route::Route;

/// A request that may be answered. Made by [`Admission::decide`] only.
pub(crate) struct Admission<'g> {
    pub(crate) route: &'g Route,
    pub(crate) admitted: Admitted,
    pub(crate) reading: Reading,
    /// What the caller's next DPoP proofs have to hold, where that is soon something else.
    pub(crate) next_nonce: Option<String>,
}

impl<'g> Admission<'g> {
    /// Decides by the endpoint's own rule, default deny.
    pub(crate) fn decide(known: Known<'g>, now: Timestamp, trace: &str) -> Result<Self, Refusal> {
        check_access(&known, now)?;
        check_rate(&known)?;
        Ok(Self::of(known, trace))
    }

    fn of(known: Known<'g>, trace: &str) -> Self {
        let Known { routed, identity, next_nonce, credential } = known;
        let route = routed.route;
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
        Self { route, admitted, reading: rest.reading, next_nonce }
    }
}

fn check_access(known: &Known<'_>, now: Timestamp) -> Result<(), Refusal> {
    let route = known.routed.route;
    match decide(&route.rule, &known.facts(now)) {
        Verdict::Allow => Ok(()),
        Verdict::NeedsCredential => Err(Refusal::NoCredential),
        Verdict::NeedsIssuer => Err(Refusal::InvalidToken("issuer_not_admitted")),
        Verdict::NeedsBound => Err(Refusal::NeedsBound),
        Verdict::NeedsStepUp(step_up) => Err(needs_login(known, step_up)),
        Verdict::NeedsSignature => {
            Err(Refusal::NeedsSignature { wanted: wanted_signature(&known.routed) })
        }
        Verdict::TooOld { max_age_seconds } => Err(Refusal::TooOld { max_age_seconds }),
        Verdict::NeedsDevice => Err(Refusal::NeedsDevice),
        Verdict::Insufficient => Err(Refusal::InsufficientScope { scopes: route.scopes.clone() }),
    }
}

/// The ways to log in in the words of the issuer that the caller would go to.
fn needs_login(known: &Known<'_>, StepUp { acr, auth_age_seconds }: StepUp) -> Refusal {
    let ours = acr.iter().map(|acr| acr.name);
    let acr_values = known.identity().map(|identity| identity.acr_values(ours));
    Refusal::NeedsStepUp { acr_values: acr_values.unwrap_or_default(), auth_age_seconds }
}

fn check_rate(known: &Known<'_>) -> Result<(), Refusal> {
    let route = known.routed.route;
    let key = Key::of(route.effective.rate.by, known.identity(), known.routed.edged.peer());
    let counted = route.limiter.check(&key);
    counted.map_err(|retry| Refusal::RateLimited { retry_after_seconds: retry.seconds })
}
