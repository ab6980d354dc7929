//! Rate limits: how often one caller may ask, counted in memory, or described for the store that instances share.
//!
//! governor's GCRA, one limiter for each rule, one state for each key. A burst as large as the whole count is
//! allowed, and recovers evenly.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::direct::NotKeyed;
use governor::state::keyed::{DashMapStateStore, ShrinkableKeyedStateStore};
use governor::state::{InMemoryState, StateStore};
use governor::{Quota, RateLimiter};
use zt_core::grammar::rate::Rate;

use super::Key;
use crate::clock::Clock;
use crate::shared::Count;

/// Keys that one rule remembers. Above it, newcomers share one state: memory stays bounded, nobody who is over the
/// limit is forgotten, and those already known are served as before (G-03).
const MOST_KEYS: usize = 1 << 18;

/// Checks between two looks for keys that have nothing left to count.
const SWEEP_EVERY: usize = 4096;

/// What is left to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    /// So many requests would be let through now.
    pub(crate) requests: u32,
    /// Whole seconds, rounded up, until all of the limit is there again.
    pub(crate) full_after_seconds: u64,
}

/// The limit is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RetryAfter {
    /// Whole seconds, rounded up, at least one (RFC 9110 §10.2.3).
    pub(crate) seconds: u64,
}

impl RetryAfter {
    /// After so many microseconds.
    pub(crate) const fn micros(micros: u64) -> Self {
        let seconds = micros.div_ceil(MICROS);
        Self { seconds: if seconds == 0 { 1 } else { seconds } }
    }
}

/// In a second.
const MICROS: u64 = 1_000_000;

/// One rule's limit. Cheap to clone; all clones count together.
#[derive(Debug, Clone)]
pub(crate) struct Limiter(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// What tells it from the service's other limits, on each instance alike.
    name: String,
    rate: Rate,
    limiter: RateLimiter<Key, Bounded, Pace, StateInformationMiddleware>,
    pace: Pace,
    /// Checks left until the next sweep.
    until_sweep: AtomicUsize,
}

impl Limiter {
    /// One that is counted here alone.
    pub(crate) fn new(rate: Rate, clock: &Clock) -> Self {
        Self::with_most_keys(String::new(), rate, clock, MOST_KEYS)
    }

    /// One that may be counted elsewhere, by its name.
    pub(crate) fn named(name: String, rate: Rate, clock: &Clock) -> Self {
        Self::with_most_keys(name, rate, clock, MOST_KEYS)
    }

    fn with_most_keys(name: String, rate: Rate, clock: &Clock, most_keys: usize) -> Self {
        let pace = Pace(clock.clone());
        let limiter = RateLimiter::new(quota(rate), Bounded::new(most_keys), pace.clone());
        let until_sweep = AtomicUsize::new(SWEEP_EVERY);
        Self(Arc::new(Inner { name, rate, limiter, pace, until_sweep }))
    }

    /// What the shared store counts for one request.
    pub(crate) fn count_of(&self, key: &Key) -> Count {
        let (id, burst) = (key.id(&self.0.name), self.0.rate.count.max(1));
        Count { id, interval: self.interval(), burst, cost: 1 }
    }

    /// What the shared store left, where all of it is there again after so many microseconds.
    pub(crate) fn left(&self, full_after_micros: u64) -> Left {
        let used = full_after_micros.div_ceil(self.interval());
        let used = u32::try_from(used).unwrap_or(u32::MAX);
        let requests = self.0.rate.count.saturating_sub(used);
        Left { requests, full_after_seconds: full_after_micros.div_ceil(MICROS) }
    }

    /// In which time one request is allowed anew: in whole microseconds, rounded up, so that it is never looser than the rule.
    fn interval(&self) -> u64 {
        let Rate { count, per } = self.0.rate;
        (u64::from(per.seconds()) * MICROS).div_ceil(count.max(1).into())
    }

