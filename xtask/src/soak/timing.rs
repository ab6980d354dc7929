//! Whether the time of a comparison tells where a secret differs (X24), in the code as it is shipped.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::report::Part;
use super::tools::{Ending, bounded};
use crate::failure::Failure;
use crate::tools;

/// Far more than it takes on a busy machine.
const LONGEST: Duration = Duration::from_secs(1800);

pub(super) fn run(root: &Path) -> Result<Part, Failure> {
    let test = ["test", "--release", "--package", "zt-runtime", "--lib"];
    tools::run(tools::cargo(root, test).args(["--quiet", "--no-run"]))?;
    let log = tools::target_directory(root)?.join("soak").join("timing.log");
    let folder = log.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(|error| Failure::at(folder, error))?;
    let mut command = tools::cargo(root, test);
    command.args(["x24_", "--", "--ignored", "--nocapture", "--test-threads=1"]);
    let ending = bounded(&mut command, &log, LONGEST)?;
    let said = fs::read_to_string(&log).map_err(|error| Failure::at(&log, error))?;
    let figures: Vec<_> =
        said.lines().filter(|it| it.contains("t = ")).map(str::to_owned).collect();
    let mut part = Part { name: "timing", figures, ..Part::default() };
    // Without figures no test of that name ran.
    if ending != Ending::Well || part.figures.is_empty() {
        part.faults.push("comparisons take different times: see target/soak/timing.log".to_owned());
    }
    Ok(part)
}
