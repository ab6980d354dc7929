//! Rate limits: how often one caller may ask, counted in memory, or described for the store that instances share.
//!
//! governor's GCRA, one limiter for each rule. A burst as large as the whole count is allowed, and recovers evenly. Whose
//! requests are counted is in the [`Tables`] that the rules of a gate have in common.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::StateInformationMiddleware;
use governor::{Quota, RateLimiter};
use zt_core::grammar::rate::Rate;

use super::Key;
use super::tables::{Counter, Pace, Tables};
use crate::clock::Clock;
use crate::shared::Count;

/// So many times as much as one /64 of IPv6 may ask for all of its /48 together: whoever has a /48 has 65,536 of them (G-03).
const NETWORKS: u32 = 16;

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
    limiter: Keyed,
    /// For what [`Key::wider`] says.
    wider: Keyed,
    pace: Pace,
}

type Keyed = RateLimiter<Key, Counter, Pace, StateInformationMiddleware>;

impl Limiter {
    /// One with tables of its own.
    pub(crate) fn new(rate: Rate, clock: &Clock) -> Self {
        Self::named(String::new(), rate, &Tables::new(clock))
    }

    /// One that may be counted elsewhere, by its name.
    pub(crate) fn named(name: String, rate: Rate, tables: &Tables) -> Self {
        let limiter = |rate| RateLimiter::new(quota(rate), tables.counter(), tables.pace());
        let (limiter, wider) = (limiter(rate), limiter(wider(rate)));
        tables.settled();
        Self(Arc::new(Inner { name, rate, limiter, wider, pace: tables.pace() }))
    }

    /// What the shared store counts for one request: one limit or two.
    pub(crate) fn counts_of(&self, key: &Key) -> impl Iterator<Item = Count> {
        let count = |key: &Key, rate: Rate, name: &str| {
            let id = key.id(name);
            Count { id, interval: interval(rate), burst: rate.count.max(1), cost: 1 }
        };
        let Inner { name, rate, .. } = &*self.0;
        let of_network = key.wider().map(|key| count(&key, wider(*rate), name));
        std::iter::once(count(key, *rate, name)).chain(of_network)
    }

    /// What the shared store left of those, where all of it is there again after so many microseconds.
    pub(crate) fn left(&self, full_after: &[u64]) -> Option<Left> {
        let rate = self.0.rate;
        let left = |(rate, micros): (Rate, &u64)| {
            let used = u32::try_from(micros.div_ceil(interval(rate))).unwrap_or(u32::MAX);
            let requests = rate.count.saturating_sub(used);
            Left { requests, full_after_seconds: micros.div_ceil(MICROS) }
        };
        [rate, wider(rate)].into_iter().zip(full_after).map(left).reduce(Left::with)
    }

    /// Counts one request. What is refused by the narrower limit doesn't count in the wider one: a neighbour who asks too much
    /// uses up his own.
    pub(crate) fn check(&self, key: &Key) -> Result<Left, RetryAfter> {
        let left = self.check_in(&self.0.limiter, key)?;
        let Some(key) = key.wider() else { return Ok(left) };
        self.check_in(&self.0.wider, &key).map(|of_network| left.with(of_network))
    }

    fn check_in(&self, limiter: &Keyed, key: &Key) -> Result<Left, RetryAfter> {
        let state = limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.0.pace.now());
            RetryAfter { seconds: rounded_up(wait).max(1) }
        })?;
        let (requests, quota) = (state.remaining_burst_capacity(), state.quota());
        let used = quota.burst_size().get().saturating_sub(requests);
        let full_after = quota.replenish_interval().saturating_mul(used);
        Ok(Left { requests, full_after_seconds: rounded_up(full_after) })
    }
}

impl Left {
    /// Of two limits the one that ends first.
    fn with(self, other: Self) -> Self {
        if other.requests < self.requests { other } else { self }
    }
}

fn wider(rate: Rate) -> Rate {
    Rate { count: rate.count.saturating_mul(NETWORKS), ..rate }
}

/// In which time one request is allowed anew: in whole microseconds, rounded up, so that it is never looser than the rule. A rate
/// of more than a million a second isn't counted finer.
fn interval(rate: Rate) -> u64 {
    (u64::from(rate.per.seconds()) * MICROS).div_ceil(rate.count.max(1).into())
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

    fn ip(text: &str) -> Key {
        Key::ip(text.parse().unwrap())
    }

    // G-03: whoever has a /48 has 65,536 of what one subscriber has.
    #[test]
    fn g03_a_network_of_ipv6_has_sixteen_times_as_much_as_one_of_its_subscribers() {
        let (clock, _hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("5/hour"), &clock);
        let passed = (0..1000)
            .filter(|number| limiter.check(&ip(&format!("2001:db8:1:{number:x}::1"))).is_ok())
            .count();
        assert_eq!(passed, 80);
        assert!(limiter.check(&ip("2001:db8:1:ffff::1")).is_err());
        assert!(limiter.check(&ip("2001:db8:2::1")).is_ok());
        assert!(limiter.check(&ip("192.0.2.1")).is_ok());
    }

    // A neighbour who asks too much uses up his own, and nothing of the network's.
    #[test]
    fn g03_what_a_subscriber_is_refused_does_not_count_for_its_network() {
        let (clock, _hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("5/hour"), &clock);
        for _ in 0..1000 {
            let _ = limiter.check(&ip("2001:db8:1:1::1"));
        }
        let told = limiter.check(&ip("2001:db8:1:2::1"));
        assert_eq!(told.map(|left| left.requests), Ok(4));
        let others = (3..100)
            .filter(|number| limiter.check(&ip(&format!("2001:db8:1:{number:x}::1"))).is_ok())
            .count();
        assert_eq!(others, 80 - 5 - 1);
    }

    // G-02: of two limits the caller is told the one that ends first.
    #[test]
    fn g02_what_is_left_of_the_network_is_told_where_it_is_less() {
        let (clock, _hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let limiter = Limiter::new(rate("5/hour"), &clock);
        for number in 0..78 {
            limiter.check(&ip(&format!("2001:db8:1:{number:x}::1"))).unwrap();
        }
        assert_eq!(limiter.check(&ip("2001:db8:1:ff::1")).map(|left| left.requests), Ok(1));
        assert_eq!(limiter.left(&[1, 3_600_000_000 - 1]).map(|left| left.requests), Some(0));
        assert_eq!(limiter.left(&[720_000_000, 1]).map(|left| left.requests), Some(4));
    }
}
