//! What was found, with everything that one needs to find it again.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::tools;

/// One part of a soak.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) name: &'static str,
    /// What was done, in figures.
    pub(super) figures: Vec<String>,
    /// Crashes, failed tests, survivors without a reason. Each fails the soak.
    pub(super) faults: Vec<String>,
}

pub(super) struct Report {
    /// Commit, date, tools.
    heading: Vec<String>,
    parts: Vec<Part>,
}

impl Report {
    pub(super) fn new(root: &Path) -> Result<Self, Failure> {
        let ask = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            let printed = tools::output(command.args(arguments).current_dir(root))?;
            Ok::<_, Failure>(printed.trim().to_owned())
        };
        let changed = ask("git", &["status", "--porcelain"])?;
        let changed = if changed.is_empty() { "" } else { ", with changes that are not committed" };
        let commit = ask("git", &["rev-parse", "HEAD"])?;
        let heading = vec![
            format!("commit {commit}{changed}"),
            format!("date {}", ask("date", &["-u", "+%Y-%m-%dT%H:%M:%SZ"])?),
            ask("rustc", &["--version"])?,
        ];
        Ok(Self { heading, parts: Vec::new() })
    }

    pub(super) fn add(&mut self, part: Part) {
        self.parts.push(part);
    }

    pub(super) fn faults(&self) -> usize {
        self.parts.iter().map(|part| part.faults.len()).sum()
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        fs::write(path, self.to_string()).map_err(|error| Failure::at(path, error))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# Soak\n")?;
        self.heading.iter().try_for_each(|line| writeln!(f, "- {line}"))?;
        for part in &self.parts {
            writeln!(f, "\n## {}\n", part.name)?;
            part.figures.iter().try_for_each(|line| writeln!(f, "- {line}"))?;
            part.faults.iter().try_for_each(|line| writeln!(f, "- **find**: {line}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_finds_stand_below_their_part() {
        let mut report = Report { heading: vec!["commit 0".to_owned()], parts: Vec::new() };
        assert_eq!(report.faults(), 0);
        report.add(Part {
            name: "fuzz",
            figures: vec!["path: 10 runs".to_owned()],
            faults: vec!["a crash".to_owned()],
        });
        let expected = "# Soak\n\n- commit 0\n\n## fuzz\n\n- path: 10 runs\n- **find**: a crash\n";
        assert_eq!(report.to_string(), expected);
        assert_eq!(report.faults(), 1);
    }
}
