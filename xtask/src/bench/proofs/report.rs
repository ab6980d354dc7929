//! The table, and the sum of each request.

use std::collections::BTreeMap;
use std::fmt;

use super::row::{ROWS, Row, WITHOUT};
use crate::bench::spread::Spread;
use crate::failure::Failure;

/// Microseconds, by the driver's names.
pub(super) struct Report {
    versions: String,
    measured: BTreeMap<String, Vec<f64>>,
}

/// Medians of one row, in microseconds.
struct Sum<'r> {
    title: &'r str,
    whole: f64,
    without: f64,
    cryptography: f64,
}

impl Report {
    /// Reads what the driver prints: names and nanoseconds, each once a round.
    pub(super) fn read(printed: &str, versions: String) -> Result<Self, Failure> {
        let mut measured = BTreeMap::<String, Vec<f64>>::new();
        for line in printed.lines() {
            let pair = line.rsplit_once(' ').and_then(|(name, it)| Some((name, it.parse().ok()?)));
            let (name, nanoseconds): (_, f64) =
                pair.ok_or_else(|| Failure::new(format!("the driver printed {line:?}")))?;
            measured.entry(name.to_owned()).or_default().push(nanoseconds / 1000.0);
        }
        let mut needed = ROWS.iter().flat_map(Row::names);
        match needed.find(|name| !measured.contains_key(*name)) {
            Some(name) => Err(Failure::new(format!("the driver did not measure {name}"))),
            None => Ok(Self { versions, measured }),
        }
    }

    fn spread(&self, name: &str) -> Option<Spread> {
        Spread::of(self.measured.get(name)?.iter().copied())
    }

    fn median(&self, name: &str) -> Option<f64> {
        self.spread(name).map(|spread| spread.median)
    }

    fn sum<'r>(&self, row: &'r Row) -> Option<Sum<'r>> {
        let parts: Option<Vec<_>> = row.cryptography.iter().map(|it| self.median(it)).collect();
        Some(Sum {
            title: row.title,
            whole: self.median(row.request)?,
            without: self.median(row.without)?,
            // The sum of nothing is -0.0, and shown as such.
            cryptography: parts?.iter().fold(0.0, |sum, part| sum + part),
        })
    }

    fn cells(&self, row: &Row) -> Option<[String; 6]> {
        let sum = self.sum(row)?;
        let library = row.library.and_then(|(name, by)| Some((self.spread(name)?, by)));
        let dash = || "-".to_owned();
        Some([
            row.title.to_owned(),
            self.spread(row.request)?.text("µs", 1),
            format!("{:.1} µs", sum.credential()),
            library.map_or_else(dash, |(it, by)| format!("{}, {by}", it.text("µs", 1))),
            library.map_or_else(dash, |(it, _)| format!("{:.2}", sum.credential() / it.median)),
            format!("{:.1} µs", sum.rest()),
        ])
    }
}

impl Sum<'_> {
    /// What the credential adds to the request.
    fn credential(&self) -> f64 {
        self.whole - self.without
    }

    fn rest(&self) -> f64 {
        self.credential() - self.cryptography
    }
}

impl fmt::Display for Sum<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, whole, without, cryptography } = self;
        let rest = self.rest();
        write!(
            f,
            "- {title}: {whole:.1} µs = {without:.1} without it + {cryptography:.1} signatures, tags and digests \
             + {rest:.1} rest"
        )?;
        // A part may have been slower alone than in the whole.
        if rest < 0.0 { write!(f, " (less than nothing: compare the spreads)") } else { Ok(()) }
    }
}

/// What a reader has to know before the figures.
const NOTES: &str = "\
A request's time is that of the processor, user and system, over all threads of the service, the audit log's writer \
too. It is asked on one keep-alive connection of the loopback interface, again as soon as it has answered, and each \
answer is looked at. What the credential adds is the difference to the same request on a public endpoint. The \
libraries are called in a loop on one thread: signature, the usual checks of times, issuer and audience (pasetors: \
none), and the claims into a struct. A loop over one token is kinder to caches and branches than a service's day. The \
rest is zt's: what the token says and whether it counts here, revocation, the decision, the rate by caller, who it was \
in the audit line, a larger head to read, and where there is a proof, its key, nonce and use. Medians of the rounds, \
with the least and the most; ratios are of medians.";

const HEADING: [&str; 6] =
    ["credential", "whole request", "it adds", "library alone", "adds/library", "rest"];

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{NOTES}\n\n{}\n", self.versions)?;
        writeln!(f, "| {} |\n|---|---|---|---|---|---|", HEADING.join(" | "))?;
        for (title, name) in WITHOUT {
            if let Some(spread) = self.spread(name) {
                writeln!(f, "| none, {title} | {} | | | | |", spread.text("µs", 1))?;
            }
        }
        for cells in ROWS.iter().filter_map(|row| self.cells(row)) {
            writeln!(f, "| {} |", cells.join(" | "))?;
        }
        writeln!(f)?;
        for sum in ROWS.iter().filter_map(|row| self.sum(row)) {
            writeln!(f, "{sum}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// Each name once, and those that are looked at in three rounds.
    fn printed() -> String {
        let mut lines: String =
            ROWS.iter().flat_map(Row::names).map(|name| format!("{name} 50000\n")).collect();
        for (open, request, signature) in [(10, 90, 45), (90, 110, 45)] {
            lines.push_str(&format!(
                "request:open-tls {open}000\nrequest:certificate {request}000\nsignature:v4.local {signature}000\n"
            ));
        }
        lines
    }

    fn report(printed: &str) -> Result<Report, Failure> {
        Report::read(printed, "jsonwebtoken 11.1.0".to_owned())
    }

    #[test]
    fn a_request_is_what_it_is_made_of() {
        let text = report(&printed()).unwrap().to_string();
        let row = "| client certificate, no token | 90.0 µs (50.0 to 110.0) | 40.0 µs | - | - | 40.0 µs |";
        assert!(text.contains(row), "{text}");
        let sum =
            "v4.local: 50.0 µs = 50.0 without it + 45.0 signatures, tags and digests + -45.0 rest";
        assert!(text.contains(sum), "{text}");
        assert!(text.contains("| none, GET over TLS | 50.0 µs (10.0 to 90.0) |"), "{text}");
        assert!(text.contains("50.0 µs (50.0 to 50.0), jsonwebtoken | 0.00 |"), "{text}");
    }

    #[test]
    fn a_sum_that_does_not_add_up_says_so() {
        let sum = Sum { title: "a", whole: 50.0, without: 10.0, cryptography: 45.0 }.to_string();
        assert!(sum.ends_with("-5.0 rest (less than nothing: compare the spreads)"), "{sum}");
    }

    #[test]
    fn what_the_driver_did_not_measure_is_no_report() {
        let printed = printed();
        for (bad, told) in [
            (printed.replace("request:dpop ", "request:doop "), "did not measure request:dpop"),
            (printed.replace("request:dpop 50000", "request:dpop"), "printed \"request:dpop\""),
            (printed.replace("request:dpop 50000", "request:dpop x"), "printed \"request:dpop x\""),
            (String::new(), "did not measure request:v4.public"),
        ] {
            let failure = report(&bad).err().unwrap().to_string();
            assert!(failure.contains(told), "{failure}");
        }
    }
}
