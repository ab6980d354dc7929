//! What was taken back before it expired: single tokens, and everything that a subject was given so far.
//!
//! Every request asks, so asking takes no lock. A revocation counts from the moment it is made, and is on disk when
//! [`Revocations::revoke_token`] returns `Ok`. Where instances share a store, it is in the store by then, too; what others take back
//! is learned from there.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::Identity;
use super::paseto::Fault;
use super::subject::Subject;
use super::workload_id::is_issuer_of_certificates;
use crate::audit::record::digest;
use crate::audit::{Audit, Event};
use crate::clock::Clock;
use crate::config::state::StateFolder;
use crate::ledger::{id_of_subject, id_of_token};
use crate::shared::{Fault as SharedFault, Publisher, Revoked};

mod log;

pub use log::RevocationFault;
use log::{Entry, Log};

/// No accepted token lives longer than a day (the configuration's cap), whatever the clocks' leeway: after that its
/// revocation has nothing left to refuse. A certificate may live for years, so its revocation is never forgotten.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(24 * 3600 + 120);

/// Takes access back before a token expires (RFC 7009 §2, OpenID CAEP). Cheap to clone; all clones are one.
///
/// Revoking writes to disk and waits for it: in async code, do it where blocking is allowed.
#[derive(Clone)]
pub struct Revocations(Arc<Shared>);

struct Shared {
    table: ArcSwap<Table>,
    log: Mutex<Option<Log>>,
    clock: Clock,
    audit: Option<Audit>,
    /// Who waits for the next one: streams that are open.
    told: watch::Sender<()>,
    /// The way to the other instances.
    others: OnceLock<Publisher>,
}

#[derive(Debug, Clone, Default)]
struct Table {
    /// By issuer and token id: when it was revoked.
    tokens: HashMap<Arc<str>, HashMap<Arc<str>, Timestamp>>,
    /// Everything issued up to that moment.
    subjects: HashMap<Subject, Timestamp>,
}

impl Revocations {
    /// Reads what was revoked before, strictly: a file that can't be read whole is a fault at start-up, since half a
    /// list of revocations is access for those in the other half.
    pub(crate) fn open(
        folder: &StateFolder,
        clock: Clock,
        audit: Audit,
    ) -> Result<Self, RevocationFault> {
        let (log, entries) = Log::open(folder)?;
        Ok(Self::from_parts(Some(log), entries, clock, Some(audit)))
    }

    /// Revocations that last as long as the process, for tests.
    pub(crate) fn in_memory(clock: Clock) -> Self {
        Self::from_parts(None, Vec::new(), clock, None)
    }

    fn from_parts(
        log: Option<Log>,
        entries: Vec<Entry>,
        clock: Clock,
        audit: Option<Audit>,
    ) -> Self {
        let mut table = Table::default();
        for entry in entries {
            table.insert(entry);
        }
        table.forget(clock.now());
        let (table, log) = (ArcSwap::from_pointee(table), Mutex::new(log));
        let (told, others) = (watch::Sender::new(()), OnceLock::new());
        Self(Arc::new(Shared { table, log, clock, audit, told, others }))
    }

    /// Takes one token back, by its issuer and its id (`jti`). A certificate's issuer is that of its workload's
    /// [`Subject`], its id the SHA-256 of its DER in base64url, as `x5t#S256` has it.
    ///
    /// # Errors
    /// It could not be written to disk: it counts until the process ends, and must be repeated to outlast it.
    pub fn revoke_token(&self, issuer: &str, token_id: &str) -> Result<(), RevocationFault> {
        let at = self.0.clock.now();
        self.record(Entry::Token { at, issuer: Arc::from(issuer), id: Arc::from(token_id) })
    }

    /// Takes back the token, or the certificate, with which the caller came: logging out.
    ///
    /// # Errors
    /// As [`Revocations::revoke_token`].
    pub fn revoke_own(&self, caller: &Identity) -> Result<(), RevocationFault> {
        self.revoke_token(caller.subject().issuer(), caller.token_id())
    }

    /// Takes back every token that the subject was given up to now, on any device. One issued later counts again. Of a
    /// workload, every certificate that counts by now.
    ///
    /// # Errors
    /// As [`Revocations::revoke_token`].
    pub fn revoke_subject(&self, subject: &Subject) -> Result<(), RevocationFault> {
        let at = self.0.clock.now();
        self.record(Entry::Subject { at, subject: subject.clone() })
    }

    /// Refuses a token that was taken back. `leeway` is how far the issuer's clock may be ahead: a token that says
    /// that it was issued just after the revocation may have been issued just before it.
    pub(crate) fn check(&self, identity: &Identity, leeway: SignedDuration) -> Result<(), Fault> {
        let table = self.0.table.load();
        if table.holds_token(identity.subject().issuer(), identity.token_id()) {
            return Err("token_revoked");
        }
        match table.subjects.get(identity.subject()) {
            Some(at) if identity.issued_at() <= at.saturating_add_duration(leeway) => {
                Err("subject_revoked")
            }
            _ => Ok(()),
        }
    }

    /// Is told each revocation from now on, as soon as it counts.
    pub(crate) fn told(&self) -> watch::Receiver<()> {
        self.0.told.subscribe()
    }

    fn record(&self, entry: Entry) -> Result<(), RevocationFault> {
        // One writer at a time, from memory to disk: a lost update would be access given back.
        let mut log = self.0.log.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = Table::clone(&self.0.table.load());
        table.insert(entry.clone());
        table.forget(self.0.clock.now());
        self.0.table.store(Arc::new(table));
        self.tell();
        self.note(&entry);
        let written = log.as_mut().map_or(Ok(()), |log| log.append(&entry));
        drop(log);
        // The others hear of it whatever the disk says.
        let told = self.0.others.get().map_or(Ok(()), |others| others.publish(revoked(&entry)));
        written.and(told.map_err(RevocationFault::Shared))
    }
}

