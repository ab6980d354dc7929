//! The stage of a service as it runs, after CISA's model: contracts, configuration, and what it answers to itself.
//!
//! The compiler has decided about contracts before; here all of it is told together, so that one document says what holds,
//! by which evidence, and what is next. What nobody can know counts as not met.

mod configuration;
mod contract;
mod judgement;
mod probe;
mod report;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub(crate) use report::report;
use zt_core::contract::Outer;
use zt_core::stage::{Stage, criterion};
use zt_manifest::{Judged, StageReport, Verdict};

use crate::config::{Config, TokenSource};

/// Why a service doesn't start below its stage: each criterion that its configuration or its own answers don't meet.
pub(crate) fn below_floor(service: &Outer, report: &StageReport) -> Vec<String> {
    let Some(floor) = service.stage else { return Vec::new() };
    let asked = report.criteria.iter().filter(|it| is_asked(it, floor));
    asked.filter(|it| it.verdict == Verdict::Unmet).map(|it| told(it, floor)).collect()
}

fn is_asked(judged: &Judged, floor: Stage) -> bool {
    criterion(&judged.id).is_none_or(|criterion| floor.is_at_least(criterion.stage))
}

fn told(judged: &Judged, floor: Stage) -> String {
    let mend = judged.mend.as_deref().unwrap_or_default();
    let Judged { id, what, evidence, .. } = judged;
    format!("it is below stage `{}`, {id}: {what}; {evidence}: {mend}", floor.as_str())
}

/// On the machine of whoever develops it nothing is at a stage: its tokens are signed there, and count nowhere else. So the
/// floor is spoken of, and holds nobody up.
pub(crate) fn is_enforced(config: &Config) -> bool {
    !matches!(config.tokens, TokenSource::Development(_))
}

/// For whoever starts it: nobody may have set up a subscriber yet, and this must be seen.
pub(crate) fn warn(lines: &[String]) {
    if let [first, rest @ ..] = lines {
        let more =
            if rest.is_empty() { String::new() } else { format!(" (and {} more)", rest.len()) };
        let _ = writeln!(
            io::stderr().lock(),
            "warning: anywhere but here this would not start: {first}{more}"
        );
    }
}