    /// Counts one request.
    pub(crate) fn check(&self, key: &Key) -> Result<Left, RetryAfter> {
        self.sweep();
        let checked = self.0.limiter.check_key(key);
        let state = checked.map_err(|not_until| {
            let wait = not_until.wait_time_from(self.0.pace.now());
            RetryAfter { seconds: rounded_up(wait).max(1) }
        })?;
        let (requests, quota) = (state.remaining_burst_capacity(), state.quota());
        let used = quota.burst_size().get().saturating_sub(requests);
        let full_after = quota.replenish_interval().saturating_mul(used);
        Ok(Left { requests, full_after_seconds: rounded_up(full_after) })
    }

    /// Forgets keys that are as good as new. The larger the store, the rarer the sweep, so that each request pays
    /// the same small part of it.
    fn sweep(&self) {
        // Of many threads exactly one takes the last step.
        if self.0.until_sweep.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.0.limiter.retain_recent();
            self.0.until_sweep.store(SWEEP_EVERY.max(self.0.limiter.len() / 4), Ordering::Relaxed);
        }
    }
}

const fn rounded_up(wait: Duration) -> u64 {
    wait.as_secs() + (wait.subsec_nanos() > 0) as u64
}

fn quota(rate: Rate) -> Quota {
    // `Rate` counts from one; a zero that came some other way lets the least through.
    let count = NonZeroU32::new(rate.count).unwrap_or(NonZeroU32::MIN);
    let interval = Duration::from_secs(rate.per.seconds().into()) / count.get();
    Quota::with_period(interval)
        .map_or_else(|| Quota::per_second(count), |quota| quota.allow_burst(count))
}

/// governor's clock follows the service's.
#[derive(Debug, Clone)]
struct Pace(Clock);

impl GovernorClock for Pace {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A store of bounded size.
#[derive(Debug)]
struct Bounded {
    keys: DashMapStateStore<Key>,
    most_keys: usize,
    full: AtomicBool,
    newcomers: InMemoryState,
}

impl Bounded {
    fn new(most_keys: usize) -> Self {
        Self {
            keys: DashMapStateStore::default(),
            most_keys,
            full: AtomicBool::new(false),
            newcomers: InMemoryState::default(),
        }
    }
}

impl StateStore for Bounded {
    type Key = Key;

    fn measure_and_replace<T, F, E>(&self, key: &Key, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        if self.full.load(Ordering::Relaxed) && !self.keys.contains_key(key) {
            return self.newcomers.measure_and_replace(&NotKeyed::NonKey, measure);
        }
        self.keys.measure_and_replace(key, measure)
    }
}

impl ShrinkableKeyedStateStore<Key> for Bounded {
    fn retain_recent(&self, drop_below: Nanos) {
        self.keys.retain_recent(drop_below);
        self.full.store(self.keys.len() >= self.most_keys, Ordering::Relaxed);
    }

    fn len(&self) -> usize {
        ShrinkableKeyedStateStore::len(&self.keys)
    }

    fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use jiff::Timestamp;

    use super::*;
    use crate::identity::{Kind, Subject};

    fn rate(text: &str) -> Rate {
        Rate::parse(text).unwrap()
    }

    fn key(name: &str) -> Key {
        Key::Subject(Subject::new("i", name, Kind::Person).unwrap())
    }

    #[test]
    fn g01_exactly_the_count_passes_and_recovers_evenly() {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("60/min"), &clock);
        let passed = (0..1000).filter(|_| limiter.check(&key("alice")).is_ok()).count();
        assert_eq!(passed, 60);
        assert_eq!(limiter.check(&key("alice")), Err(RetryAfter { seconds: 1 }));
        assert!(limiter.check(&key("bob")).is_ok());
        hand.advance(Duration::from_secs(2));
        let passed = (0..10).filter(|_| limiter.check(&key("alice")).is_ok()).count();
        assert_eq!(passed, 2);
    }

