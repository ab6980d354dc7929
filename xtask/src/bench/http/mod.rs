//! `cargo xtask bench http`: what a request costs, beside others who check the same.
//!
//! Each server is a small program of its own, built here from the registry, on one processor. The load comes from another
//! one and looks at each answer. CPU time is measured while the server is never idle, latency while it is half busy.

mod load;
mod peer;
mod report;
mod scenario;
mod server;
mod sum;
mod workspace;
mod zt_routes;

use std::path::Path;

use clap::Args;

use crate::bench::cpu;
use crate::failure::Failure;
use crate::tools;

use load::Load;
use peer::Peer;
use report::{Cell, Report};
use scenario::Scenario;
use server::Server;
use workspace::Workspace;

#[derive(Debug, Args)]
pub(crate) struct Http {
    /// How many routes the servers have, as a list.
    #[arg(long, value_delimiter = ',', default_value = "10,5000")]
    routes: Vec<usize>,
    /// How often each is measured; the servers take turns.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How long each measurement takes.
    #[arg(long, default_value_t = 3.0, value_parser = seconds)]
    seconds: f64,
    /// The processor of the servers.
    #[arg(long, default_value_t = 0)]
    server_cpu: usize,
    /// The processor of the load, which it has to itself.
    #[arg(long, default_value_t = 1)]
    client_cpu: usize,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|it| (0.1..=600.0).contains(it));
    seconds.ok_or_else(|| "a number from 0.1 to 600".to_owned())
}

/// The open loop asks so often, of what the slowest server can do.
const SHARE_OF_CAPACITY: f64 = 0.5;

pub(crate) fn run(http: &Http, root: &Path) -> Result<(), Failure> {
    cpu::check(http.server_cpu, http.client_cpu)?;
    let home = tools::target_directory(root)?.join("bench-http");
    let workspace = Workspace::build(root, &home, &http.routes)?;
    let tokens = workspace.tokens()?;
    let signatures = workspace.signatures(&tokens, http.server_cpu, http.seconds)?;
    let mut report = Report::new(workspace.versions()?, signatures);
    for routes in http.routes.iter().copied() {
        println!("\n{routes} routes: start the servers");
        let mut servers = Vec::new();
        for peer in Peer::ALL {
            servers.push(Server::start(peer, routes, &workspace, &tokens, http.server_cpu)?);
        }
        for scenario in Scenario::ALL {
            let load = Load { workspace: &workspace, cpu: http.client_cpu, scenario, routes };
            measure(http, &mut servers, &load, &tokens, &mut report)?;
        }
    }
    println!("\n{report}");
    Ok(())
}

/// The servers take turns, and take turns in going first, so that a machine that grows warm or busy slows down all.
fn measure(
    http: &Http,
    servers: &mut [Server],
    load: &Load<'_>,
    tokens: &workspace::Tokens,
    report: &mut Report,
) -> Result<(), Failure> {
    let Load { scenario, routes, .. } = *load;
    let rate = rate(http, servers, load, tokens)?;
    println!("  {scenario}: {rate:.0} requests a second where latency is measured");
    report.set_rate(routes, scenario, rate);
    for round in 1..=http.rounds {
        for server in servers.iter().filter(|server| scenario.is_for(server.peer)) {
            let before = server.cpu_time()?;
            let busy = load.run(server, tokens, 0.0, http.seconds)?;
            let cpu_time = server.cpu_time()?.saturating_sub(before);
            let calm = load.run(server, tokens, rate, http.seconds)?;
            let cell = Cell::of(cpu_time, &busy, &calm)?;
            println!("    round {round}/{} {:<28} {cell}", http.rounds, server.peer.to_string());
            report.add(routes, scenario, server.peer, cell);
        }
        servers.reverse();
    }
    Ok(())
}

/// Warms all of them up, and finds out what the slowest can do.
fn rate(
    http: &Http,
    servers: &[Server],
    load: &Load<'_>,
    tokens: &workspace::Tokens,
) -> Result<f64, Failure> {
    let mut slowest = f64::INFINITY;
    for server in servers.iter().filter(|server| load.scenario.is_for(server.peer)) {
        let seconds = (http.seconds / 2.0).max(0.5);
        slowest = slowest.min(load.run(server, tokens, 0.0, seconds)?.a_second());
    }
    Ok((slowest * SHARE_OF_CAPACITY).max(1.0))
}
