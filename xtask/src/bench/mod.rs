//! `cargo xtask bench`: measurements. They assert nothing: the numbers are for a person to judge.

mod actix_crate;
mod compile;
mod cpu;
mod crates;
mod generate;
mod http;
mod limits;
mod proofs;
mod spread;
mod table;
mod zt_crate;

use std::path::Path;

use clap::Subcommand;

use crate::failure::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Compile as many zt endpoints as plain actix handlers.
    Compile(compile::Compile),
    /// Serve the same orders with zt and with others, on one processor.
    Http(http::Http),
    /// Count requests in memory, with one key and with a million, and in Redis.
    Limits(limits::Limits),
    /// Show the same service each kind of credential, and check the same with the libraries alone.
    Proofs(proofs::Proofs),
}

pub(crate) fn run(bench: &Bench, root: &Path) -> Result<(), Failure> {
    match bench {
        Bench::Compile(compile) => compile::run(compile, root),
        Bench::Http(http) => http::run(http, root),
        Bench::Limits(limits) => limits::run(limits, root),
        Bench::Proofs(proofs) => proofs::run(proofs, root),
    }
}
