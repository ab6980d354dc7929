//! One server under measurement.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use super::peer::{Credential, Peer};
use super::workspace::{AUDIENCE, ISSUER, Tokens, Workspace};
use crate::bench::cpu;
use crate::failure::Failure;

pub(super) struct Server {
    pub(super) peer: Peer,
    pub(super) address: String,
    process: Child,
    /// A pipe that is closed would be an error for whoever writes to it.
    _printed: BufReader<ChildStdout>,
}

impl Server {
    pub(super) fn start(
        peer: Peer,
        routes: usize,
        workspace: &Workspace,
        tokens: &Tokens,
        cpu: usize,
    ) -> Result<Self, Failure> {
        let program = workspace.program(&peer.package(routes));
        let mut command = cpu::pinned(cpu, &program);
        configure(&mut command, peer, routes, workspace, tokens)?;
        let started = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn();
        let mut process = started.map_err(|error| Failure::at(&program, error))?;
        let printed = process.stdout.take().map(BufReader::new);
        let mut printed = printed.ok_or_else(|| Failure::new("a server without output"))?;
        let address = address(&mut printed);
        if address.is_none() {
            // What kept it from starting stands on the terminal.
            let _ = process.wait();
        }
        let address = address.ok_or_else(|| Failure::new(format!("{peer} did not start")))?;
        Ok(Self { peer, address, process, _printed: printed })
    }

    pub(super) fn cpu_time(&self) -> Result<Duration, Failure> {
        cpu::time(self.process.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that is gone already was noticed by the load.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn address(printed: &mut BufReader<ChildStdout>) -> Option<String> {
    let mut lines = printed.lines().map_while(Result::ok);
    lines.find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned))
}

fn configure(
    command: &mut Command,
    peer: Peer,
    routes: usize,
    workspace: &Workspace,
    tokens: &Tokens,
) -> Result<(), Failure> {
    command.env("BENCH_ROUTES", routes.to_string());
    match peer.credential() {
        None => {}
        Some(Credential::Jwt) => drop(command.env("BENCH_KEY", tokens.find("jwt-key")?)),
        Some(Credential::Paseto) => drop(command.env("BENCH_KEY", tokens.find("paserk")?)),
    }
    if matches!(peer, Peer::Zt | Peer::ZtIntoNothing) {
        let audit = match peer {
            Peer::Zt => workspace.fresh_file("audit.jsonl")?,
            _ => "/dev/null".into(),
        };
        let errors = workspace.fresh_file("zt.log")?;
        let errors = File::create(&errors).map_err(|error| Failure::at(&errors, error))?;
        command
            .env("ZT_LISTEN", "127.0.0.1:0")
            .env("ZT_ISSUER", ISSUER)
            .env("ZT_AUDIENCE", AUDIENCE)
            .env("ZT_KEYS", tokens.find("paserk")?)
            .env("ZT_TOKEN_LIFE", "24h")
            .env("ZT_STATE", workspace.state_folder())
            .env("ZT_AUDIT", audit)
            .current_dir(workspace.folder())
            .stderr(errors);
    }
    Ok(())
}
