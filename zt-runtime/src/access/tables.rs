//! What limits remember: of each key sixteen bytes that tell it from others, and governor's eight.
//!
//! One table is for addresses, which anybody can have many of, and one for callers who were proved, so that no flood of the
//! first pushes out the second. The rules of a gate have both in common: what they remember together is bounded, however
//! many rules there are (G-03).

use std::cell::Cell;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::nanos::Nanos;
use governor::state::direct::NotKeyed;
use governor::state::keyed::{DashMapStateStore, ShrinkableKeyedStateStore as _};
use governor::state::{InMemoryState, StateStore};

use super::Key;
use crate::clock::Clock;

/// Keys in one table. Above it, the newcomers of each rule share one state: memory stays bounded, nobody who is over the limit
/// is forgotten, and those already known are served as before.
pub(super) const MOST_KEYS: usize = 1 << 20;

/// Checks between two looks for keys that have nothing left to count.
pub(super) const SWEEP_EVERY: usize = 4096;

/// Both tables. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Tables {
    addresses: Arc<Table>,
    callers: Arc<Table>,
    names: Arc<Names>,
    pace: Pace,
}

impl Tables {
    pub(crate) fn new(clock: &Clock) -> Self {
        Self::of(clock, MOST_KEYS)
    }

    pub(super) fn of(clock: &Clock, most_keys: usize) -> Self {
        let pace = Pace(clock.clone());
        let table = || Arc::new(Table::new(pace.clone(), most_keys));
        let (addresses, callers, names) = (table(), table(), Arc::default());
        Self { addresses, callers, names, pace }
    }

    /// A rule's part of them.
    pub(super) fn counter(&self) -> Counter {
        let rule = self.names.rules.fetch_add(1, Ordering::Relaxed);
        Counter { tables: self.clone(), rule, newcomers: InMemoryState::default() }
    }

    pub(super) fn pace(&self) -> Pace {
        self.pace.clone()
    }

    /// A limiter was made by now, and counts from before now.
    pub(super) fn settled(&self) {
        for table in [&self.addresses, &self.callers] {
            table.begun.store(nanos(self.pace.now()), Ordering::Release);
        }
    }

    fn of_key(&self, key: &Key) -> &Table {
        if matches!(key, Key::Ip(_) | Key::Network(_)) { &self.addresses } else { &self.callers }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.addresses.states.len() + self.callers.states.len()
    }
}

/// A key of a rule, by two digests under secret keys: nobody can look for two that are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Name([u64; 2]);

#[derive(Debug, Default)]
struct Names {
    hashers: [RandomState; 2],
    rules: AtomicUsize,
}

impl Names {
    fn of(&self, rule: usize, key: &Key) -> Name {
        Name(self.hashers.each_ref().map(|hasher| hasher.hash_one((rule, key))))
    }
}

#[derive(Debug)]
struct Table {
    states: DashMapStateStore<Name>,
    most_keys: usize,
    /// How many there are, or some more: it is counted anew with each sweep.
    keys: AtomicUsize,
    /// Checks left until the next sweep.
    until_sweep: AtomicUsize,
    pace: Pace,
    /// When the latest limiter began to count, in nanoseconds.
    begun: AtomicU64,
}

impl Table {
    fn new(pace: Pace, most_keys: usize) -> Self {
        Self {
            states: DashMapStateStore::default(),
            most_keys,
            keys: AtomicUsize::new(0),
            until_sweep: AtomicUsize::new(SWEEP_EVERY),
            pace,
            begun: AtomicU64::new(0),
        }
    }

    fn is_full(&self) -> bool {
        self.keys.load(Ordering::Relaxed) >= self.most_keys
    }

    /// Forgets keys that are as good as new. The larger the table, the rarer the sweep, so that each request pays the same
    /// small part of it.
    fn sweep(&self) {
        // Of many threads exactly one takes the last step.
        if self.until_sweep.fetch_sub(1, Ordering::Relaxed) == 1 {
            // Each limiter counts from its own beginning. By that of the latest, nobody is forgotten too early.
            let past = nanos(self.pace.now()).saturating_sub(self.begun.load(Ordering::Acquire));
            self.states.retain_recent(Nanos::new(past));
            let keys = self.states.len();
            self.keys.store(keys, Ordering::Relaxed);
            self.until_sweep.store(SWEEP_EVERY.max(keys / 4), Ordering::Relaxed);
        }
    }
}

/// What one rule counts in the tables.
#[derive(Debug)]
pub(super) struct Counter {
    tables: Tables,
    rule: usize,
    /// Whoever comes while a table is full.
    newcomers: InMemoryState,
}

impl StateStore for Counter {
    type Key = Key;

    fn measure_and_replace<T, F, E>(&self, key: &Key, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let (table, name) = (self.tables.of_key(key), self.tables.names.of(self.rule, key));
        table.sweep();
        if table.is_full() && !table.states.contains_key(&name) {
            return self.newcomers.measure_and_replace(&NotKeyed::NonKey, measure);
        }
        let is_new = Cell::new(false);
        let measured = table.states.measure_and_replace(&name, |state| {
            is_new.set(state.is_none());
            measure(state)
        });
        if is_new.get() {
            table.keys.fetch_add(1, Ordering::Relaxed);
        }
        measured
    }
}

