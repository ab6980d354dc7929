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
    pub(crate) const fn of(service: &'static Outer) -> Self {
        Self { service: service.name, lines: Vec::new() }
    }

    /// Something wrong with one endpoint.
    pub(crate) fn at(&mut self, contract: &Contract, what: &str) {
        self.lines.push(format!("{}: {what}", place(contract)));
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// All of them, below what the service therefore doesn't do.
    pub(crate) fn told(&self, what: &str) -> String {
        let count = self.lines.len();
        let s = if count == 1 { "" } else { "s" };
        let lines = self.lines.join("\n  ");
        format!("`{}` {what}: {count} fault{s}\n  {lines}", self.service)
    }

    pub(crate) fn add(&mut self, line: String) {
        self.lines.push(line);
    }
}

/// `src/orders.rs:12, \`get_order\``
pub(super) fn place(contract: &Contract) -> String {
    format!("{}:{}, `{}`", contract.place.file, contract.place.line, contract.name)
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told("doesn't start"))
    }
}
