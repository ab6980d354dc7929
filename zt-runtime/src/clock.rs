//! The one place that reads the system's time.
//!
//! Everything that depends on time (expiry, age, revocation, rate limits, audit) asks a [`Clock`] that was passed
//! in, so that a test can move it and nothing is decided by two different times.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;

/// Tells the time of day, and how much time has passed. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System { started: Instant },
    Manual(Arc<Face>),
}

/// A manual clock's hands, and who is told when they move.
#[derive(Debug)]
struct Face {
    hands: Mutex<Hands>,
    moved: watch::Sender<()>,
}

#[derive(Debug)]
struct Hands {
    now: Timestamp,
    elapsed: Duration,
}

impl Clock {
    /// The machine's clock.
    pub(crate) fn system() -> Self {
        Self(Source::System { started: Instant::now() })
    }

    /// A clock that stands still until its owner moves it.
    pub(crate) fn manual(now: Timestamp) -> (Self, ManualClock) {
        let hands = Mutex::new(Hands { now, elapsed: Duration::ZERO });
        let face = Arc::new(Face { hands, moved: watch::Sender::new(()) });
        (Self(Source::Manual(Arc::clone(&face))), ManualClock(face))
    }

    /// The time of day. It can jump when the machine's clock is corrected.
    pub(crate) fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System { .. } => Timestamp::now(),
            Source::Manual(face) => lock(face).now,
        }
    }

    /// Time passed since the clock was made. It never runs backwards, whatever happens to the time of day: rate
    /// limits count on it, since a corrected clock must neither open nor close them.
    pub(crate) fn elapsed(&self) -> Duration {
        match &self.0 {
            Source::System { started } => started.elapsed(),
            Source::Manual(face) => lock(face).elapsed,
        }
    }

    /// Resolves once so much time has passed, or earlier: whoever waits looks at the clock again. A manual clock tells each
    /// movement of its hands from the moment of the call on.
    pub(crate) fn pause(&self, at_most: Duration) -> Pin<Box<dyn Future<Output = ()>>> {
        match &self.0 {
            Source::System { .. } => Box::pin(tokio::time::sleep(at_most)),
            Source::Manual(face) => {
                let mut moved = face.moved.subscribe();
                // The face outlives whoever waits: they hold the clock.
                Box::pin(async move { drop(moved.changed().await) })
            }
        }
    }
}

/// Moves the time that a service under test sees.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Face>);

impl ManualClock {
    /// Lets time pass: the time of day moves on, and rate limits recover.
    pub fn advance(&self, by: Duration) {
        let mut hands = lock(&self.0);
        hands.now = hands.now.checked_add(by).unwrap_or(Timestamp::MAX);
        hands.elapsed = hands.elapsed.saturating_add(by);
        drop(hands);
        self.0.moved.send_replace(());
    }

    /// Corrects the time of day, as an administrator or NTP does. No time passes by it.
    pub fn set(&self, now: Timestamp) {
        lock(&self.0).now = now;
        self.0.moved.send_replace(());
    }

    /// The time of day that the service sees.
    pub fn now(&self) -> Timestamp {
        lock(&self.0).now
    }
}

// The hands are plain values: a panic elsewhere can't leave them half moved.
fn lock(face: &Face) -> MutexGuard<'_, Hands> {
    face.hands.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Waker};

    use super::*;

    #[test]
    fn manual_time_stands_still_until_moved() {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
        hand.advance(Duration::from_secs(90));
        assert_eq!(clock.now().as_second(), 90);
        assert_eq!(clock.elapsed(), Duration::from_secs(90));
    }

    #[test]
    fn correcting_the_time_of_day_passes_no_time() {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        hand.set(Timestamp::MAX);
        assert_eq!(clock.elapsed(), Duration::ZERO);
        hand.advance(Duration::from_secs(1));
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn whoever_waits_for_a_manual_clock_hears_each_movement() {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let mut context = Context::from_waker(Waker::noop());
        let moves: [fn(&ManualClock); 2] =
            [|hand| hand.advance(Duration::from_secs(1)), |hand| hand.set(Timestamp::MAX)];
        for moved in moves {
            let mut pause = clock.pause(Duration::from_secs(3600));
            assert!(pause.as_mut().poll(&mut context).is_pending());
            moved(&hand);
            assert!(pause.as_mut().poll(&mut context).is_ready());
        }
    }

    #[test]
    fn clones_share_one_time() {
        let (clock, hand) = Clock::manual(Timestamp::UNIX_EPOCH);
        let other = clock.clone();
        hand.advance(Duration::from_secs(5));
        assert_eq!(other.now(), clock.now());
    }
}
