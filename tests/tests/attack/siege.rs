//! Counts what is sent, so that the audit log can be held against it.

use std::collections::BTreeSet;

use serde_json::Value;
use zt::testing::{TestRequest, TestResponse};

use crate::fixture::checks::is_sealed;
use crate::fixture::desk::Things;
use crate::fixture::wire::{Wire, WireAnswer};
use crate::fixture::{House, Route, routes};

/// An attack on one house.
pub(super) struct Siege<'h> {
    house: &'h House,
    sent: usize,
    before: Things,
    runs: u64,
}

impl<'h> Siege<'h> {
    pub(super) fn of(house: &'h House) -> Self {
        Self {
            house,
            sent: house.records().len(),
            before: house.desk.things(),
            runs: house.runs.total(),
        }
    }

    /// Sends; time passes, so that it isn't a limit that refuses.
    pub(super) async fn send(&mut self, request: TestRequest) -> TestResponse {
        self.house.rest();
        self.sent += 1;
        let answer = request.await;
        is_sealed(&answer);
        answer
    }

    /// Sends bytes to the house's server, on a connection of their own.
    pub(super) fn send_raw(&mut self, address: std::net::SocketAddr, request: &str) -> WireAnswer {
        self.house.rest();
        self.sent += 1;
        let mut wire = Wire::open(address);
        wire.send(request);
        let method = request.split(' ').next().unwrap();
        wire.answer_to(method).unwrap_or_else(|| panic!("no answer to {request:?}"))
    }

    /// One record for each request, of which only those of `may_run` let one in; nothing has changed.
    pub(super) fn ends(self, may_run: &[&str]) -> Vec<Value> {
        let records = self.house.records();
        assert_eq!(records.len(), self.sent, "one record for each request");
        for record in &records {
            let endpoint = record["endpoint"].as_str().unwrap_or("none");
            assert!(record["outcome"] != "allow" || may_run.contains(&endpoint), "{record}");
        }
        let ran: BTreeSet<_> = self.house.runs.all().into_keys().collect();
        let may_run: BTreeSet<_> = may_run.iter().copied().collect();
        assert!(ran.is_subset(&may_run), "handlers ran: {ran:?}");
        assert_eq!(self.house.desk.things(), self.before, "something changed");
        records
    }

    /// As [`ends`](Self::ends), where no handler may run at all.
    pub(super) fn ends_in_vain(self) -> Vec<Value> {
        let runs = self.runs;
        let house = self.house;
        let records = self.ends(&[]);
        assert_eq!(house.runs.total(), runs);
        assert!(records.iter().all(|record| record["outcome"] == "deny"), "{records:#?}");
        records
    }
}

/// The names of routes that a token without scopes opens.
pub(super) fn open_to_anybody() -> Vec<&'static str> {
    routes().iter().filter(|route| route.admits_anybody()).map(Route::name).collect()
}

pub(super) fn guarded() -> Vec<Route> {
    routes().into_iter().filter(|route| !route.is_open()).collect()
}

pub(super) fn scoped() -> Vec<Route> {
    routes().into_iter().filter(|route| !route.admits_anybody()).collect()
}
