//! `cargo xtask soak`: what is too long for the checks. Manifests of release builds, a thousand kills, times of comparisons; fuzzing,
//! mutation tests, and requests by chance for as long as one likes. What was found, with which commit and tools, stands in
//! `target/soak/report.md`.

mod fuzz;
mod kills;
mod manifest;
mod mutants;
mod report;
mod stateful;
mod timing;
mod tools;

use std::path::Path;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::failure::Failure;
use report::{Part, Report};

#[derive(Debug, Args)]
pub(crate) struct Soak {
    /// How long all parts take together; building isn't counted.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    minutes: u32,
    /// One part alone.
    #[arg(long)]
    only: Option<Kind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Manifest,
    Kills,
    Fuzz,
    Mutants,
    Stateful,
    Timing,
}

pub(crate) fn run(soak: &Soak, root: &Path) -> Result<(), Failure> {
    let home = crate::tools::target_directory(root)?.join("soak");
    let kinds = Kind::value_variants().iter().copied();
    let kinds: Vec<Kind> = kinds.filter(|it| soak.only.is_none_or(|only| only == *it)).collect();
    let timed = kinds.iter().filter(|kind| kind.takes_its_share()).count();
    let each = share(soak.minutes, timed);
    let mut report = Report::new(root)?;
    for kind in kinds {
        println!("\n== {}", kind.name());
        report.add(kind.run(root, &home, each)?);
        // After each part, so that one that is broken off leaves the others'.
        report.write(&home.join("report.md"))?;
    }
    println!("\n{report}");
    match report.faults() {
        0 => Ok(()),
        count => Err(Failure::new(format!("{count} finds: see target/soak/report.md"))),
    }
}

fn share(minutes: u32, parts: usize) -> Duration {
    Duration::from_secs(u64::from(minutes) * 60) / u32::try_from(parts.max(1)).unwrap_or(1)
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Kills => "kills",
            Self::Fuzz => "fuzz",
            Self::Mutants => "mutants",
            Self::Stateful => "stateful",
            Self::Timing => "timing",
        }
    }

    /// Those that go on for as long as one likes. The others take what they take.
    const fn takes_its_share(self) -> bool {
        !matches!(self, Self::Manifest | Self::Kills | Self::Timing)
    }

    fn run(self, root: &Path, home: &Path, time: Duration) -> Result<Part, Failure> {
        match self {
            Self::Manifest => manifest::run(root, home),
            Self::Kills => kills::run(root),
            Self::Fuzz => fuzz::run(root, home, time),
            Self::Mutants => mutants::run(root, home, time),
            Self::Stateful => stateful::run(root, time),
            Self::Timing => timing::run(root),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_share_the_time() {
        assert_eq!(share(3, 3), Duration::from_secs(60));
        assert_eq!(share(1, 1), Duration::from_secs(60));
    }
}
