//! Requests by chance, and decisions by chance, again and again with another beginning.

use std::path::Path;
use std::time::{Duration, Instant};

use super::report::Part;
use super::tools::{Ending, bounded};
use crate::failure::Failure;
use crate::tools;

/// Sequences of requests in one round, for each property.
const CASES: u32 = 256;

/// Far more than a round takes; a test that hangs is a find.
const LONGEST_ROUND: Duration = Duration::from_secs(1800);

pub(super) fn run(root: &Path, time: Duration) -> Result<Part, Failure> {
    let tests = ["test", "--package", "zt-tests", "--test", "property", "--test", "decision"];
    tools::run(tools::cargo(root, tests).args(["--quiet", "--no-run"]))?;
    let log = tools::target_directory(root)?.join("soak").join("stateful.log");
    let folder = log.parent().unwrap_or(root);
    std::fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    let started = Instant::now();
    let mut part = Part { name: "stateful", ..Part::default() };
    let mut rounds = 0;
    while rounds == 0 || started.elapsed() < time {
        let seed = seed(rounds);
        let mut command = tools::cargo(root, tests);
        command.arg("--no-fail-fast").env("PROPTEST_CASES", CASES.to_string());
        command.env("ZT_SEED", seed.to_string());
        let ending = bounded(&mut command, &log, LONGEST_ROUND)?;
        rounds += 1;
        println!("   round {rounds}, seed {seed}: {ending:?}");
        if ending != Ending::Well {
            part.faults
                .push(format!("round {rounds} (ZT_SEED={seed}): see target/soak/stateful.log"));
            break;
        }
    }
    part.figures.push(format!(
        "{rounds} rounds in {} s, each of {CASES} sequences of requests for each property, a million decisions and \
         200,000 paths",
        started.elapsed().as_secs()
    ));
    Ok(part)
}

/// Another one in each round and on each day; `ZT_SEED` gives it again.
fn seed(round: u32) -> u64 {
    #[allow(clippy::disallowed_methods, reason = "a seed, not a time that anything is decided by")]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs()).wrapping_mul(1000).wrapping_add(u64::from(round))
}
