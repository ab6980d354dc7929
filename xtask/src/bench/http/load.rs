//! Sending requests and reading what came of them.

use std::sync::atomic::{AtomicU32, Ordering};

use super::peer::Credential;
use super::scenario::{Holder, Scenario};
use super::server::Server;
use super::workspace::{Tokens, Workspace};
use crate::bench::cpu;
use crate::bench::generate::put;
use crate::failure::Failure;
use crate::tools;

pub(super) struct Load<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) cpu: usize,
    pub(super) scenario: Scenario,
    pub(super) routes: usize,
}

/// What a run came to.
#[derive(Debug, PartialEq)]
pub(super) struct Answered {
    pub(super) requests: usize,
    pub(super) seconds: f64,
    /// Microseconds, the shortest first.
    pub(super) latencies: Vec<f64>,
}

impl Answered {
    #[allow(clippy::cast_precision_loss, reason = "a count of requests is far below 2^52")]
    pub(super) fn a_second(&self) -> f64 {
        self.requests as f64 / self.seconds
    }

    /// Reads what the load prints.
    fn read(printed: &str) -> Option<Self> {
        let mut lines = printed.lines();
        let requests = lines.next()?.strip_prefix("requests ")?.parse().ok()?;
        let seconds = lines.next()?.strip_prefix("seconds ")?.parse().ok()?;
        let nanoseconds: Vec<f64> = lines.map(|line| line.parse().ok()).collect::<Option<_>>()?;
        let mut latencies: Vec<f64> = nanoseconds.iter().map(|it| it / 1000.0).collect();
        latencies.sort_by(f64::total_cmp);
        let is_whole = latencies.len() == requests && requests > 0 && seconds > 0.0;
        is_whole.then_some(Self { requests, seconds, latencies })
    }
}

/// Each run calls from addresses that no other has called from: zt counts refusals by address.
static RUNS: AtomicU32 = AtomicU32::new(0);

/// More addresses than one run needs.
const ADDRESSES_OF_A_RUN: u32 = 4096;

impl Load<'_> {
    /// With rate 0 as fast as it is answered.
    pub(super) fn run(
        &self,
        server: &Server,
        tokens: &Tokens,
        rate: f64,
        seconds: f64,
    ) -> Result<Answered, Failure> {
        let plan = self.workspace.folder().join("plan");
        put(&plan, &self.plan(server, tokens)?)?;
        let mut command = cpu::pinned(self.cpu, &self.workspace.program("bench-load"));
        command.arg(&plan).args([rate.to_string(), seconds.to_string()]);
        let printed = tools::output(&mut command)?;
        Answered::read(&printed)
            .ok_or_else(|| Failure::new(format!("{} answered nothing", server.peer)))
    }

    fn plan(&self, server: &Server, tokens: &Tokens) -> Result<String, Failure> {
        let token = match (server.peer.credential(), self.scenario.holder()) {
            (None, _) | (_, Holder::Nobody) => None,
            (Some(Credential::Jwt), Holder::Reader) => Some("jwt-reader"),
            (Some(Credential::Jwt), Holder::Stranger) => Some("jwt-stranger"),
            (Some(Credential::Paseto), Holder::Reader) => Some("paseto-reader"),
            (Some(Credential::Paseto), Holder::Stranger) => Some("paseto-stranger"),
        };
        let token = token.map(|name| tokens.find(name)).transpose()?;
        let token = token.map(|token| format!("token {token}\n")).unwrap_or_default();
        let targets = self.scenario.targets(self.routes);
        let targets: String =
            targets.iter().map(|(path, body)| format!("target {path} {body}\n")).collect();
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let (address, status, source) = (&server.address, self.scenario.status(), source(run));
        Ok(format!("address {address}\nstatus {status}\nsource {source}\n{token}{targets}"))
    }
}

/// 127.1.0.0 and up; 127.0.0.1 is left to others.
fn source(run: u32) -> std::net::Ipv4Addr {
    let runs = (1 << 23) / ADDRESSES_OF_A_RUN;
    std::net::Ipv4Addr::from_bits(0x7f01_0001 + run % runs * ADDRESSES_OF_A_RUN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_load_prints_is_read_and_sorted() {
        let read = Answered::read("requests 2\nseconds 0.5\n3000\n1500\n");
        let expected = Answered { requests: 2, seconds: 0.5, latencies: vec![1.5, 3.0] };
        assert_eq!(read.as_ref(), Some(&expected));
        assert_eq!(read.map(|it| it.a_second()), Some(4.0));
    }

    #[test]
    fn half_a_measurement_is_none() {
        for printed in [
            "",
            "requests 2\nseconds 0.5\n3000\n",
            "requests 0\nseconds 0.5\n",
            "requests 1\nseconds 0\n7\n",
            "requests 1\nseconds 1\nx\n",
            "seconds 1\nrequests 1\n7\n",
        ] {
            assert_eq!(Answered::read(printed), None, "{printed:?}");
        }
    }

    #[test]
    fn each_run_has_loopback_addresses_of_its_own() {
        let sources = [0, 1, 2000].map(source).map(|it| it.to_string());
        assert_eq!(sources, ["127.1.0.1", "127.1.16.1", "127.126.0.1"]);
        assert!((0..10_000).all(|run| source(run).is_loopback()));
    }
}
