//! How many requests of one caller are answered at once (G-11): a rate says how often somebody may begin, and this how much of the
//! service they may have at a time. Ten requests that take long are more than a hundred that don't.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Key;
use crate::identity::Identity;
use crate::problem::Refusal;

/// No two callers wait for each other but one pair in 64.
const SHARDS: usize = 64;

/// The turns that are taken, over all workers. Cheap to clone; all clones are one.
#[derive(Debug, Clone)]
pub(crate) struct Turns(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    most: u32,
    hasher: RandomState,
    shards: [Mutex<HashMap<Key, u32>>; SHARDS],
}

/// The right to have one request answered. It is free again when this is dropped: with the answer, or with a client that goes away.
#[derive(Debug)]
pub(crate) struct Turn {
    turns: Turns,
    key: Key,
}

impl Turns {
    /// So many for each caller.
    pub(crate) fn new(most: u32) -> Self {
        let shards = std::array::from_fn(|_| Mutex::default());
        Self(Arc::new(Inner { most, hasher: RandomState::new(), shards }))
    }

    /// One for this caller, whoever it is, if there is one: for a subject, and where nobody is known for an address.
    pub(super) fn take(&self, identity: Option<&Identity>, peer: IpAddr) -> Result<Turn, Refusal> {
        let key = identity.map_or_else(|| Key::ip(peer), |it| Key::Subject(it.subject().clone()));
        let mut taken = self.shard(&key);
        let own = taken.entry(key.clone()).or_default();
        if *own >= self.0.most {
            return Err(Refusal::TooManyAtOnce);
        }
        *own += 1;
        drop(taken);
        Ok(Turn { turns: self.clone(), key })
    }

    // A counter, which is right between any two statements that hold the lock.
    fn shard(&self, key: &Key) -> MutexGuard<'_, HashMap<Key, u32>> {
        let number = usize::try_from(self.0.hasher.hash_one(key)).unwrap_or_default() % SHARDS;
        let [first, ..] = &self.0.shards;
        self.0.shards.get(number).unwrap_or(first).lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut taken = self.turns.shard(&self.key);
        if let Some(own) = taken.get_mut(&self.key) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                taken.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn peer(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn is_empty(turns: &Turns) -> bool {
        turns.0.shards.iter().all(|shard| shard.lock().unwrap().is_empty())
    }

    #[test]
    fn g11_a_caller_has_so_many_turns_and_gets_them_back() {
        let turns = Turns::new(2);
        let take = |text: &str| turns.take(None, peer(text));
        let taken = (take("192.0.2.1").unwrap(), take("192.0.2.1").unwrap());
        assert_eq!(take("192.0.2.1").unwrap_err(), Refusal::TooManyAtOnce);
        // One subscriber of IPv6 is one caller.
        let others =
            (take("192.0.2.2").unwrap(), take("2001:db8::1").unwrap(), take("2001:db8::2"));
        assert_eq!(take("2001:db8::3").unwrap_err(), Refusal::TooManyAtOnce);
        drop(taken);
        let again = take("192.0.2.1").unwrap();
        drop((others, again));
        assert!(is_empty(&turns));
    }

    #[test]
    fn g11_never_more_than_that_however_many_come_at_once() {
        let (turns, now) = (Turns::new(3), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..2000 {
                        let Ok(turn) = turns.take(None, peer("192.0.2.1")) else { continue };
                        assert!(now.fetch_add(1, Ordering::SeqCst) < 3);
                        now.fetch_sub(1, Ordering::SeqCst);
                        drop(turn);
                    }
                });
            }
        });
        assert!(is_empty(&turns));
    }
}
