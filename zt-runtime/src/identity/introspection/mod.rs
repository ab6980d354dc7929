//! Asking the issuer about a token that says nothing itself (RFC 7662).
//!
//! [`answer`] reads what it says, [`memory`] keeps it for seconds and sees to it that one question at a time is asked
//! about a token, [`endpoint`] is where and as whom is asked. An issuer that doesn't answer isn't asked for a while.
//! Whatever fails, the caller isn't let in (T-23): a question without an answer is a 503.

mod answer;
mod credentials;
mod endpoint;
mod memory;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::claims::Claims;
use super::jwt::claims::Mapping;
use crate::breaker::{Breaker, Health, Paused};
use crate::clock::Clock;
use crate::outbound::{FetchFault, Outbound};
use crate::problem::Refusal;
use answer::Answer;
pub(crate) use credentials::ClientCredentials;
pub(crate) use endpoint::Endpoint;
use memory::{Digest, Known, Memory};

/// So long a good answer counts without asking again: a token that the issuer took back stops within this time. Longer
/// would be a worse promise, much shorter a question with nearly each request.
pub(crate) const INTROSPECTION_REMEMBERED: Duration = Duration::from_secs(30);

/// So long a token that doesn't count isn't asked about again: who floods the service with one doesn't flood the issuer.
const INACTIVE_REMEMBERED: Duration = Duration::from_secs(5);

/// As many as keep several workers from meeting at one lock.
const SHARDS: usize = 16;

/// Questions at the same time. What is more than that is refused, so that an issuer that got slow isn't buried.
const MOST_QUESTIONS: usize = 64;

/// How long one question may take, finding out where to ask included.
const PATIENCE: Duration = Duration::from_secs(6);

/// What came of a question: the same for all who waited for it.
type Settled = Result<Answer, Refusal>;

/// One issuer's introspection. Cheap to clone; all clones share what they know.
#[derive(Clone)]
pub(crate) struct Introspection(Arc<Shared>);

struct Shared {
    outbound: Outbound,
    endpoint: Endpoint,
    credentials: ClientCredentials,
    clock: Clock,
    questions: Arc<Semaphore>,
    shards: [Mutex<Shard>; SHARDS],
    breaker: Mutex<Breaker>,
}

type Shard = Memory<watch::Receiver<Option<Settled>>>;

impl Introspection {
    pub(crate) fn new(
        outbound: &Outbound,
        endpoint: Endpoint,
        credentials: ClientCredentials,
        clock: Clock,
    ) -> Self {
        Self(Arc::new(Shared {
            outbound: outbound.clone(),
            endpoint,
            credentials,
            clock,
            questions: Arc::new(Semaphore::new(MOST_QUESTIONS)),
            shards: std::array::from_fn(|_| Mutex::new(Memory::new())),
            breaker: Mutex::default(),
        }))
    }

    /// What the issuer says about the token: remembered, or asked now.
    pub(super) async fn claims(&self, token: &str, mapping: &Mapping) -> Result<Claims, Refusal> {
        let digest = Digest::from(Sha256::digest(token.as_bytes()));
        let mut waiting = match self.known_or_asked(digest, token, mapping)? {
            Known::Answer(answer) => return answer.claims(),
            Known::Asked(waiting) => waiting,
        };
        let settled = waiting.wait_for(Option::is_some).await;
        let settled = settled.ok().and_then(|settled| settled.clone());
        settled.unwrap_or(Err(Refusal::Unavailable("introspection_failed")))?.claims()
    }

    /// Of all who bring an unknown token at once, one asks, and the others wait for that answer.
    fn known_or_asked(
        &self,
        digest: Digest,
        token: &str,
        mapping: &Mapping,
    ) -> Result<Known<watch::Receiver<Option<Settled>>>, Refusal> {
        let now = self.0.clock.elapsed();
        let mut memory = self.0.shard(&digest);
        if let Some(known) = memory.find(&digest, now) {
            return Ok(known);
        }
        let permit = Arc::clone(&self.0.questions).try_acquire_owned();
        let permit = permit.map_err(|_| Refusal::Unavailable("introspection_busy"))?;
        let admitted = lock(&self.0.breaker).admit(now);
        admitted.map_err(|Paused| Refusal::Unavailable("introspection_unavailable"))?;
        let (sender, waiting) = watch::channel(None);
        memory.asked(digest, waiting.clone());
        drop(memory);
        let question = Question { shared: Arc::clone(&self.0), digest, sender, _permit: permit };
        let (token, mapping) = (Zeroizing::new(token.to_owned()), mapping.clone());
        // On its own thread: who asked first may go away, and others still wait.
        self.0.outbound.spawn(async move { question.ask(&token, &mapping).await });
        Ok(Known::Asked(waiting))
    }
}

impl Shared {
    /// What is known of a digest stands in one shard, so that no lock is everybody's.
    fn shard(&self, digest: &Digest) -> MutexGuard<'_, Shard> {
        let [first, ..] = *digest;
        let [shard, ..] = &self.shards;
        lock(self.shards.get(usize::from(first) % SHARDS).unwrap_or(shard))
    }
}

// What is inside is whole between any two statements that hold the lock.
fn lock<T>(inside: &Mutex<T>) -> MutexGuard<'_, T> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A question on its way. However it ends, nobody waits for it afterwards.
struct Question {
    shared: Arc<Shared>,
    digest: Digest,
    sender: watch::Sender<Option<Settled>>,
    _permit: OwnedSemaphorePermit,
}

impl Question {
    async fn ask(self, token: &str, mapping: &Mapping) {
        let Shared { outbound, endpoint, credentials, .. } = &*self.shared;
        let asked = endpoint.ask(outbound, credentials, token);
        let asked = timeout(PATIENCE, asked).await;
        let asked = asked.unwrap_or(Err(FetchFault::Malformed("no answer in time")));
        match asked {
            Ok(body) => {
                let answer = Answer::read(&body, endpoint.issuer(), &self.digest, mapping);
                self.settle(Ok(answer), Some(Health::Answers));
            }
            Err(fault) => {
                tracing::warn!(%fault, issuer = endpoint.issuer(), "introspection failed");
                let unavailable = Refusal::Unavailable("introspection_unavailable");
                self.settle(Err(unavailable), Health::after(&fault));
            }
        }
    }

    fn settle(self, settled: Settled, health: Option<Health>) {
        let now = self.shared.clock.elapsed();
        if let Some(health) = health {
            lock(&self.shared.breaker).settled(health, now);
        }
        let mut memory = self.shared.shard(&self.digest);
        memory.forget_question(&self.digest);
        if let Ok(answer) = &settled {
            let span = answer.counts_for(self.shared.clock.now());
            memory.remember(self.digest, answer.clone(), now, span);
        }
        drop(memory);
        self.sender.send_replace(Some(settled));
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        // Else everybody with this token would wait for a question that nobody asks.
        if self.sender.borrow().is_none() {
            self.shared.shard(&self.digest).forget_question(&self.digest);
        }
    }
}

impl fmt::Debug for Introspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shared { endpoint, credentials, .. } = &*self.0;
        let mut shown = f.debug_struct("Introspection");
        shown.field("endpoint", endpoint).field("credentials", credentials).finish_non_exhaustive()
    }
}
