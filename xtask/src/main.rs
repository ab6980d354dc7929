//! The tasks of this repository, run as `cargo xtask <task>`.
#![allow(clippy::print_stdout, reason = "a command's output is what it is for")]

mod bench;
mod bless;
mod failure;
mod interop;
mod soak;
mod source;
mod tally;
mod test;
mod tidy;
mod tools;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// The tasks of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct CommandLine {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every check, in an order that fails early.
    Test,
    /// Check what the compiler does not: dependency directions, sizes, codes, links.
    Tidy,
    /// See that the programs are there that the interop tests run, and install what is missing.
    InteropTools,
    /// Write the expected output of the ui tests and expansion snapshots anew.
    Bless,
    /// Measure, asserting nothing.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// What is too long for the checks: fuzzing, mutation tests, requests by chance.
    Soak(soak::Soak),
}

fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    match tools::workspace_root().and_then(|root| run(&command_line.task, &root)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task, root: &Path) -> Result<(), Failure> {
    match task {
        Task::Test => test::run(root),
        Task::Tidy => tidy::run(root),
        Task::InteropTools => interop::run(root),
        Task::Bless => bless::run(root),
        Task::Bench(bench) => bench::run(bench, root),
        Task::Soak(soak) => soak::run(soak, root),
    }
}
