//! In front of an application that was there before: what the service leaves to it goes on, and has its record all the same.

use std::net::IpAddr;

use super::Gate;
use super::answer::Answer;
use crate::audit::Entry;
use crate::identity::Scheme;
use crate::problem::Refusal;
use crate::reply::Response;
#[cfg(feature = "actix")]
use crate::{access::Key, audit::Outcome};

/// What becomes of a request in front of an application.
pub(crate) enum Beside {
    /// The gate answered, as always.
    Answered(Response),
    /// Its path is legacy: the application is asked.
    Left(Box<Passed>),
}

/// A request with one reading, for a path that is declared legacy. Only the gate makes one, and its audit record is
/// written whatever becomes of it.
pub(crate) struct Passed {
    pub(super) entry: Entry,
    pub(super) trace: String,
    pub(super) peer: IpAddr,
    pub(super) over_tls: bool,
    pub(super) scheme: Scheme,
}

impl Passed {
    /// Nobody is asked after all.
    pub(crate) fn refused(self, gate: &Gate, refusal: Refusal) -> Response {
        let refused = gate.counted(self.peer, refusal).into();
        Answer::refused(&refused, &self.trace, self.scheme).over(self.over_tls).close(self.entry)
    }

    /// The application answered. Its own refusals count against the address as the gate's do, and of too many only that is
    /// said: then the response takes the place of the application's.
    #[cfg(feature = "actix")]
    pub(crate) fn answered(self, gate: &Gate, status: u16) -> Option<Response> {
        if (400..500).contains(&status)
            && let Err(retry) = gate.refusals.check(&Key::ip(self.peer))
        {
            let too_many = Refusal::RateLimited { retry_after_seconds: retry.seconds };
            return Some(self.refused(gate, too_many));
        }
        self.entry.close(Outcome::Legacy, "legacy", status);
        None
    }
}
