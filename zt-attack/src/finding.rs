//! What an attack found.

use std::collections::BTreeMap;
use std::fmt;

/// A weakness, with what shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The attack's number in the attack pack, or the requirement's.
    pub attack: &'static str,
    /// The endpoint's name, or none where it is of the whole service.
    pub endpoint: Option<String>,
    /// What was tried.
    pub tried: String,
    /// What came of it.
    pub found: String,
    /// Why it matters.
    pub danger: &'static str,
    /// A line to paste that shows it again.
    pub reproduce: String,
}

/// Something that could not be shown either way. It counts for nothing, least of all for safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unproven {
    /// The endpoint's name, or none where it is of the whole service.
    pub endpoint: Option<String>,
    /// What was to be shown, and why it wasn't.
    pub why: String,
}

/// The outcome of an attack.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How many requests were sent.
    pub sent: usize,
    /// How many attempts of each attack were judged.
    pub attempts: BTreeMap<&'static str, usize>,
    /// Weaknesses, in the order in which they were found.
    pub findings: Vec<Finding>,
    /// What remains open.
    pub unproven: Vec<Unproven>,
}

impl Report {
    /// Whether everything was tried and nothing found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.unproven.is_empty()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.endpoint.as_deref().unwrap_or("the service");
        writeln!(f, "{} {endpoint}: {}", self.attack, self.tried)?;
        writeln!(f, "    found: {}", self.found)?;
        writeln!(f, "    danger: {}", self.danger)?;
        writeln!(f, "    again: {}", self.reproduce)
    }
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.endpoint.as_deref().unwrap_or("the service"), self.why)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        for unproven in &self.unproven {
            writeln!(f, "not shown: {unproven}")?;
        }
        let judged: usize = self.attempts.values().sum();
        writeln!(
            f,
            "{} requests, {judged} attempts of {} attacks: {} found, {} not shown",
            self.sent,
            self.attempts.len(),
            self.findings.len(),
            self.unproven.len()
        )
    }
}
