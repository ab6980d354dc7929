//! A help is a line to paste: pasted into the program of its error, it mends it.
//!
//! Every ui case is compiled, each help of its errors is pasted where a reader would put it, and the outcome is
//! compiled again. Which helps are not to be pasted, and why, says `helps/table.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

#[path = "listings/compiler.rs"]
mod compiler;
#[path = "helps"]
mod helps {
    pub(crate) mod case;
    pub(crate) mod paste;
    pub(crate) mod snippet;
    pub(crate) mod source;
    pub(crate) mod table;
    pub(crate) mod trial;
}

use std::collections::{BTreeMap, BTreeSet};

use helps::case::{self, Case};
use helps::table::{self, PROSE};
use helps::trial::{Outcome, Trial};

/// Of what all cases say.
struct Sum {
    trials: Vec<Trial>,
}

impl Sum {
    fn new() -> Self {
        let cases = case::all();
        let trials = compiler::in_parallel(&cases, |case: &Case| Some(helps::trial::of_case(case)));
        Self { trials: trials.into_iter().flatten().collect() }
    }

    fn prose(&self) -> impl Iterator<Item = &Trial> {
        self.trials.iter().filter(|trial| table::is_prose(&trial.code, &trial.help))
    }

    fn pasted(&self) -> impl Iterator<Item = &Trial> {
        self.trials.iter().filter(|trial| matches!(trial.outcome, Outcome::Mends))
    }

    /// Errors none of whose helps mends them.
    fn unmended(&self) -> Vec<String> {
        let mut errors: BTreeMap<(&str, &str), Vec<&Trial>> = BTreeMap::new();
        for trial in &self.trials {
            errors.entry((&trial.case, &trial.what)).or_default().push(trial);
        }
        let unmended = errors.into_values().filter(|ways| {
            let good = |way: &&Trial| {
                matches!(way.outcome, Outcome::Mends) || table::is_prose(&way.code, &way.help)
            };
            !ways.iter().any(good)
        });
        unmended.flatten().map(Trial::told).collect()
    }

    /// Helps, as they are written in the source, that mend nothing in any case.
    fn idle(&self) -> Vec<String> {
        let mended: BTreeSet<_> = self.pasted().map(Trial::kind).collect();
        let idle = self.trials.iter().filter(|trial| {
            !mended.contains(&trial.kind()) && !table::is_prose(&trial.code, &trial.help)
        });
        idle.map(Trial::told).collect()
    }

    /// Rows for helps that nobody says, or that can be pasted after all.
    fn stale(&self) -> Vec<String> {
        let stale = PROSE.iter().filter(|row| {
            let mut said = self.prose().filter(|trial| row.is_for(&trial.code, &trial.help));
            let first = said.next();
            first.is_none_or(|first| {
                [first].into_iter().chain(said).any(|it| matches!(it.outcome, Outcome::Mends))
            })
        });
        stale.map(|row| format!("{}: {}", row.code, row.help)).collect()
    }
}

#[test]
fn every_help_mends_its_error_when_it_is_pasted() {
    let sum = Sum::new();
    let codes = |trials: &mut dyn Iterator<Item = &Trial>| {
        trials.map(|trial| trial.code.clone()).collect::<BTreeSet<_>>().len()
    };
    let helps: BTreeSet<_> = sum.trials.iter().map(Trial::kind).collect();
    println!(
        "{} helps of {} kinds and {} codes in the cases; {} pasted, of {} codes; prose: {} codes",
        sum.trials.len(),
        helps.len(),
        codes(&mut sum.trials.iter()),
        sum.pasted().count(),
        codes(&mut sum.pasted()),
        codes(&mut sum.prose()),
    );
    let (unmended, idle, stale) = (sum.unmended(), sum.idle(), sum.stale());
    assert!(unmended.is_empty(), "{} unmended:\n{}", unmended.len(), unmended.join("\n"));
    assert!(idle.is_empty(), "{} mend nothing:\n{}", idle.len(), idle.join("\n"));
    assert!(stale.is_empty(), "stale rows of helps/table.rs:\n{}", stale.join("\n"));
}
