//! What counts once, and how often somebody may ask: in this process, or in common with the other instances.
//!
//! One question settles a request, after everything else about it was decided. With a shared store that is one round trip,
//! and the store answers whether the token was taken back meanwhile, too.

mod era;
mod question;

use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::access::{Key, Left, Limiter, RetryAfter};
use crate::clock::Clock;
use crate::identity::{Identity, Replays, Spend};
use crate::problem::Refusal;
use crate::shared::{Decision, Link};
pub(crate) use era::Era;
pub(crate) use question::{digest, id_of_subject, id_of_token};

/// Who keeps it. One for all workers of a process.
pub(crate) enum Ledger {
    /// This process, as long as it runs.
    Own { era: Arc<Era>, replays: Box<Replays> },
    /// The store that instances share.
    Shared(Arc<Link>),
}

/// What a request uses up, and in which era.
#[derive(Debug, Default)]
#[must_use = "nothing is proved before it is used up"]
pub(crate) struct Spends {
    pub(crate) era: Option<Arc<Era>>,
    pub(crate) proof: Option<Spend>,
    pub(crate) signature: Option<Spend>,
}

/// What is to be settled for one request.
#[derive(Debug)]
pub(crate) struct Settlement<'r> {
    pub(crate) spends: Spends,
    /// Who calls, and how far the clock of its issuer may be ahead.
    pub(crate) caller: Option<(&'r Identity, SignedDuration)>,
    /// What is counted, if everything else was decided in its favour.
    pub(crate) count: Option<Counted<'r>>,
}

/// A limit, and whose.
#[derive(Debug)]
pub(crate) struct Counted<'r> {
    pub(crate) limiter: &'r Limiter,
    pub(crate) key: Key,
    /// A probe is counted where it is: whether this instance lives is not for others to say.
    pub(crate) here: bool,
}

/// What a limit says; `None` where nothing was counted.
pub(crate) type Limit = Option<Result<Left, RetryAfter>>;

impl Ledger {
    /// One of this process alone, from now on.
    pub(crate) fn own(clock: &Clock) -> crate::Result<Self> {
        Ok(Self::Own { era: Arc::new(Era::of_process(clock)?), replays: Box::new(Replays::new()?) })
    }

    /// For which time it remembers what was used. A proof has to be of it.
    pub(crate) fn era(&self) -> Result<Arc<Era>, Refusal> {
        match self {
            Self::Own { era, .. } => Ok(Arc::clone(era)),
            Self::Shared(link) => link.era(),
        }
    }

    /// Whether what was taken back elsewhere is known here. For those who asked before, and go on.
    pub(crate) fn check_fresh(&self) -> Result<(), Refusal> {
        match self {
            Self::Own { .. } => Ok(()),
            Self::Shared(link) => link.check_fresh(),
        }
    }

    /// Uses up what the request has that counts once, and then counts it. `Err` where its proofs or its caller don't count.
    pub(crate) async fn settle(
        &self,
        settlement: Settlement<'_>,
        now: Timestamp,
    ) -> Result<Limit, Refusal> {
        match self {
            Self::Own { replays, .. } => {
                for spend in settlement.spends.iter() {
                    replays.spend(spend, now).map_err(|spent| spend.refusal(spent))?;
                }
                Ok(settlement.count.map(|counted| counted.here()))
            }
            Self::Shared(link) => settle_shared(link, settlement).await,
        }
    }
}

async fn settle_shared(link: &Link, settlement: Settlement<'_>) -> Result<Limit, Refusal> {
    let Settlement { spends, caller, count } = settlement;
    let (here, count) = match count {
        Some(counted) if counted.here => (Some(counted), None),
        count => (None, count),
    };
    if spends.is_empty() && count.is_none() {
        return Ok(here.map(|counted| counted.here()));
    }
    let question = question::of(&spends, caller, count.as_ref());
    match link.decide(question).await? {
        Decision::Admitted(full_after) => {
            let left = count.and_then(|counted| counted.limiter.left(&full_after));
            Ok(left.map(Ok).or_else(|| here.map(|counted| counted.here())))
        }
        Decision::Over(_, micros) => Ok(Some(Err(RetryAfter::micros(micros)))),
        Decision::OtherEra => Err(Link::AWAY),
        Decision::Revoked(_) => Err(caller.map_or(Refusal::NoCredential, |(it, _)| it.revoked())),
        Decision::Used(index) => Err(spends.refusal_of(index)),
    }
}

impl Counted<'_> {
    fn here(&self) -> Result<Left, RetryAfter> {
        self.limiter.check(&self.key)
    }
}

impl Spends {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Spend> {
        self.proof.iter().chain(&self.signature)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.proof.is_none() && self.signature.is_none()
    }

    fn refusal_of(&self, index: usize) -> Refusal {
        use crate::identity::Spent::Used;
        let used = self.iter().nth(index).map(|spend| spend.refusal(Used));
        used.unwrap_or(Link::AWAY)
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Own { .. } => "Ledger::Own",
            Self::Shared(_) => "Ledger::Shared",
        })
    }
}
