//! What is in force against callers and addresses, for a time. Gates ask before they decide, without a lock.
//!
//! There is no way in but a finding: [`Verified`] is who was proved in the request that led to it, and an address is where it
//! came from. So nobody is met by what others did in their name.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use ipnet::IpNet;
use jiff::Timestamp;
use zt_core::grammar::{Period, Rate};
use zt_watch::{Verified, Who, nearest_network};

use crate::access::{Key, Limiter};
use crate::clock::Clock;
use crate::identity::{Identity, Kind, Subject};
use crate::problem::Refusal;

/// What is left to whoever is throttled.
const THROTTLED: Rate = Rate::new(10, Period::Minute);

/// Measures of each kind at once. Those beyond aren't taken, and that is told: an attacker with many addresses pushes none out.
const MOST: usize = 4096;

/// What is in force. Cheap to clone; all clones are one.
#[derive(Clone)]
pub(crate) struct Measures(Arc<Shared>);

struct Shared {
    table: ArcSwap<Table>,
    throttled: Limiter,
    clock: Clock,
}

#[derive(Debug, Clone, Default)]
struct Table {
    throttled_subjects: HashMap<Subject, Duration>,
    /// Until when a login has to be younger than that moment.
    stepped_up: HashMap<Subject, (Timestamp, Duration)>,
    throttled_networks: HashMap<IpNet, Duration>,
}

/// There are too many already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

impl Measures {
    pub(crate) fn new(clock: &Clock) -> Self {
        let (table, throttled) = (ArcSwap::default(), Limiter::new(THROTTLED, clock));
        Self(Arc::new(Shared { table, throttled, clock: clock.clone() }))
    }

    /// Refuses a caller who was proved, and against whom something is in force.
    pub(crate) fn check_caller(&self, identity: &Identity) -> Result<(), Refusal> {
        let table = self.0.table.load();
        if table.is_empty() {
            return Ok(());
        }
        let (now, subject) = (self.0.clock.elapsed(), identity.subject());
        if let Some((since, until)) = table.stepped_up.get(subject)
            && now < *until
            && !identity.logged_in_after(*since)
        {
            let age = self.0.clock.now().duration_since(*since).as_secs();
            let auth_age_seconds = Some(u64::try_from(age).unwrap_or(0).max(1));
            return Err(Refusal::NeedsStepUp { acr_values: String::new(), auth_age_seconds });
        }
        match table.throttled_subjects.get(subject) {
            Some(until) if now < *until => self.count(&Key::Subject(subject.clone())),
            _ => Ok(()),
        }
    }

    /// Refuses what comes from an address without anybody who was proved. Its neighbours who are proved go on.
    pub(crate) fn check_address(&self, peer: IpAddr) -> Result<(), Refusal> {
        let table = self.0.table.load();
        if table.throttled_networks.is_empty() {
            return Ok(());
        }
        let (now, nearest) = (self.0.clock.elapsed(), nearest_network(peer));
        let holds =
            |(network, until): (&IpNet, &Duration)| now < *until && network.contains(&nearest);
        let is_met = match table.throttled_networks.get(&nearest) {
            Some(until) if now < *until => true,
            _ => table.throttled_networks.iter().any(holds),
        };
        if is_met { self.count(&Key::ip(peer)) } else { Ok(()) }
    }

    fn count(&self, key: &Key) -> Result<(), Refusal> {
        let counted = self.0.throttled.check(key);
        counted.map_err(|retry| Refusal::Throttled { retry_after_seconds: retry.seconds })?;
        Ok(())
    }

    pub(super) fn throttle(&self, verified: &Verified, lasts: Duration) -> Result<(), Full> {
        let subject = subject_of(verified.who()).ok_or(Full)?;
        self.change(|table, until| put(&mut table.throttled_subjects, subject, until), lasts)
    }

    pub(super) fn throttle_network(&self, network: IpNet, lasts: Duration) -> Result<(), Full> {
        self.change(|table, until| put(&mut table.throttled_networks, network, until), lasts)
    }

    /// Whoever logged in before the finding has to do it again.
    pub(super) fn step_up(
        &self,
        verified: &Verified,
        since: Timestamp,
        lasts: Duration,
    ) -> Result<(), Full> {
        let subject = subject_of(verified.who()).ok_or(Full)?;
        let change = |table: &mut Table, until| put(&mut table.stepped_up, subject, (since, until));
        self.change(change, lasts)
    }

    /// One thread changes it. What ended is forgotten.
    fn change(
        &self,
        change: impl FnOnce(&mut Table, Duration) -> Result<(), Full>,
        lasts: Duration,
    ) -> Result<(), Full> {
        let now = self.0.clock.elapsed();
        let mut table = Table::clone(&self.0.table.load());
        table.forget(now);
        let changed = change(&mut table, now.saturating_add(lasts));
        self.0.table.store(Arc::new(table));
        changed
    }
}

impl Table {
    fn is_empty(&self) -> bool {
        self.throttled_subjects.is_empty() && self.stepped_up.is_empty()
    }

    fn forget(&mut self, now: Duration) {
        self.throttled_subjects.retain(|_, until| now < *until);
        self.stepped_up.retain(|_, (_, until)| now < *until);
        self.throttled_networks.retain(|_, until| now < *until);
    }
}

fn put<K: Eq + std::hash::Hash, V>(
    table: &mut HashMap<K, V>,
    key: K,
    value: V,
) -> Result<(), Full> {
    if table.len() >= MOST && !table.contains_key(&key) {
        return Err(Full);
    }
    table.insert(key, value);
    Ok(())
}

/// `None` can't be for somebody whom the gate proved.
pub(super) fn subject_of(who: &Who) -> Option<Subject> {
    let kind: Kind = who.kind.parse().ok()?;
    Subject::new(&who.issuer, &who.name, kind).ok()
}

impl fmt::Debug for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Measures").finish_non_exhaustive()
    }
}
