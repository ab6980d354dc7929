//! Stops asking somebody who doesn't answer, and then tries with one question at a time (G-14).

use std::time::Duration;

use crate::outbound::FetchFault;

/// So many failures in a row are no accident.
const FAILURES: u32 = 5;

/// So long nobody is asked then.
const PAUSE: Duration = Duration::from_secs(5);

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Health {
    Answers,
    Fails,
}

impl Health {
    /// What a failure says about who was asked. Nothing, if it only didn't like this question (RFC 9110 §15.5): anybody
    /// may send a token that some issuer dislikes, and must not keep out everybody else by it.
    pub(crate) const fn after(fault: &FetchFault) -> Option<Self> {
        match fault {
            FetchFault::Status(400 | 413 | 414 | 422 | 431) => None,
            _ => Some(Self::Fails),
        }
    }
}

/// Nobody is asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paused;

/// Times are the clock's elapsed time.
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    failures: u32,
    closed_until: Duration,
}

impl Breaker {
    /// Whether a question may be asked now. After a pause one may, and the next after another pause, unless that one was
    /// answered.
    pub(crate) fn admit(&mut self, now: Duration) -> Result<(), Paused> {
        if self.failures < FAILURES {
            return Ok(());
        }
        if now < self.closed_until {
            return Err(Paused);
        }
        self.closed_until = now.saturating_add(PAUSE);
        Ok(())
    }

    pub(crate) fn settled(&mut self, health: Health, now: Duration) {
        if health == Health::Answers {
            self.failures = 0;
            return;
        }
        self.failures = self.failures.saturating_add(1);
        self.closed_until = now.saturating_add(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::Health::{Answers, Fails};
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn g14_five_failures_in_a_row_make_a_pause_and_one_question_ends_it() {
        let mut breaker = Breaker::default();
        for _ in 0..4 {
            breaker.settled(Fails, seconds(1));
        }
        assert!(breaker.admit(seconds(1)).is_ok());
        breaker.settled(Fails, seconds(1));
        assert!(breaker.admit(seconds(5)).is_err());
        assert!(breaker.admit(seconds(6)).is_ok());
        assert!(breaker.admit(seconds(6)).is_err(), "one is on its way");
        breaker.settled(Fails, seconds(7));
        assert!(breaker.admit(seconds(11)).is_err());
        assert!(breaker.admit(seconds(12)).is_ok());
        breaker.settled(Answers, seconds(13));
        assert!(breaker.admit(seconds(13)).is_ok() && breaker.admit(seconds(13)).is_ok());
    }

    #[test]
    fn g14_an_answer_between_starts_the_count_anew() {
        let mut breaker = Breaker::default();
        for health in [Fails, Fails, Fails, Fails, Answers, Fails, Fails, Fails, Fails] {
            breaker.settled(health, seconds(1));
        }
        assert!(breaker.admit(seconds(1)).is_ok());
    }
}
