//! What the instances of a service have in common: how often each caller asked, which proofs were used, and what was taken
//! back. For those who write a backend; everybody else hands in a ready one, such as `zt_redis::Redis`.
//!
//! zt asks a [`Backend`] for a [`Session`], and that one question for each request. It keeps the session alive, bounds the
//! time of each answer, and refuses requests while there is none. A backend keeps no state of its own and tries nothing
//! twice: zt can't know whether the first try counted.
//!
//! All futures run on one thread of their own, with a tokio runtime.

mod link;
#[cfg(test)]
mod tests;

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::Secret;
pub(crate) use link::{Link, Publisher};

/// What comes of a question to the store.
pub type Answered<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// What names one thing in the store: a digest of all that tells it from others.
pub type Id = [u8; 32];

/// A kind of store that instances can share.
pub trait Backend: Send + Sync + 'static {
    /// Whether this can be the place of such a store, before anything is asked.
    ///
    /// # Errors
    /// What is wrong with it, and what is expected, for whoever wrote the configuration.
    fn check(&self, place: &Place) -> Result<(), String>;

    /// Connects, and agrees with the store on its [`Era`].
    fn connect<'a>(&'a self, place: &'a Place) -> Answered<'a, Box<dyn Session>>;
}

/// One connection to the store. After a fault zt drops it and connects anew.
pub trait Session: Send + Sync + 'static {
    /// The era that the store is in.
    fn era(&self) -> &Era;

    /// Settles one request, in one step that no other comes between: the first of these that isn't so is the answer, and
    /// leaves everything behind it undone.
    ///
    /// 1. The store is in the era of the question, if it names one.
    /// 2. Nothing of [`Question::unless_revoked`] was taken back.
    /// 3. Nothing of [`Question::once`] was used. All of it is used now.
    /// 4. No limit of [`Question::counts`] is reached, by the store's own clock. All of them are charged now.
    fn decide<'a>(&'a self, question: &'a Question) -> Answered<'a, Decision>;

    /// Keeps revocations, and tells them to all instances. One that is known already changes nothing.
    fn publish<'a>(&'a self, revoked: &'a [Revoked]) -> Answered<'a, ()>;

    /// What was taken back after `cursor`, or all of it, and the store's time. It answers at once.
    fn news<'a>(&'a self, cursor: Option<&'a str>) -> Answered<'a, News>;
}

/// Where the store is, as the configuration says it.
#[derive(Debug)]
pub struct Place {
    /// The name of the service, which tells its entries from those of others.
    pub service: String,
    /// The address, without name and password: `shared`.
    pub address: String,
    /// As whom to ask: `shared_user`.
    pub user: Option<String>,
    /// The password: what is in the file of `shared_secret`.
    pub secret: Option<Secret<String>>,
    /// The CAs of the store's certificate, in PEM: the file of `shared_ca`. Without one, those of the system.
    pub ca: Option<Vec<u8>>,
}

/// A time for which the store remembers what was used. It ends when it can't be sure to remember all of it: with its process,
/// or with its data.
pub struct Era {
    /// What tells it from others.
    pub id: String,
    /// A key that all instances have, and nobody knew before: proofs hold a nonce that is made with it, so none of an earlier
    /// era counts.
    pub secret: Zeroizing<[u8; 32]>,
    /// When it began, in seconds since 1970 by the store's clock. What was signed before doesn't count.
    pub began: i64,
}

/// What has to hold for one request.
#[derive(Debug, Default)]
pub struct Question {
    /// The id of the era in which its proofs count.
    pub era: Option<String>,
    /// What must not have been taken back.
    pub unless_revoked: Vec<UnlessRevoked>,
    /// What counts once.
    pub once: Vec<Id>,
    /// For how long the store has to remember that it was used.
    pub remember: Duration,
    /// Whose limits it is charged to.
    pub counts: Vec<Count>,
}

/// What must not have been taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlessRevoked {
    /// As in [`Revoked::id`].
    pub id: Id,
    /// Only a revocation of at least this moment matters, in milliseconds since 1970; without one, each.
    pub issued: Option<i64>,
}

/// One limit, and what a request takes of it: GCRA, with a whole burst at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Whose limit.
    pub id: Id,
    /// In which time one request is allowed anew, in whole microseconds.
    pub interval: u64,
    /// How many may come at once.
    pub burst: u32,
    /// For how many requests this one counts, at most `burst`.
    pub cost: u32,
}

/// What the store says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It counts. Of each limit: after how many microseconds all of it is there again.
    Admitted(Vec<u64>),
    /// The store is in another era.
    OtherEra,
    /// This entry of [`Question::unless_revoked`] was taken back.
    Revoked(usize),
    /// This entry of [`Question::once`] was used.
    Used(usize),
    /// This entry of [`Question::counts`] has its limit reached, for so many microseconds.
    Over(usize, u64),
}

/// One revocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// What was taken back.
    pub id: Id,
    /// When, in milliseconds since 1970. Of two for one id the later one counts.
    pub at: i64,
    /// For how long it has to be remembered from then on; without one, for ever.
    pub remember: Option<Duration>,
    /// What is told to the other instances, word for word.
    pub line: String,
}

/// What an instance hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// What [`Revoked::line`] said, in the order in which it came. Where it is empty, that was all.
    pub lines: Vec<String>,
    /// What to ask with next.
    pub cursor: String,
    /// The store's clock, in milliseconds since 1970.
    pub now: i64,
}

/// Why the store can't be used, for the log. It must not hold a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    /// A fault that says so.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl fmt::Debug for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Era").field("id", &self.id).finish_non_exhaustive()
    }
}
