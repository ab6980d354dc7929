//! `cargo xtask bench compile`: what the annotations cost whoever waits for the compiler.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::generate::{self, Half};
use super::table::{Row, Sample, Table};
use crate::failure::Failure;
use crate::tools;

#[derive(Debug, Args)]
pub(crate) struct Compile {
    /// How many endpoints, as a list.
    #[arg(long, value_delimiter = ',', default_value = "300,1000")]
    endpoints: Vec<usize>,
    /// How often each is measured; zt and actix take turns.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Measure one half alone.
    #[arg(long)]
    only: Option<Half>,
}

/// What is measured, in the order in which one leads to the next.
const MEASURES: [&str; 3] = ["check", "check after an edit", "build"];

/// One generated crate.
struct Subject {
    half: Half,
    endpoints: usize,
    folder: PathBuf,
    target: PathBuf,
    edits: u32,
}

pub(crate) fn run(compile: &Compile, root: &Path) -> Result<(), Failure> {
    let home = tools::target_directory(root)?.join("bench-compile");
    let halves = Half::value_variants().iter().copied();
    let halves: Vec<Half> =
        halves.filter(|half| compile.only.is_none_or(|it| it == *half)).collect();
    let mut table = Table::default();
    for endpoints in compile.endpoints.iter().copied() {
        let mut subjects = Vec::new();
        for half in halves.iter().copied() {
            println!("{endpoints} endpoints in {half}: generate, build dependencies");
            subjects.push(Subject::prepare(half, endpoints, root, &home)?);
        }
        table.extend(measure(&mut subjects, compile.rounds)?);
    }
    println!("\n{table}");
    Ok(())
}

/// The halves take turns, and take turns in going first, so that a machine that grows warm
/// or busy slows down both.
fn measure(subjects: &mut [Subject], rounds: u32) -> Result<Vec<Row>, Failure> {
    let mut rows: Vec<Row> = Vec::new();
    let endpoints = subjects.first().map_or(0, |subject| subject.endpoints);
    rows.extend(MEASURES.map(|measure| Row::new(endpoints, measure)));
    for round in 1..=rounds {
        for subject in subjects.iter_mut() {
            let seconds = subject.round()?;
            let said = seconds.map(|seconds| format!("{seconds:.2} s")).join(", ");
            println!("  round {round}/{rounds} {}: {said}", subject.half);
            for (row, seconds) in rows.iter_mut().zip(seconds) {
                row.add(subject.half, Sample(seconds));
            }
        }
        subjects.reverse();
    }
    Ok(rows)
}

impl Subject {
    fn prepare(half: Half, endpoints: usize, root: &Path, home: &Path) -> Result<Self, Failure> {
        let folder = home.join(generate::package(half, endpoints));
        let target = home.join("target");
        generate::write(half, endpoints, root, &folder)?;
        let subject = Self { half, endpoints, folder, target, edits: 0 };
        subject.cargo("check")?;
        subject.cargo("build")?;
        Ok(subject)
    }

    fn round(&mut self) -> Result<[f64; 3], Failure> {
        self.forget()?;
        let check = self.timed("check")?;
        self.edits += 1;
        generate::edit(self.half, self.endpoints, self.edits, &self.folder)?;
        let after_an_edit = self.timed("check")?;
        self.forget()?;
        let build = self.timed("build")?;
        Ok([check, after_an_edit, build])
    }

    /// Away with what was compiled of this crate; its dependencies stay.
    fn forget(&self) -> Result<(), Failure> {
        let package = generate::package(self.half, self.endpoints);
        tools::output(self.command("clean").args(["--package", &package])).map(drop)
    }

    fn timed(&self, task: &str) -> Result<f64, Failure> {
        let started = Instant::now();
        self.cargo(task)?;
        Ok(started.elapsed().as_secs_f64())
    }

    fn cargo(&self, task: &str) -> Result<(), Failure> {
        tools::output(&mut self.command(task)).map(drop)
    }

    fn command(&self, task: &str) -> Command {
        let mut command = tools::cargo(&self.folder, [task, "--quiet"]);
        command.arg("--target-dir").arg(&self.target);
        command.env("CARGO_INCREMENTAL", "1");
        command
    }
}
