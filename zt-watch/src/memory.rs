//! What rules remember: of each key a little, of so many keys. The least used make room, so whoever comes under very many
//! names is forgotten sooner, and memory stays what it is.
//!
//! Keys and things are kept as keyed hashes: no name stays here, and nobody can choose names that meet.

use std::collections::VecDeque;
use std::hash::{BuildHasher as _, Hash, RandomState};

use jiff::Timestamp;
use quick_cache::unsync::Cache;

use crate::Threshold;

/// 64 bits of some thousand names don't meet by chance.
type Hashed = u64;

/// How many different things each key did within a time.
pub(crate) struct Different {
    keys: Cache<Hashed, Things>,
    hashes: RandomState,
    threshold: Threshold,
}

#[derive(Default)]
struct Things {
    /// The second in which each was seen last, the eldest first.
    seen: VecDeque<(i64, Hashed)>,
    told: Option<i64>,
}

impl Different {
    pub(crate) fn new(most_keys: usize, threshold: Threshold) -> Self {
        Self { keys: Cache::new(most_keys), hashes: RandomState::new(), threshold }
    }

    /// Adds a thing to a key. When the threshold is reached, how many there are; then the key is quiet for the same time.
    pub(crate) fn add(&mut self, key: impl Hash, thing: impl Hash, at: Timestamp) -> Option<u32> {
        let (key, thing) = (self.hashes.hash_one(key), self.hashes.hash_one(thing));
        let (now, within) = (at.as_second(), seconds(self.threshold));
        let most = usize::try_from(self.threshold.count).unwrap_or(usize::MAX);
        with(&mut self.keys, key, |things: &mut Things| {
            things
                .seen
                .retain(|(second, known)| *known != thing && is_within(now, *second, within));
            things.seen.push_back((now, thing));
            if things.seen.len() < most {
                return None;
            }
            things.seen.pop_front();
            let told = things.told.is_some_and(|told| is_within(now, told, within));
            things.told = Some(now);
            (!told).then_some(self.threshold.count)
        })
    }
}

/// How often each key did something within a time, which begins with the first.
pub(crate) struct Often {
    keys: Cache<Hashed, Count>,
    hashes: RandomState,
    threshold: Threshold,
}

#[derive(Default)]
struct Count {
    since: i64,
    count: u32,
}

impl Often {
    pub(crate) fn new(most_keys: usize, threshold: Threshold) -> Self {
        Self { keys: Cache::new(most_keys), hashes: RandomState::new(), threshold }
    }

    /// Counts once more. The threshold is told when it is reached, once in each stretch of time.
    pub(crate) fn add(&mut self, key: impl Hash, at: Timestamp) -> Option<u32> {
        let key = self.hashes.hash_one(key);
        let (now, within) = (at.as_second(), seconds(self.threshold));
        with(&mut self.keys, key, |it: &mut Count| {
            if !is_within(now, it.since, within) {
                *it = Count { since: now, count: 0 };
            }
            it.count = it.count.saturating_add(1);
            (it.count == self.threshold.count).then_some(it.count)
        })
    }
}

/// One small state for each key.
pub(crate) struct Latest<S> {
    keys: Cache<Hashed, S>,
    hashes: RandomState,
}

impl<S: Default> Latest<S> {
    pub(crate) fn new(most_keys: usize) -> Self {
        Self { keys: Cache::new(most_keys), hashes: RandomState::new() }
    }

    pub(crate) fn hashed(&self, thing: impl Hash) -> u64 {
        self.hashes.hash_one(thing)
    }

    pub(crate) fn with<T>(&mut self, key: impl Hash, then: impl FnOnce(&mut S) -> T) -> T {
        let key = self.hashes.hash_one(key);
        with(&mut self.keys, key, then)
    }
}

fn with<S: Default, T>(
    keys: &mut Cache<Hashed, S>,
    key: Hashed,
    then: impl FnOnce(&mut S) -> T,
) -> T {
    if let Some(mut state) = keys.get_mut(&key) {
        return then(&mut state);
    }
    let mut state = S::default();
    let done = then(&mut state);
    keys.insert(key, state);
    done
}

/// Decisions come in the order in which they end: some began before others that are known. What lies further ahead was seen by
/// a clock that has been set back since.
pub(crate) const fn is_within(now: i64, then: i64, within: i64) -> bool {
    now.abs_diff(then) < within.unsigned_abs()
}

pub(crate) fn seconds(threshold: Threshold) -> i64 {
    i64::try_from(threshold.within.as_secs()).unwrap_or(i64::MAX).max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::time::Duration;

    use super::*;

    const THREE: Threshold = Threshold { count: 3, within: Duration::from_secs(60) };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_900_000_000 + second).unwrap()
    }

    #[test]
    fn different_things_count_once_each_and_grow_old() {
        let mut different = Different::new(100, THREE);
        let mut add = |thing, second| different.add("a", thing, at(second));
        assert_eq!([add(1, 0), add(1, 1), add(2, 2), add(1, 3), add(2, 4)], [None; 5]);
        assert_eq!(add(3, 5), Some(3));
        assert_eq!([add(4, 6), add(5, 7), add(6, 60)], [None; 3], "told once");
        assert_eq!([add(7, 200), add(8, 230), add(9, 261)], [None; 3], "seven is too old");
        assert_eq!(add(10, 262), Some(3));
    }

    #[test]
    fn keys_are_counted_apart() {
        let mut often = Often::new(100, THREE);
        assert_eq!(
            [often.add("a", at(0)), often.add("b", at(0)), often.add("a", at(1))],
            [None; 3]
        );
        assert_eq!(often.add("a", at(2)), Some(3));
        assert_eq!(often.add("b", at(2)), None);
        assert_eq!(often.add("a", at(3)), None, "told once");
    }

    #[test]
    fn what_ends_later_than_it_began_counts_in_any_order() {
        let mut often = Often::new(100, THREE);
        assert_eq!([9, 3, 5].map(|second| often.add("a", at(second))), [None, None, Some(3)]);
        let mut different = Different::new(100, THREE);
        let added = [9, 3, 5].map(|second| different.add("a", second, at(second)));
        assert_eq!(added, [None, None, Some(3)]);
    }

    #[test]
    fn a_clock_that_is_set_back_begins_anew() {
        let mut often = Often::new(100, THREE);
        assert_eq!(
            [often.add("a", at(1_000)), often.add("a", at(1_000)), often.add("a", at(0))],
            [None; 3]
        );
        assert_eq!([often.add("a", at(0)), often.add("a", at(0))], [None, Some(3)]);
        let mut different = Different::new(100, THREE);
        for second in [1_000, 1_001, 0, 1] {
            assert_eq!(different.add("a", second, at(second)), None);
        }
        assert_eq!(different.add("a", "last", at(2)), Some(3));
    }

    // L-07: bounded, whoever asks under how many names.
    #[test]
    fn a_hundred_thousand_keys_take_no_more_memory_than_those_that_are_kept() {
        let mut different = Different::new(1_000, THREE);
        for key in 0..100_000_u32 {
            assert_eq!(different.add(key, key, at(0)), None);
        }
        assert!(different.keys.len() <= 1_000, "{}", different.keys.len());
    }
}