fn nanos(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX)
}

/// governor's clock follows the service's.
#[derive(Debug, Clone)]
pub(super) struct Pace(Clock);

impl GovernorClock for Pace {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use jiff::Timestamp;
    use zt_core::grammar::Rate;

    use super::super::Limiter;
    use super::*;
    use crate::clock::ManualClock;
    use crate::identity::{Kind, Subject};

    fn tables(most_keys: usize) -> (Tables, ManualClock) {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        (Tables::of(&clock, most_keys), hand)
    }

    fn limiter(rate: &str, tables: &Tables) -> Limiter {
        Limiter::named(String::new(), Rate::parse(rate).unwrap(), tables)
    }

    fn key(name: impl ToString) -> Key {
        Key::Subject(Subject::new("i", &name.to_string(), Kind::Person).unwrap())
    }

    fn address(number: u32) -> Key {
        Key::ip(std::net::Ipv4Addr::from_bits(number).into())
    }

    #[test]
    fn g03_memory_is_bounded_and_nobody_over_the_limit_is_forgotten() {
        let (tables, hand) = tables(1000);
        let limiter = limiter("2/hour", &tables);
        for _ in 0..2 {
            limiter.check(&key("alice")).unwrap();
        }
        let passed = (0..100_000).filter(|number| limiter.check(&key(number)).is_ok()).count();
        // All that are known but Alice, and two that share what is left for newcomers.
        assert_eq!(passed, 1000 - 1 + 2);
        assert_eq!(tables.len(), 1000);
        assert!(limiter.check(&key("alice")).is_err());
        assert!(limiter.check(&key(0)).is_ok(), "who is known goes on");
        hand.advance(Duration::from_secs(7200));
        for _ in 0..1000 + SWEEP_EVERY {
            let _ = limiter.check(&key("zoe"));
        }
        assert_eq!(tables.len(), 1);
        limiter.check(&key("newcomer")).unwrap();
    }

    // The bound is of all rules together.
    #[test]
    fn g03_many_rules_remember_no_more_than_one() {
        let (tables, _hand) = tables(1000);
        let limiters: Vec<_> = (0..50).map(|_| limiter("2/hour", &tables)).collect();
        for number in 0..500 {
            for limiter in &limiters {
                let _ = limiter.check(&key(number));
            }
        }
        assert_eq!(tables.len(), 1000);
        // One rule's count is none of another's.
        let counts = limiters.iter().take(2).map(|limiter| limiter.check(&key(0)).is_ok());
        assert_eq!(counts.collect::<Vec<_>>(), [true, true]);
    }

    // Addresses can be had without a token: as many as there are keep no caller from a count of his own.
    #[test]
    fn g03_a_flood_of_addresses_pushes_out_no_caller() {
        let (tables, _hand) = tables(1000);
        let limiter = limiter("2/hour", &tables);
        for number in 0..10_000 {
            let _ = limiter.check(&address(number));
        }
        for number in 0..1000 {
            assert!(limiter.check(&key(number)).is_ok(), "{number}");
        }
        assert_eq!(tables.len(), 2000);
    }

    // G-03: below the bound a newcomer is counted by himself, however many others there are.
    #[test]
    fn g03_many_callers_have_a_count_each() {
        let (tables, _hand) = tables(MOST_KEYS);
        let limiter = limiter("1/hour", &tables);
        for number in 0..2 * SWEEP_EVERY {
            assert!(limiter.check(&key(number)).is_ok(), "{number}");
        }
        assert_eq!(tables.len(), 2 * SWEEP_EVERY);
    }

    // G-03: of whom there is nothing left to count, nothing is kept; of everybody else all is, whenever his limiter was made.
    #[test]
    fn g03_what_has_something_left_to_count_is_kept() {
        let (tables, hand) = tables(MOST_KEYS);
        let early = limiter("1/s", &tables);
        hand.advance(Duration::from_secs(100));
        let late = limiter("1/hour", &tables);
        late.check(&key("late")).unwrap();
        early.check(&key("early")).unwrap();
        hand.advance(Duration::from_secs(102));
        for _ in 3..SWEEP_EVERY {
            let _ = late.check(&key("late"));
        }
        assert_eq!(tables.len(), 2);
        assert!(late.check(&key("late")).is_err());
        assert_eq!(tables.len(), 1);
    }

    #[test]
    fn a_larger_table_is_swept_less_often() {
        let (tables, _hand) = tables(MOST_KEYS);
        let limiter = limiter("1/hour", &tables);
        let before = 5 * SWEEP_EVERY - 1;
        for number in 0..=before {
            limiter.check(&key(number)).unwrap();
        }
        assert_eq!(tables.callers.until_sweep.load(Ordering::Relaxed), before / 4);
    }

    // What the book says of a million keys: sixteen bytes tell one from another, eight count.
    #[test]
    fn g03_a_key_takes_twenty_four_bytes() {
        assert_eq!(size_of::<(Name, InMemoryState)>(), 24);
    }
}
