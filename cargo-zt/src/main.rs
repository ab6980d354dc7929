//! `cargo zt`: what a pipeline checks of a service that is built with zt, and what a reviewer reads of it.
#![allow(clippy::print_stdout, reason = "a command's output is what it is for")]

mod commands;
mod contracts;
mod drift;
mod failure;
mod finding;
mod lints;
mod pages;
mod permissions;
mod project;
mod report;
mod service;
mod source;
mod stages;
mod today;

use std::process::ExitCode;

use clap::Parser;

use crate::commands::Command;
use crate::failure::UNCHECKED;

/// Cargo runs `cargo-zt zt check` for `cargo zt check`.
#[derive(Debug, Parser)]
#[command(name = "cargo", bin_name = "cargo")]
enum CommandLine {
    /// Checks, permission lock and explanations for services that are built with zt.
    #[command(subcommand)]
    Zt(Command),
}

fn main() -> ExitCode {
    let CommandLine::Zt(command) = CommandLine::parse();
    match commands::run(&command) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("cargo zt: {failure}");
            ExitCode::from(UNCHECKED)
        }
    }
}
