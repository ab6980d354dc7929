//! Which proofs and signatures have been used: each counts once (RFC 9449 §11.1, RFC 9421 §7.2.2).
//!
//! The store is this process's own; where instances share theirs, [`Ledger`](crate::ledger::Ledger) asks that one. It is bounded, and what counts is never dropped: a full store refuses.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::Mutex;

use aws_lc_rs::hmac;
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::confirmation::Thumbprint;
use super::dpop::Target;
use crate::Error;
use crate::problem::Refusal;

/// As many as the first byte of a key has values. No two requests wait for each other but one pair in 256.
const SHARDS: usize = 256;
/// 1,048,576 proofs in all, about 100 MB when full: 14,000 in each second of the time for which one is remembered.
const MOST_IN_A_SHARD: usize = 4096;

/// What counts once.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Once {
    /// A DPoP proof.
    Proof { key: Thumbprint, target: Target, jti: String },
    /// A request's signature.
    Signature { key: Thumbprint, nonce: String },
}

/// What counts once, checked in every other way and not used yet.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "it counts once: nothing is proved before it is used"]
pub(crate) struct Spend {
    once: Once,
    /// The last second in which it counts.
    until: i64,
}

/// Why something doesn't count once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spent {
    Used,
    /// It may have been used: the clock was set back behind what was forgotten.
    Forgotten,
    Full,
    Failed,
}

impl Once {
    /// The kind has one byte, the thumbprint one length, the address no line break: no two are the same bytes.
    pub(crate) fn write(&self, mut update: impl FnMut(&[u8])) {
        match self {
            Self::Proof { key, target, jti } => {
                update(b"p");
                update(key.as_bytes());
                update(target.as_str().as_bytes());
                update(b"\n");
                update(jti.as_bytes());
            }
            Self::Signature { key, nonce } => {
                update(b"s");
                update(key.as_bytes());
                update(nonce.as_bytes());
            }
        }
    }
}

impl Spend {
    pub(super) const fn new(once: Once, until: i64) -> Self {
        Self { once, until }
    }

    pub(crate) const fn once(&self) -> &Once {
        &self.once
    }

    /// What its caller is told.
    pub(crate) const fn refusal(&self, spent: Spent) -> Refusal {
        match (spent, &self.once) {
            (Spent::Used, Once::Proof { .. }) => Refusal::InvalidDpopProof("dpop_proof_replayed"),
            (Spent::Used, Once::Signature { .. }) => {
                Refusal::InvalidSignature("signature_replayed")
            }
            (Spent::Forgotten, Once::Proof { .. }) => {
                Refusal::InvalidDpopProof("dpop_proof_forgotten")
            }
            (Spent::Forgotten, Once::Signature { .. }) => {
                Refusal::InvalidSignature("signature_forgotten")
            }
            (Spent::Full, _) => Refusal::Unavailable("replay_store_full"),
            (Spent::Failed, _) => Refusal::Unavailable("replay_store_failed"),
        }
    }
}

/// What tells one from another: a keyed digest of all that it is. Keyed, so that nobody can look for ids that fill one
/// shard.
type Digest = [u8; 32];

/// What was used and could still count. One for all workers of a process.
pub(crate) struct Replays {
    secret: hmac::Key,
    shards: Box<[Mutex<Shard>]>,
    most_in_a_shard: usize,
}

#[derive(Default)]
struct Shard {
    used: HashSet<Digest>,
    /// By the second after which a proof counts no longer.
    until: BTreeMap<i64, Vec<Digest>>,
    /// The latest of those seconds that has been forgotten. If the clock is set back, what ended before it might have
    /// been used.
    forgotten: i64,
}

impl Replays {
    /// An empty store.
    pub(crate) fn new() -> Result<Self, Error> {
        Self::holding(MOST_IN_A_SHARD)
    }

    pub(super) fn holding(most_in_a_shard: usize) -> Result<Self, Error> {
        let mut secret = Zeroizing::new([0_u8; 32]);
        getrandom::fill(secret.as_mut_slice())
            .map_err(|_| Error::new("the system gives no random numbers"))?;
        let secret = hmac::Key::new(hmac::HMAC_SHA256, secret.as_slice());
        let shards = (0..SHARDS).map(|_| Mutex::new(Shard::default())).collect();
        Ok(Self { secret, shards, most_in_a_shard })
    }

    /// Uses it. Of many tries with one, one succeeds.
    pub(crate) fn spend(&self, spend: &Spend, now: Timestamp) -> Result<(), Spent> {
        let digest = self.digest(&spend.once);
        let shard = digest.first().and_then(|first| self.shards.get(usize::from(*first)));
        let mut shard = shard.ok_or(Spent::Failed)?.lock().map_err(|_| Spent::Failed)?;
        shard.forget_before(now.as_second());
        shard.add(digest, spend.until, self.most_in_a_shard)
    }

    fn digest(&self, once: &Once) -> Digest {
        let mut context = hmac::Context::with_key(&self.secret);
        once.write(|bytes| context.update(bytes));
        let mut digest = Digest::default();
        digest.iter_mut().zip(context.sign().as_ref()).for_each(|(to, from)| *to = *from);
        digest
    }
}

impl fmt::Debug for Replays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replays").finish_non_exhaustive()
    }
}

