//! What is looked for, and what is done about it. Every detection is on, and each finding is told; a table says otherwise from when
//! on, and what happens then.

use std::ops::RangeInclusive;
use std::time::Duration;

use zt_core::grammar::Span;
use zt_watch::{About, Detection, Threshold};

use super::Reader;
use crate::config::TokenSource;
use crate::config::keys::{self, WATCH};
use crate::watch::{AnswerTo, Answers, Reaction, WatchConfig};

/// One is no pattern, and more than these nobody would wait for.
const COUNTS: RangeInclusive<u64> = 2..=100_000;
/// Longer windows would remember what nobody means any more. Only a credential sleeps for long.
const LONGEST_WINDOW: Duration = Duration::from_secs(24 * 3600);
/// Longer than any token lives: by then somebody has looked.
const LONGEST_MEASURE: Duration = Duration::from_secs(24 * 3600);
/// That nothing is done but telling.
const ALERT: &str = "alert";

impl Reader {
    pub(super) fn watch(&mut self, service: &str, tokens: Option<&TokenSource>) -> WatchConfig {
        // Where a service is developed people make these mistakes by the minute.
        let is_developed = matches!(tokens, Some(TokenSource::Development(_)));
        let answers = if is_developed { Answers::telling() } else { Answers::default() };
        let alerts = self.alerts(service);
        let mut config = WatchConfig { answers, alerts, ..WatchConfig::default() };
        for name in self.names(&WATCH) {
            self.within(&WATCH, Some(&name), |reader| {
                let Some(detection) = Detection::named(&name) else { return reader.unknown(&name) };
                reader.refuse_unknown();
                reader.detection(detection, &mut config);
            });
        }
        config
    }

    fn unknown(&mut self, name: &str) {
        let all = Detection::ALL.map(Detection::name);
        let mend = match keys::closest(all, name) {
            Some(meant) => format!("did you mean [{}.{meant}]?", WATCH.name),
            None => format!("there are {}", all.join(", ")),
        };
        let place = self.place_of_table();
        self.faults.add(place, format!("there is no such detection; {mend}"));
    }

    fn detection(&mut self, detection: Detection, config: &mut WatchConfig) {
        let usual = config.settings.of(detection);
        let count = self.count(detection).unwrap_or(usual.count);
        let within = self.within_time(detection).unwrap_or(usual.within);
        config.settings = config.settings.with(detection, Threshold { count, within });
        let usual = config.answers.to(detection).clone();
        let reactions = self.reactions(detection).unwrap_or(usual.reactions);
        let lasts = self.up_to("lasts", LONGEST_MEASURE).unwrap_or(usual.lasts);
        config.answers = config.answers.clone().with(detection, AnswerTo { reactions, lasts });
    }

    fn count(&mut self, detection: Detection) -> Option<u32> {
        if !detection.counts() && self.find("count").is_some() {
            self.fault("count", "one is enough there; remove it");
            return None;
        }
        self.number("count", COUNTS).and_then(|count| u32::try_from(count).ok())
    }

    fn within_time(&mut self, detection: Detection) -> Option<Duration> {
        match detection {
            Detection::DormantCredential => {
                self.parsed("within", |text| Span::parse(text).ok()).map(Span::duration)
            }
            _ => self.up_to("within", LONGEST_WINDOW),
        }
    }

    fn up_to(&mut self, key: &'static str, most: Duration) -> Option<Duration> {
        let short = |text: &str| Span::parse(text).ok().map(Span::duration);
        self.parsed(key, |text| {
            short(text).filter(|it| *it <= most && *it >= Duration::from_secs(1))
        })
    }

    fn reactions(&mut self, detection: Detection) -> Option<Vec<Reaction>> {
        let listed = self.list("react")?;
        let mut reactions = Vec::new();
        for name in listed.iter().filter(|name| *name != ALERT) {
            match Reaction::named(name) {
                None => {
                    self.wrong("react");
                    return None;
                }
                Some(Reaction::StepUp | Reaction::Revoke)
                    if detection.about() == About::Addresses =>
                {
                    let what = format!(
                        "found {name:?}, and nobody is proved where `{detection}` looks: a stranger could turn it against \
                         others by failing in their name; an address can be throttled"
                    );
                    self.fault("react", what);
                }
                Some(reaction) if reactions.contains(&reaction) => {}
                Some(reaction) => reactions.push(reaction),
            }
        }
        Some(reactions)
    }
}
