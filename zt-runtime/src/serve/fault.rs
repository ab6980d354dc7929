//! Why a service doesn't start: all of it, each with its place and its mend.

use std::fmt;

use zt_core::contract::{Contract, Outer};

/// The faults of one service, in the order of its endpoints.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Faults {
    pub(super) service: &'static str,
    pub(super) lines: Vec<String>,
}

impl Faults {
    pub(super) const fn of(service: &'static Outer) -> Self {
        Self { service: service.name, lines: Vec::new() }
    }

    /// Something wrong with one endpoint.
    pub(super) fn at(&mut self, contract: &Contract, what: &str) {
        self.lines.push(format!("{}: {what}", place(contract)));
    }

    pub(super) fn add(&mut self, line: String) {
        self.lines.push(line);
    }
}

/// `src/orders.rs:12, \`get_order\``
pub(super) fn place(contract: &Contract) -> String {
    format!("{}:{}, `{}`", contract.place.file, contract.place.line, contract.name)
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.lines.len();
        let s = if count == 1 { "" } else { "s" };
        write!(f, "`{}` doesn't start: {count} fault{s}", self.service)?;
        self.lines.iter().try_for_each(|line| write!(f, "\n  {line}"))
    }
}
