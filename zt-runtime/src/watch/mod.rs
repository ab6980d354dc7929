//! The watch: each decision goes past the rules of zt-watch, on a thread of its own, and what they find is answered.
//!
//! No request waits for it. What it doesn't keep up with is counted and told. [`measures`] are what gates ask about a caller
//! before they decide; [`reactions`] makes them of findings, and a finding is all that they can be made of. [`alerts`] tells them.

mod alerts;
mod event;
mod measures;
mod reactions;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;
use std::time::Duration;

use zt_watch::{Detection, Observation, Settings, Watch};

pub(crate) use alerts::{Alerts, AlertsConfig};
pub(crate) use event::EventKey;
pub(crate) use measures::Measures;
use reactions::Reactions;

use crate::audit::Audit;
use crate::clock::Clock;
use crate::identity::Revocations;

/// Decisions on their way to the rules.
const WAITING: usize = 8192;

/// What is looked for, what is done about it, and who is told.
#[derive(Debug, Clone, Default)]
pub(crate) struct WatchConfig {
    pub(crate) settings: Settings,
    pub(crate) answers: Answers,
    pub(crate) alerts: Option<AlertsConfig>,
}

/// What a finding leads to, besides that it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reaction {
    /// Few requests are let through, for a time.
    Throttle,
    /// Persons have to log in anew.
    StepUp,
    /// Nothing counts any more that the subject was given so far.
    Revoke,
}

impl Reaction {
    pub(crate) const ALL: [Self; 3] = [Self::Throttle, Self::StepUp, Self::Revoke];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Throttle => "throttle",
            Self::StepUp => "step-up",
            Self::Revoke => "revoke",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// What is done about one detection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AnswerTo {
    pub(crate) reactions: Vec<Reaction>,
    /// How long what ends by itself lasts.
    pub(crate) lasts: Duration,
}

/// What is done about each.
#[derive(Debug, Clone)]
pub(crate) struct Answers([AnswerTo; Detection::ALL.len()]);

impl Answers {
    /// Nothing but telling: for where callers make mistakes on purpose.
    pub(crate) fn telling() -> Self {
        Self(Detection::ALL.map(|it| AnswerTo { reactions: Vec::new(), ..AnswerTo::usual(it) }))
    }

    pub(crate) fn to(&self, detection: Detection) -> &AnswerTo {
        let [first, ..] = &self.0;
        let all = Detection::ALL.into_iter().zip(&self.0);
        all.into_iter().find(|(known, _)| *known == detection).map_or(first, |(_, answer)| answer)
    }

    pub(crate) fn with(mut self, detection: Detection, answer: AnswerTo) -> Self {
        for (known, slot) in Detection::ALL.into_iter().zip(&mut self.0) {
            if known == detection {
                *slot = answer.clone();
            }
        }
        self
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self(Detection::ALL.map(AnswerTo::usual))
    }
}

/// A quarter of an hour is long for whoever guesses, and short for whoever was guessed wrong about.
const QUARTER: Duration = Duration::from_secs(15 * 60);
/// No token lives longer: one that a thief has is of no use until it ends.
const DAY: Duration = Duration::from_secs(24 * 3600);

impl AnswerTo {
    pub(crate) fn usual(detection: Detection) -> Self {
        match detection {
            Detection::DormantCredential => Self { reactions: Vec::new(), lasts: DAY },
            Detection::TokenElsewhere => {
                Self { reactions: vec![Reaction::Throttle, Reaction::StepUp], lasts: DAY }
            }
            _ => Self { reactions: vec![Reaction::Throttle], lasts: QUARTER },
        }
    }
}

/// Where decisions are told. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Watcher(Arc<Told>);

struct Told {
    sender: SyncSender<Message>,
    /// Decisions that found no room, since the latest finding.
    unseen: Arc<AtomicU64>,
}

enum Message {
    Seen(Box<Observation>),
    #[cfg_attr(not(test), allow(dead_code, reason = "who runs a service waits for nothing"))]
    Flush(SyncSender<()>),
}

impl Watcher {
    /// Starts the thread. It ends with the last one that could tell it something.
    pub(crate) fn start(
        config: &WatchConfig,
        alerts: Option<Alerts>,
        measures: Measures,
        revocations: Revocations,
        audit: Audit,
        clock: Clock,
    ) -> io::Result<Self> {
        let (sender, receiver) = mpsc::sync_channel(WAITING);
        let unseen = Arc::new(AtomicU64::new(0));
        let reactions = Reactions {
            answers: config.answers.clone(),
            alerts,
            measures,
            revocations,
            audit,
            clock,
            unseen: Arc::clone(&unseen),
        };
        let watch = Watch::new(&config.settings);
        thread::Builder::new()
            .name("zt-watch".to_owned())
            .spawn(move || run(&receiver, watch, reactions))?;
        Ok(Self(Arc::new(Told { sender, unseen })))
    }

    /// Tells a decision. It waits for nothing.
    pub(crate) fn tell(&self, observation: impl FnOnce() -> Observation) {
        let message = Message::Seen(Box::new(observation()));
        if self.0.sender.try_send(message).is_err()
            && self.0.unseen.fetch_add(1, Ordering::Relaxed) == 0
        {
            tracing::error!("the watch doesn't keep up: decisions go by that no rule looks at");
        }
    }

    /// Waits until all that was told is looked at.
    #[cfg(test)]
    pub(crate) fn flush(&self) {
        let (done, flushed) = mpsc::sync_channel(1);
        if self.0.sender.send(Message::Flush(done)).is_ok() {
            let _ = flushed.recv_timeout(Duration::from_secs(10));
        }
    }
}

fn run(receiver: &Receiver<Message>, mut watch: Watch, mut reactions: Reactions) {
    while let Ok(message) = receiver.recv() {
        match message {
            Message::Seen(seen) => {
                watch.observe(&seen).into_iter().for_each(|finding| reactions.answer(&finding));
            }
            Message::Flush(done) => done.try_send(()).unwrap_or_default(),
        }
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watcher").finish_non_exhaustive()
    }
}
