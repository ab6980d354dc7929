//! The table, and the sum of each request.

use std::collections::BTreeMap;
use std::fmt;

use super::row::{ROWS, Row, WITHOUT};
use crate::bench::spread::Spread;

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
    pub(super) fn read(printed: &str, versions: String) -> Option<Self> {
        let mut measured = BTreeMap::<String, Vec<f64>>::new();
        for line in printed.lines() {
            let (name, nanoseconds) = line.rsplit_once(' ')?;
            let nanoseconds: f64 = nanoseconds.parse().ok()?;
            measured.entry(name.to_owned()).or_default().push(nanoseconds / 1000.0);
        }
        (!measured.is_empty()).then_some(Self { versions, measured })
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
none), and the claims into a struct. The rest is zt's: what the token says and whether it counts here, revocation, \
the decision, the rate by caller, who it was in the audit line, and a larger head to read. Medians of the rounds, \
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

    const PRINTED: &str = "\
request:open 10000
request:ES256 90000
decode:ES256 50000
signature:ES256 45000
request:ES256 110000
request:open 14000
request:open 12000
request:ES256 100000
";

    #[test]
    fn a_request_is_what_it_is_made_of() {
        let text = Report::read(PRINTED, "jsonwebtoken 11.1.0".to_owned()).unwrap().to_string();
        let row = "| JWT ES256 | 100.0 µs (90.0 to 110.0) | 88.0 µs | 50.0 µs (50.0 to 50.0), jsonwebtoken | 1.76 | 43.0 µs |";
        assert!(text.contains(row), "{text}");
        let sum = "JWT ES256: 100.0 µs = 12.0 without it + 45.0 signatures, tags and digests + 43.0 rest\n";
        assert!(text.contains(sum), "{text}");
        assert!(text.contains("| none, GET | 12.0 µs (10.0 to 14.0) |"), "{text}");
        assert!(!text.contains("PS256 |"), "what was not measured has no row: {text}");
    }

    #[test]
    fn a_sum_that_does_not_add_up_says_so() {
        let sum = Sum { title: "a", whole: 50.0, without: 10.0, cryptography: 45.0 }.to_string();
        assert!(sum.ends_with("-5.0 rest (less than nothing: compare the spreads)"), "{sum}");
    }

    #[test]
    fn what_the_driver_did_not_measure_is_no_report() {
        assert!(Report::read("", String::new()).is_none());
        assert!(Report::read("request:open\n", String::new()).is_none());
        assert!(Report::read("request:open x\n", String::new()).is_none());
    }
}