/// What the log says.
impl Revocations {
    fn note(&self, entry: &Entry) {
        if let Some(audit) = &self.0.audit {
            audit.note(event_of(entry));
        }
    }
}

/// What instances tell each other.
impl Revocations {
    /// From now on each revocation is told to the others. Once.
    pub(crate) fn tell_others_by(&self, publisher: Publisher) {
        let _ = self.0.others.set(publisher);
    }

    /// Wakes whoever waits: what they know may have changed.
    pub(crate) fn tell(&self) {
        self.0.told.send_replace(());
    }

    /// Everything that is known here.
    pub(crate) fn known(&self) -> Vec<Revoked> {
        let table = self.0.table.load();
        let tokens = table.tokens.iter().flat_map(|(issuer, tokens)| {
            let entry = |(id, at): (&Arc<str>, &Timestamp)| Entry::Token {
                at: *at,
                issuer: Arc::clone(issuer),
                id: Arc::clone(id),
            };
            tokens.iter().map(entry)
        });
        let subjects = table.subjects.iter();
        let subjects =
            subjects.map(|(subject, at)| Entry::Subject { at: *at, subject: subject.clone() });
        tokens.chain(subjects).map(|entry| revoked(&entry)).collect()
    }

    /// Learns what another instance took back, and keeps it on disk too: whoever knows it may be gone tomorrow.
    pub(crate) fn learn(&self, lines: &[String]) -> Result<(), SharedFault> {
        let unread = || {
            SharedFault::new(
                "it holds a revocation that can't be read: is there a newer zt beside this one?",
            )
        };
        let entries: Option<Vec<_>> = lines.iter().map(|line| log::parse_one(line)).collect();
        let entries = entries.ok_or_else(unread)?;
        let mut log = self.0.log.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = Table::clone(&self.0.table.load());
        let new: Vec<_> = entries.into_iter().filter(|entry| table.learn(entry)).collect();
        if new.is_empty() {
            return Ok(());
        }
        table.forget(self.0.clock.now());
        self.0.table.store(Arc::new(table));
        self.tell();
        new.iter().for_each(|entry| self.note(entry));
        let written = log.as_mut().map_or(Ok(()), |log| log.append_all(&new));
        written.map_err(|fault| SharedFault::new(format!("what it said can't be kept: {fault}")))
    }
}

/// An entry as others hear it. The moment is rounded up to what the store compares.
fn revoked(entry: &Entry) -> Revoked {
    let (id, at, issuer) = match entry {
        Entry::Token { at, issuer, id } => (id_of_token(issuer, id), at, &**issuer),
        Entry::Subject { at, subject } => (id_of_subject(subject), at, subject.issuer()),
    };
    let whole = at.as_millisecond();
    let at = if at.subsec_nanosecond() % 1_000_000 == 0 { whole } else { whole.saturating_add(1) };
    let ends = Duration::from_secs(REMEMBERED.as_secs().unsigned_abs());
    let remember = (!is_issuer_of_certificates(issuer)).then_some(ends);
    Revoked { id, at, remember, line: log::line(entry) }
}

/// What the audit log says of it: of a token a digest of its id, as in each record of what it was used for.
fn event_of(entry: &Entry) -> Event {
    match entry {
        Entry::Token { issuer, id, .. } => {
            Event::TokenRevoked { issuer: issuer.to_string(), token: digest(id) }
        }
        Entry::Subject { subject, .. } => Event::SubjectRevoked { subject: Some(subject.clone()) },
    }
}

impl fmt::Debug for Revocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revocations").finish_non_exhaustive()
    }
}

impl Table {
    fn insert(&mut self, entry: Entry) {
        match entry {
            Entry::Token { at, issuer, id } => {
                self.tokens.entry(issuer).or_default().insert(id, at);
            }
            Entry::Subject { at, subject } => {
                let until = self.subjects.entry(subject).or_insert(at);
                *until = at.max(*until);
            }
        }
    }

    /// Whether that is new.
    fn learn(&mut self, entry: &Entry) -> bool {
        let known = match entry {
            Entry::Token { issuer, id, .. } => self.holds_token(issuer, id),
            Entry::Subject { at, subject } => {
                self.subjects.get(subject).is_some_and(|known| known >= at)
            }
        };
        if !known {
            self.insert(entry.clone());
        }
        !known
    }

    fn forget(&mut self, now: Timestamp) {
        let counts = |issuer: &str, at: &Timestamp| {
            is_issuer_of_certificates(issuer) || now.duration_since(*at) <= REMEMBERED
        };
        self.subjects.retain(|subject, at| counts(subject.issuer(), at));
        for (issuer, tokens) in &mut self.tokens {
            tokens.retain(|_, at| counts(issuer, at));
        }
    }

    fn holds_token(&self, issuer: &str, id: &str) -> bool {
        self.tokens.get(issuer).is_some_and(|tokens| tokens.contains_key(id))
    }
}

/// A moment plus a bounded duration, at the end of time if need be.
trait SaturatingAdd {
    fn saturating_add_duration(&self, by: SignedDuration) -> Timestamp;
}

impl SaturatingAdd for Timestamp {
    fn saturating_add_duration(&self, by: SignedDuration) -> Timestamp {
        self.checked_add(by).unwrap_or(Self::MAX)
    }
}

#[cfg(test)]
mod tests;
