//! `cargo xtask test`: everything that has to hold before a change is taken.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::failure::Failure;
use crate::tally::Tally;
use crate::{interop, tidy, tools};

struct Step {
    name: &'static str,
    run: fn(&Path, &mut Tally) -> Result<(), Failure>,
}

/// Cheap steps first: a missing space should not cost a build.
const STEPS: [Step; 7] = [
    Step { name: "format", run: format },
    Step { name: "tidy", run: |root, _| tidy::run(root) },
    Step { name: "interop tools", run: |root, _| interop::run(root) },
    Step { name: "lints", run: lints },
    Step { name: "documentation", run: documentation },
    Step { name: "tests", run: tests },
    Step { name: "documentation tests", run: documentation_tests },
];

pub(crate) fn run(root: &Path) -> Result<(), Failure> {
    let started = Instant::now();
    let mut tally = Tally::default();
    let outcome = run_steps(root, &mut tally);
    if !tally.is_empty() {
        println!("\n{tally}");
    }
    outcome?;
    println!("every check holds ({:.1} s)", started.elapsed().as_secs_f64());
    Ok(())
}

fn run_steps(root: &Path, tally: &mut Tally) -> Result<(), Failure> {
    for (number, step) in (1..).zip(&STEPS) {
        let started = Instant::now();
        println!("\n== {number}/{} {}", STEPS.len(), step.name);
        let outcome = (step.run)(root, tally);
        let seconds = started.elapsed().as_secs_f64();
        if let Err(failure) = outcome {
            let name = step.name;
            return Err(Failure::new(format!(
                "step `{name}` failed after {seconds:.1} s: {failure}"
            )));
        }
        println!("   {} held ({seconds:.1} s)", step.name);
    }
    Ok(())
}

fn format(root: &Path, _: &mut Tally) -> Result<(), Failure> {
    announced(&mut cargo(root, &["fmt", "--all", "--check"]))
}

fn lints(root: &Path, _: &mut Tally) -> Result<(), Failure> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    announced(&mut cargo(root, &arguments))
}

fn tests(root: &Path, tally: &mut Tally) -> Result<(), Failure> {
    if tools::has_cargo_command(root, "nextest") {
        return counted(root, &["nextest", "run", "--workspace", "--no-fail-fast"], tally);
    }
    println!("   cargo-nextest is not on this machine: the same tests run under `cargo test`");
    counted(root, &["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"], tally)
}

fn documentation_tests(root: &Path, tally: &mut Tally) -> Result<(), Failure> {
    counted(root, &["test", "--workspace", "--doc", "--no-fail-fast"], tally)
}

fn documentation(root: &Path, _: &mut Tally) -> Result<(), Failure> {
    let mut command = cargo(root, &["doc", "--workspace", "--no-deps"]);
    announced(command.env("RUSTDOCFLAGS", "-D warnings"))
}

/// What the checks build is built once: what would make a second build of it faster only takes disk.
fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let mut command = tools::cargo(root, arguments.iter().copied());
    command.env("CARGO_INCREMENTAL", "0");
    command
}

fn counted(root: &Path, arguments: &[&str], tally: &mut Tally) -> Result<(), Failure> {
    let mut command = cargo(root, arguments);
    println!("   {}", tools::line(&command));
    let (printed, outcome) = tools::overheard(&mut command)?;
    *tally += Tally::read(&printed);
    outcome
}

fn announced(command: &mut Command) -> Result<(), Failure> {
    println!("   {}", tools::line(command));
    tools::run(command)
}
