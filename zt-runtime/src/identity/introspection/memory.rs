//! What was answered about which token, for seconds and never longer than the token counts; and who is asked about now.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use super::answer::Answer;

/// The SHA-256 of a token: whoever reads the memory has no token.
pub(super) type Digest = [u8; 32];

/// Answers that are kept in one shard. When there are so many, others are asked for each time: nothing that counts makes
/// room.
const MOST: usize = 625;

/// Of them, those that say that a token doesn't count. Anybody can make those up, and they must not crowd out the others.
const MOST_INACTIVE: usize = 125;

/// One shard, by the token's digest: its answer, or where those wait who want to know it.
pub(super) struct Memory<W> {
    answers: HashMap<Digest, Answer>,
    /// When an answer stops to count, by the clock's elapsed time.
    ends: BTreeSet<(Duration, Digest)>,
    inactive: usize,
    questions: HashMap<Digest, W>,
}

/// What is known of a token.
pub(super) enum Known<W> {
    Answer(Answer),
    /// It is being asked about.
    Asked(W),
}

impl<W: Clone> Memory<W> {
    pub(super) fn new() -> Self {
        Self {
            answers: HashMap::new(),
            ends: BTreeSet::new(),
            inactive: 0,
            questions: HashMap::new(),
        }
    }

    pub(super) fn find(&mut self, digest: &Digest, now: Duration) -> Option<Known<W>> {
        self.forget_until(now);
        let answer = self.answers.get(digest).cloned().map(Known::Answer);
        answer.or_else(|| self.questions.get(digest).cloned().map(Known::Asked))
    }

    pub(super) fn asked(&mut self, digest: Digest, waiting: W) {
        self.questions.insert(digest, waiting);
    }

    pub(super) fn forget_question(&mut self, digest: &Digest) {
        self.questions.remove(digest);
    }

    /// Keeps an answer for `span`, if there is room.
    pub(super) fn remember(
        &mut self,
        digest: Digest,
        answer: Answer,
        now: Duration,
        span: Duration,
    ) {
        self.forget_until(now);
        let is_inactive = !answer.is_active();
        let is_full = self.answers.len() >= MOST || (is_inactive && self.inactive >= MOST_INACTIVE);
        if span.is_zero() || is_full || self.answers.contains_key(&digest) {
            return;
        }
        self.inactive += usize::from(is_inactive);
        self.answers.insert(digest, answer);
        self.ends.insert((now.saturating_add(span), digest));
    }

    /// Drops what ended. Each answer is dropped once, so it costs as much as it cost to keep.
    fn forget_until(&mut self, now: Duration) {
        while let Some((end, digest)) = self.ends.first().copied().filter(|(end, _)| *end <= now) {
            self.ends.remove(&(end, digest));
            let gone = self.answers.remove(&digest);
            let was_inactive = gone.is_some_and(|answer| !answer.is_active());
            self.inactive = self.inactive.saturating_sub(usize::from(was_inactive));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn digest(number: usize) -> Digest {
        let mut digest = Digest::default();
        digest.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
        digest
    }

    #[test]
    fn t24_what_nobody_vouches_for_takes_a_part_of_the_room_and_goes_by_itself() {
        let mut memory = Memory::<()>::new();
        for number in 0..MOST {
            memory.remember(digest(number), Answer::inactive(), Duration::ZERO, SECOND);
        }
        assert_eq!((memory.answers.len(), memory.inactive), (MOST_INACTIVE, MOST_INACTIVE));
        assert!(memory.find(&digest(0), Duration::from_millis(999)).is_some());
        assert!(memory.find(&digest(0), SECOND).is_none());
        assert_eq!((memory.answers.len(), memory.ends.len(), memory.inactive), (0, 0, 0));
    }

    #[test]
    fn t24_nothing_is_kept_for_no_time() {
        let mut memory = Memory::<()>::new();
        memory.remember(digest(1), Answer::inactive(), SECOND, Duration::ZERO);
        assert!(memory.answers.is_empty());
    }
}
