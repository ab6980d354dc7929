//! How many tests passed and failed, read off what the test runners print.

use std::fmt;
use std::ops::AddAssign;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
}

impl Tally {
    /// Reads `Summary [ 0.1s] 3 tests run: 2 passed, 1 failed, 0 skipped` of nextest and
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; ..` of `cargo test`.
    pub(crate) fn read(printed: &str) -> Self {
        let mut tally = Self::default();
        for line in printed.lines().map(uncoloured) {
            if line.contains("Summary [") || line.starts_with("test result: ") {
                tally += Self::read_line(&line);
            }
        }
        tally
    }

    fn read_line(line: &str) -> Self {
        Self {
            passed: number_before(line, "passed"),
            failed: number_before(line, "failed") + number_before(line, "timed"),
            ignored: number_before(line, "ignored") + number_before(line, "skipped"),
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Self::default()
    }
}

fn number_before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split([' ', ',', ';', '(', ')']).collect();
    let found = words.array_windows().find(|[_, second]| *second == word);
    found.and_then(|[number, _]| number.parse().ok()).unwrap_or(0)
}

fn uncoloured(line: &str) -> String {
    let mut pieces = line.split('\u{1b}');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push_str(piece.split_once('m').map_or(piece, |(_, text)| text));
    }
    plain
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 {
            write!(formatter, ", {} ignored", self.ignored)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_is_read_with_its_colours() {
        let printed = "     \u{1b}[32;1mSummary\u{1b}[0m [   0.4s] \u{1b}[1m9\u{1b}[0m tests run: \
                       \u{1b}[1m7\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m (1 slow), 2 failed, 3 skipped";
        let plain = printed.replace("\u{1b}[32;1mSummary\u{1b}[0m [", "Summary [");
        let expected = Tally { passed: 7, failed: 2, ignored: 3 };
        assert_eq!(Tally::read(printed), expected);
        assert_eq!(Tally::read(&plain), expected);
    }

    #[test]
    fn every_binary_of_cargo_test_is_added_up() {
        let printed = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                       test a ... ok\n\
                       test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured";
        assert_eq!(Tally::read(printed), Tally { passed: 4, failed: 2, ignored: 1 });
    }

    #[test]
    fn a_test_that_timed_out_counts_as_failed() {
        let printed = "Summary [ 60s] 2 tests run: 1 passed, 1 timed out, 0 skipped";
        assert_eq!(Tally::read(printed), Tally { passed: 1, failed: 1, ignored: 0 });
    }

    #[test]
    fn ignored_tests_are_not_passed_over() {
        let tally = Tally { passed: 4, failed: 0, ignored: 1 };
        assert_eq!(tally.to_string(), "4 passed, 0 failed, 1 ignored");
        assert!(Tally::default().is_empty() && !tally.is_empty());
        assert_eq!(Tally::default().to_string(), "0 passed, 0 failed");
    }
}
