//! libFuzzer over the targets in `fuzz/`, through cargo-fuzz.
//!
//! libFuzzer's instrumentation is behind flags of the nightly compiler. `RUSTC_BOOTSTRAP` lets the pinned one take them, so
//! that what is fuzzed is compiled by what compiles the rest.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::report::Part;
use super::tools::{Ending, bounded, installed};
use crate::failure::Failure;
use crate::tools;

const VERSION: &str = "0.13.2";

const TARGETS: [&str; 9] = [
    "path",
    "headers",
    "message",
    "token",
    "config",
    "dpop_proof",
    "signature",
    "certificate",
    "annotation",
];

/// Beyond its time a target may still be busy with one input.
const GRACE: Duration = Duration::from_secs(120);

pub(super) fn run(root: &Path, home: &Path, time: Duration) -> Result<Part, Failure> {
    let program = installed(root, home, "cargo-fuzz", VERSION)?;
    let corpus = home.join("corpus");
    let mut seeds =
        tools::cargo(root, ["run", "--quiet", "--package", "fuzz-bodies", "--bin", "fuzz-seeds"]);
    tools::run(seeds.arg("--").arg(&corpus))?;
    tools::run(cargo_fuzz(&program, root).arg("build"))?;
    let mut part = Part { name: "fuzz", ..Part::default() };
    part.figures.push(format!("cargo-fuzz {VERSION}"));
    for target in TARGETS {
        let each = time / u32::try_from(TARGETS.len()).unwrap_or(1);
        fuzz(target, each, &program, root, home, &mut part)?;
    }
    Ok(part)
}

fn cargo_fuzz(program: &Path, root: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("fuzz").current_dir(root.join("fuzz")).env("RUSTC_BOOTSTRAP", "1");
    command
}

fn fuzz(
    target: &str,
    time: Duration,
    program: &Path,
    root: &Path,
    home: &Path,
    part: &mut Part,
) -> Result<(), Failure> {
    let artifacts = home.join("crashes").join(target);
    fs::create_dir_all(&artifacts).map_err(|error| Failure::at(&artifacts, error))?;
    let log = home.join(format!("fuzz-{target}.log"));
    let mut command = cargo_fuzz(program, root);
    command.args(["run", target]).arg(home.join("corpus").join(target)).arg("--");
    command.arg(format!("-max_total_time={}", time.as_secs().max(1)));
    command.args(["-print_final_stats=1", "-timeout=20", "-rss_limit_mb=2048"]);
    command.arg(format!("-artifact_prefix={}/", artifacts.display()));
    let ending = bounded(&mut command, &log, time + GRACE)?;
    let printed = fs::read_to_string(&log).map_err(|error| Failure::at(&log, error))?;
    let figures = format!("{target}: {}", figures(&printed));
    println!("   {figures}");
    part.figures.push(figures);
    if ending != Ending::Well {
        let found = found(&printed).unwrap_or("no word of why");
        part.faults
            .push(format!("{target}: {found} (the input is in target/soak/crashes/{target})"));
    }
    Ok(())
}

/// `stat::number_of_executed_units: 1000` and how far the program was seen through.
fn figures(printed: &str) -> String {
    let stat = |name: &str| {
        let line = printed.lines().find_map(|line| line.strip_prefix(name));
        line.map_or("?", str::trim)
    };
    let progress = printed.lines().rev().find(|line| line.contains(" cov: "));
    let cover = progress.and_then(|line| line.split(" cov: ").nth(1));
    let cover = cover.and_then(|rest| rest.split_ascii_whitespace().next()).unwrap_or("?");
    format!(
        "{} runs, {} a second, {cover} edges seen",
        stat("stat::number_of_executed_units:"),
        stat("stat::average_exec_per_sec:")
    )
}

fn found(printed: &str) -> Option<&str> {
    let mut lines = printed.lines();
    lines.find(|line| line.contains("panicked at") || line.starts_with("SUMMARY:"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const PRINTED: &str = "#2\tINITED cov: 90 ft: 91 corp: 1/1b\n\
                           #999\tDONE   cov: 123 ft: 456 corp: 7/9b lim: 4\n\
                           stat::number_of_executed_units: 999\nstat::average_exec_per_sec:     33\n";

    #[test]
    fn what_libfuzzer_prints_is_read() {
        assert_eq!(figures(PRINTED), "999 runs, 33 a second, 123 edges seen");
        assert_eq!(figures(""), "? runs, ? a second, ? edges seen");
        let crash = "thread 'main' panicked at src/path.rs:9:5:\nSUMMARY: libFuzzer: deadly signal";
        assert!(found(crash).is_some_and(|line| line.contains("src/path.rs")));
        assert_eq!(found(PRINTED), None);
    }

    #[test]
    fn each_target_has_its_file_and_its_body() {
        let root = tools::workspace_root().unwrap();
        let manifest = fs::read_to_string(root.join("fuzz/Cargo.toml")).unwrap();
        let bodies = root.join("tests/crates/fuzz-bodies/src/lib.rs");
        let bodies = fs::read_to_string(bodies).unwrap();
        for target in TARGETS {
            let file = format!("fuzz/fuzz_targets/{target}.rs");
            let text = fs::read_to_string(root.join(&file)).unwrap();
            assert!(text.contains(&format!("run({target:?}, bytes)")), "{file}");
            assert!(manifest.contains(&format!("name = {target:?}")), "{target}");
            assert!(bodies.contains(&format!("name: {target:?}")), "{target}");
        }
        let files = fs::read_dir(root.join("fuzz/fuzz_targets")).unwrap();
        assert_eq!(files.count(), TARGETS.len());
    }
}
