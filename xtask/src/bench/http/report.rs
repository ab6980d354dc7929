//! The table: one line for each server in each scenario.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::load::Answered;
use super::peer::Peer;
use super::scenario::Scenario;
use super::sum::{Signatures, Sum};
use crate::bench::spread::{Spread, quantile};
use crate::failure::Failure;

/// One round of one server, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cell {
    cpu: f64,
    p50: f64,
    p99: f64,
}

impl Cell {
    /// CPU time from the run that was as fast as it could, latency from the one at a rate.
    #[allow(clippy::cast_precision_loss, reason = "a count of requests is far below 2^52")]
    pub(super) fn of(cpu: Duration, busy: &Answered, calm: &Answered) -> Result<Self, Failure> {
        let latency = |of_thousand| {
            quantile(&calm.latencies, of_thousand)
                .ok_or_else(|| Failure::new("no request was answered"))
        };
        let cpu = cpu.as_secs_f64() * 1e6 / busy.requests as f64;
        Ok(Self { cpu, p50: latency(500)?, p99: latency(990)? })
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cpu, p50, p99 } = self;
        write!(formatter, "{cpu:.1} µs CPU, p50 {p50:.0} µs, p99 {p99:.0} µs")
    }
}

pub(super) struct Report {
    versions: String,
    signatures: Signatures,
    rates: BTreeMap<(usize, Scenario), f64>,
    cells: BTreeMap<(usize, Scenario, Peer), Vec<Cell>>,
}

impl Report {
    pub(super) const fn new(versions: String, signatures: Signatures) -> Self {
        Self { versions, signatures, rates: BTreeMap::new(), cells: BTreeMap::new() }
    }

    pub(super) fn set_rate(&mut self, routes: usize, scenario: Scenario, rate: f64) {
        self.rates.insert((routes, scenario), rate);
    }

    pub(super) fn add(&mut self, routes: usize, scenario: Scenario, peer: Peer, cell: Cell) {
        self.cells.entry((routes, scenario, peer)).or_default().push(cell);
    }

    fn spread(
        &self,
        routes: usize,
        scenario: Scenario,
        peer: Peer,
        of: fn(&Cell) -> f64,
    ) -> Option<Spread> {
        Spread::of(self.cells.get(&(routes, scenario, peer))?.iter().map(of))
    }

    /// Plain actix's for an accepted request, to which all ratios are.
    fn plain(&self, routes: usize) -> Option<f64> {
        let spread = self.spread(routes, Scenario::Accepted, Peer::Plain, |cell| cell.cpu);
        spread.map(|spread| spread.median)
    }

    fn row(&self, routes: usize, scenario: Scenario, peer: Peer) -> Option<[String; 6]> {
        let spread = |of| self.spread(routes, scenario, peer, of);
        let cpu = spread(|cell| cell.cpu)?;
        let ratio = self.plain(routes).map(|plain| format!("{:.2}", cpu.median / plain));
        Some([
            scenario.to_string(),
            peer.to_string(),
            cpu.text("µs", 1),
            ratio.unwrap_or_else(|| "-".to_owned()),
            spread(|cell| cell.p50)?.text("µs", 0),
            spread(|cell| cell.p99)?.text("µs", 0),
        ])
    }

    fn sums(&self, routes: usize) -> impl Iterator<Item = Sum> {
        Peer::ALL.into_iter().filter_map(move |peer| {
            let whole = self.spread(routes, Scenario::Accepted, peer, |cell| cell.cpu)?.median;
            let plain = self.plain(*self.routes().first()?)?;
            let more = if peer.lists_routes() { self.plain(routes)? - plain } else { 0.0 };
            let signature = self.signatures.of(peer)?;
            Some(Sum { peer, whole, plain, routes: more, signature })
        })
    }

    fn routes(&self) -> Vec<usize> {
        let mut routes: Vec<_> = self.rates.keys().map(|(routes, _)| *routes).collect();
        routes.dedup();
        routes
    }
}