    #[test]
    fn g01_the_count_is_exact_when_many_ask_at_once() {
        let (clock, _hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("100/hour"), &clock);
        let passed: usize = std::thread::scope(|scope| {
            let ask = || (0..500).filter(|_| limiter.check(&key("alice")).is_ok()).count();
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(passed, 100);
    }

    #[test]
    fn the_time_to_wait_is_rounded_up() {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("1/hour"), &clock);
        limiter.check(&key("a")).unwrap();
        hand.advance(Duration::from_millis(500));
        assert_eq!(limiter.check(&key("a")), Err(RetryAfter { seconds: 3600 }));
        hand.advance(Duration::from_millis(3_599_400));
        assert_eq!(limiter.check(&key("a")), Err(RetryAfter { seconds: 1 }));
        hand.advance(Duration::from_millis(100));
        limiter.check(&key("a")).unwrap();
    }

    // X30: a corrected clock neither opens nor closes a limit.
    #[test]
    fn x30_a_jump_of_the_clock_changes_nothing() {
        let (clock, hand) = Clock::manual(Timestamp::from_second(1_000_000).unwrap());
        let limiter = Limiter::new(rate("1/min"), &clock);
        limiter.check(&key("a")).unwrap();
        for second in [0, 10_000_000] {
            hand.set(Timestamp::from_second(second).unwrap());
            assert_eq!(limiter.check(&key("a")), Err(RetryAfter { seconds: 60 }));
        }
    }

    #[test]
    fn g03_memory_is_bounded_and_nobody_over_the_limit_is_forgotten() {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::with_most_keys(String::new(), rate("2/hour"), &clock, 1000);
        for _ in 0..2 {
            limiter.check(&key("alice")).unwrap();
        }
        let passed =
            (0..100_000).filter(|number| limiter.check(&key(&number.to_string())).is_ok()).count();
        assert!(passed <= SWEEP_EVERY + 2, "{passed}");
        assert!(limiter.0.limiter.len() <= SWEEP_EVERY + 1);
        assert!(limiter.check(&key("alice")).is_err());
        hand.advance(Duration::from_secs(7200));
        let passed = (0..SWEEP_EVERY).filter(|_| limiter.check(&key("zoe")).is_ok()).count();
        // Twice at most as a newcomer, twice in her own right.
        assert!((2..=4).contains(&passed), "{passed}");
        assert!(limiter.0.limiter.len() <= 1);
        limiter.check(&key("newcomer")).unwrap();
    }

    // G-03: below the bound a newcomer is counted by himself, however many others there are.
    #[test]
    fn g03_many_callers_have_a_count_each() {
        let (clock, _hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("1/hour"), &clock);
        assert!(limiter.0.limiter.is_empty());
        for number in 0..2 * SWEEP_EVERY {
            assert!(limiter.check(&key(&number.to_string())).is_ok(), "{number}");
        }
        assert!(!limiter.0.limiter.is_empty());
    }

    #[test]
    fn what_has_nothing_left_to_count_is_forgotten_with_the_next_sweep() {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("1/s"), &clock);
        limiter.check(&key("alice")).unwrap();
        hand.advance(Duration::from_secs(2));
        for _ in 2..SWEEP_EVERY {
            let _ = limiter.check(&key("bob"));
        }
        assert_eq!(limiter.0.limiter.len(), 2);
        let _ = limiter.check(&key("bob"));
        assert_eq!(limiter.0.limiter.len(), 1);
    }

    #[test]
    fn a_larger_store_is_swept_less_often() {
        let (clock, _hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("1/hour"), &clock);
        let before = 5 * SWEEP_EVERY - 1;
        for number in 0..=before {
            limiter.check(&key(&number.to_string())).unwrap();
        }
        assert_eq!(limiter.0.until_sweep.load(Ordering::Relaxed), before / 4);
    }

    // G-02: what is left is what comes through, and all of it is there again when it is said to be.
    #[test]
    fn g02_what_is_left_is_told_to_the_request() {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("3/min"), &clock);
        let left = |requests, full_after_seconds| Ok(Left { requests, full_after_seconds });
        assert_eq!(limiter.check(&key("alice")), left(2, 20));
        assert_eq!(limiter.check(&key("alice")), left(1, 40));
        assert_eq!(limiter.check(&key("alice")), left(0, 60));
        assert_eq!(limiter.check(&key("alice")), Err(RetryAfter { seconds: 20 }));
        hand.advance(Duration::from_secs(60));
        assert_eq!(limiter.check(&key("alice")), left(2, 20));
        assert_eq!(limiter.check(&key("bob")), left(2, 20));
    }
}
