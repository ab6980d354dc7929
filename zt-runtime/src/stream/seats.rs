//! How many streams are open (G-06): each holds a connection and a handler for as long as it likes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::identity::Subject;
use crate::problem::Refusal;

/// Of one caller: a browser with several windows, and not a script that forgot to close any.
pub(crate) const OF_ONE_CALLER: usize = 16;

/// Of all callers together.
const OF_ALL: usize = 4096;

/// The streams that are open, over all workers. Cheap to clone; all clones are one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seats(Arc<Mutex<Taken>>);

#[derive(Debug, Default)]
struct Taken {
    by_subject: HashMap<Subject, usize>,
    all: usize,
}

/// The right to one open stream. It is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    seats: Seats,
    subject: Subject,
}

impl Seats {
    /// One for this caller, if there is one.
    pub(crate) fn take(&self, subject: &Subject) -> Result<Seat, Refusal> {
        let mut taken = self.lock();
        let own = taken.by_subject.get(subject).copied().unwrap_or_default();
        if own >= OF_ONE_CALLER || taken.all >= OF_ALL {
            return Err(Refusal::TooManyStreams);
        }
        taken.by_subject.insert(subject.clone(), own + 1);
        taken.all += 1;
        drop(taken);
        Ok(Seat { seats: self.clone(), subject: subject.clone() })
    }

    // Two counters, and both are right between any two statements that hold the lock.
    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.lock();
        taken.all = taken.all.saturating_sub(1);
        if let Some(own) = taken.by_subject.get_mut(&self.subject) {
            *own -= 1;
            if *own == 0 {
                taken.by_subject.remove(&self.subject);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::identity::Kind;

    fn subject(name: &str) -> Subject {
        Subject::new("https://issuer.example", name, Kind::Person).unwrap()
    }

    #[test]
    fn g06_a_caller_has_so_many_streams_and_gets_them_back() {
        let seats = Seats::default();
        let taken: Vec<_> =
            (0..OF_ONE_CALLER).map(|_| seats.take(&subject("alice")).unwrap()).collect();
        assert_eq!(seats.take(&subject("alice")).unwrap_err(), Refusal::TooManyStreams);
        assert!(seats.clone().take(&subject("bob")).is_ok());
        drop(taken);
        assert!(seats.take(&subject("alice")).is_ok());
        assert!(seats.lock().by_subject.is_empty() && seats.lock().all == 0);
    }

    #[test]
    fn g06_all_callers_together_have_so_many() {
        let seats = Seats::default();
        let of = |number: usize| subject(&format!("caller{}", number / OF_ONE_CALLER));
        let taken: Vec<_> = (0..OF_ALL).map(|number| seats.take(&of(number)).unwrap()).collect();
        assert_eq!(seats.take(&subject("late")).unwrap_err(), Refusal::TooManyStreams);
        drop(taken);
        assert!(seats.take(&subject("late")).is_ok());
    }
}
