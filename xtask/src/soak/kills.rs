//! A service that is killed a thousand times while it writes its audit log.

use std::path::Path;
use std::time::{Duration, Instant};

use super::report::Part;
use super::tools::{Ending, bounded};
use crate::failure::Failure;
use crate::tools;

const KILLS: u32 = 1000;

/// Far more than they take.
const LONGEST: Duration = Duration::from_secs(3600);

pub(super) fn run(root: &Path) -> Result<Part, Failure> {
    let tests =
        ["test", "--package", "zt-tests", "--test", "interop", "x26_a_service_that_is_killed"];
    tools::run(tools::cargo(root, tests).args(["--quiet", "--no-run"]))?;
    let log = tools::target_directory(root)?.join("soak").join("kills.log");
    let folder = log.parent().unwrap_or(root);
    std::fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    let started = Instant::now();
    let mut part = Part { name: "kills", ..Part::default() };
    let mut command = tools::cargo(root, tests);
    if bounded(command.env("ZT_KILLS", KILLS.to_string()), &log, LONGEST)? != Ending::Well {
        part.faults.push("a log wasn't whole after a kill: see target/soak/kills.log".to_owned());
    }
    part.figures.push(format!(
        "{KILLS} kills in {} s, the log held against its checkpoints and its anchor after each",
        started.elapsed().as_secs()
    ));
    Ok(part)
}