impl Shard {
    fn add(&mut self, digest: Digest, until: i64, most: usize) -> Result<(), Spent> {
        if self.used.contains(&digest) {
            return Err(Spent::Used);
        }
        if until <= self.forgotten {
            return Err(Spent::Forgotten);
        }
        if self.used.len() >= most {
            return Err(Spent::Full);
        }
        self.used.insert(digest);
        self.until.entry(until).or_default().push(digest);
        Ok(())
    }

    /// Drops what can't count any more. Each proof is dropped once, so it costs as much as it cost to add.
    fn forget_before(&mut self, now: i64) {
        while let Some(oldest) = self.until.first_entry().filter(|oldest| *oldest.key() < now) {
            self.forgotten = self.forgotten.max(*oldest.key());
            for digest in oldest.remove() {
                self.used.remove(&digest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn target(text: &str) -> Target {
        Target::parse(text).unwrap()
    }

    fn spend(store: &Replays, key: u8, path: &str, jti: &str) -> Result<(), Spent> {
        let target = target(&format!("https://api.example{path}"));
        let once = Once::Proof { key: Thumbprint::new([key; 32]), target, jti: jti.to_owned() };
        store.spend(&Spend::new(once, NOW + 60), at(NOW))
    }

    const REPLAYED: Result<(), Spent> = Err(Spent::Used);

    #[test]
    fn s11_a_nonce_counts_once_for_one_key_and_is_no_id_of_a_proof() {
        let store = Replays::new().unwrap();
        let spend = |key: u8, nonce: &str| {
            let once = Once::Signature { key: Thumbprint::new([key; 32]), nonce: nonce.to_owned() };
            store.spend(&Spend::new(once, NOW + 60), at(NOW))
        };
        assert_eq!((spend(1, "x"), spend(1, "x")), (Ok(()), REPLAYED));
        assert_eq!((spend(2, "x"), spend(1, "y")), (Ok(()), Ok(())));
        assert_eq!(spend(3, "https://api.example/a\nx"), Ok(()));
        assert_eq!(super::tests::spend(&store, 3, "/a", "x"), Ok(()));
    }

    #[test]
    fn s04_an_id_counts_once_for_one_key_and_address() {
        let store = Replays::new().unwrap();
        assert_eq!(spend(&store, 1, "/a", "x"), Ok(()));
        assert_eq!(spend(&store, 1, "/a", "x"), REPLAYED);
        assert_eq!(spend(&store, 2, "/a", "x"), Ok(()));
        assert_eq!(spend(&store, 1, "/b", "x"), Ok(()));
        assert_eq!(spend(&store, 1, "/a", "y"), Ok(()));
        assert_eq!(spend(&store, 1, "/a", "y"), REPLAYED);
    }

    #[test]
    fn s04_of_100_at_once_one_succeeds() {
        let store = Replays::new().unwrap();
        let (barrier, succeeded) = (Barrier::new(100), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..100 {
                scope.spawn(|| {
                    barrier.wait();
                    if spend(&store, 1, "/a", "x").is_ok() {
                        succeeded.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(succeeded.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn s04_a_full_store_refuses_and_forgets_nothing_that_counts() {
        let store = Replays::holding(1).unwrap();
        let spend = |jti: &str, now: i64| {
            let (key, target) = (Thumbprint::new([1; 32]), target("https://api.example/a"));
            let once = Once::Proof { key, target, jti: jti.to_owned() };
            store.spend(&Spend::new(once, now + 60), at(now))
        };
        let all: Vec<_> = (0..5_000).map(|id| format!("id{id}")).collect();
        let (kept, refused): (Vec<_>, Vec<_>) = all.iter().partition(|id| spend(id, NOW).is_ok());
        assert_eq!(kept.len(), SHARDS);
        for id in &refused {
            assert_eq!(spend(id, NOW), Err(Spent::Full));
        }
        for id in &kept {
            assert_eq!(spend(id, NOW + 60), REPLAYED);
        }
        // A second later the first ones count no longer, and there is room.
        assert_eq!(spend("another", NOW + 61), Ok(()));
        assert_eq!(spend("another", NOW + 61), REPLAYED);
    }

    #[test]
    fn s04_a_store_that_failed_refuses() {
        let store = Replays::new().unwrap();
        let shards = &store.shards;
        for shard in shards {
            let failed = thread::scope(|scope| {
                let fails = || {
                    let _held = shard.lock().unwrap();
                    panic!("the store fails");
                };
                scope.spawn(fails).join()
            });
            assert!(failed.is_err());
        }
        let failed = Err(Spent::Failed);
        assert_eq!(spend(&store, 1, "/a", "x"), failed);
    }

    #[test]
    fn s04_what_was_forgotten_does_not_count_again_when_the_clock_is_set_back() {
        let store = Replays::new().unwrap();
        let (key, target) = (Thumbprint::new([1; 32]), target("https://api.example/a"));
        let mut shard = Shard::default();
        let digest = store.digest(&Once::Proof { key, target, jti: "x".to_owned() });
        assert_eq!(shard.add(digest, NOW + 60, 9), Ok(()));
        shard.forget_before(NOW + 60);
        assert_eq!(shard.used.len(), 1);
        shard.forget_before(NOW + 61);
        assert!(shard.used.is_empty() && shard.until.is_empty());
        let forgotten = Err(Spent::Forgotten);
        assert_eq!(shard.add(digest, NOW + 60, 9), forgotten);
        assert_eq!(shard.add(digest, NOW + 61, 9), Ok(()));
    }
}