/// What a reader has to know before the figures.
const NOTES: &str = "\
CPU time is the server's, user and system, for each request, while sixteen connections keep it busy. Latency is \
measured from the moment at which a request was to be sent, at a fixed rate: half of what the slowest can do. \
actix-web goes through its list of routes one by one, zt and axum through a tree. Medians of the rounds, with the least and the most; ratios to plain actix's accepted request. Everybody checks \
signature, expiry, issuer, audience, scope and owner, except plain actix, which checks nothing. zt also counts two \
limits of requests, looks for revocations, and writes an audit line to each request: it can't be without.";

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{NOTES}\n{}\n{}", self.versions, self.signatures)?;
        for routes in self.routes() {
            writeln!(f, "\n{routes} routes")?;
            let heading = ["asked", "server", "CPU time", "ratio", "p50", "p99"].map(str::to_owned);
            let keys = Scenario::ALL.into_iter().flat_map(|it| Peer::ALL.map(|peer| (it, peer)));
            let rows = keys.filter_map(|(scenario, peer)| self.row(routes, scenario, peer));
            for [scenario, peer, cpu, ratio, p50, p99] in std::iter::once(heading).chain(rows) {
                writeln!(f, "{scenario:<26} {peer:<23} {cpu:<26} {ratio:>6}  {p50:<24} {p99}")?;
            }
            for (scenario, rate) in self.rates.iter().filter(|((it, _), _)| *it == routes) {
                writeln!(f, "latency of `{}` at {rate:.0} requests a second", scenario.1)?;
            }
            for sum in self.sums(routes) {
                writeln!(f, "{sum}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn answered(requests: usize, latencies: &[f64]) -> Answered {
        Answered { requests, seconds: 1.0, latencies: latencies.to_vec() }
    }

    fn report() -> Report {
        let signatures =
            Signatures::read("jsonwebtoken 40000\ned25519-compact 90000\npasetors 95000\n");
        let mut report = Report::new("axum 0.8.9".to_owned(), signatures.unwrap());
        report.set_rate(10, Scenario::Accepted, 1000.0);
        for (peer, costs) in [(Peer::Plain, [9.0, 11.0, 10.0]), (Peer::Zt, [140.0, 120.0, 130.0])] {
            for cpu in costs {
                report.add(10, Scenario::Accepted, peer, Cell { cpu, p50: 50.0, p99: 90.0 });
            }
        }
        report
    }

    #[test]
    fn cpu_time_is_of_the_busy_run_and_latency_of_the_calm_one() {
        let calm: Vec<f64> = (1..=100).map(f64::from).collect();
        let cell =
            Cell::of(Duration::from_secs(1), &answered(10_000, &[1.0]), &answered(100, &calm));
        assert_eq!(cell.unwrap(), Cell { cpu: 100.0, p50: 50.0, p99: 99.0 });
        let nothing = answered(0, &[]);
        assert!(Cell::of(Duration::ZERO, &answered(1, &[1.0]), &nothing).is_err());
    }

    #[test]
    fn rows_have_medians_spread_and_ratio_to_plain() {
        let row = report().row(10, Scenario::Accepted, Peer::Zt).unwrap();
        assert_eq!(row[2..4], ["130.0 µs (120.0 to 140.0)", "13.00"]);
        assert_eq!(report().row(10, Scenario::NoToken, Peer::Zt), None);
        assert_eq!(report().row(5000, Scenario::Accepted, Peer::Zt), None);
    }

    #[test]
    fn the_whole_is_printed_with_its_parts() {
        let text = report().to_string();
        assert!(
            text.contains(
                "130.0 µs = 10.0 plain + 0.0 list of routes + 90.0 signature + 30.0 rest"
            ),
            "{text}"
        );
        assert!(text.contains("at 1000 requests a second"), "{text}");
        assert!(text.contains("axum 0.8.9") && text.contains("audit line"), "{text}");
    }
}
