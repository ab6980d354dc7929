//! What a service answers to itself, before anybody else asks.

use std::net::{IpAddr, Ipv4Addr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use zt_core::stage::Criterion;

use super::judgement::{Finding, met, unmet};
use crate::edge::{Headers, Incoming};
use crate::gate::Gate;
use crate::reply::Response;

/// A path that no service has.
const NOWHERE: &str = "/.zt-probe";

/// What came back.
pub(super) struct Probed {
    /// Of a path that isn't there.
    nowhere: Option<Response>,
    /// Of a method that no endpoint can have.
    no_method: Option<Response>,
}

impl Probed {
    /// Asks twice. Each is a request like others, with its audit record.
    pub(super) fn of(gate: &Gate) -> Self {
        Self { nowhere: ask(gate, "GET"), no_method: ask(gate, "TRACE") }
    }

    pub(super) fn finding(&self, criterion: &Criterion) -> Finding {
        match criterion.id {
            "T4" if self.all(is_problem) => met("it answered itself with problem documents"),
            "T4" => unmet("it answered itself with something else"),
            "T6" if self.all(is_refusal) => met("GET of no path and TRACE were refused"),
            "T6" => unmet("GET of no path or TRACE was not refused"),
            // Without a place in the log there would have been no answer but 503 (L-05).
            "T5" | "I5" if self.all(is_refusal) => {
                met("each decision has a record before it is answered")
            }
            "T5" | "I5" => unmet("the audit log took no record"),
            _ => unmet("zt doesn't do that yet"),
        }
    }

    fn all(&self, holds: impl Fn(&Response) -> bool) -> bool {
        [&self.nowhere, &self.no_method].into_iter().all(|it| it.as_ref().is_some_and(&holds))
    }
}

fn is_problem(response: &Response) -> bool {
    let media = response.headers.iter().filter(|(name, _)| *name == "content-type");
    media.map(|(_, value)| value.as_str()).eq(["application/problem+json"])
}

fn is_refusal(response: &Response) -> bool {
    (400..500).contains(&response.status)
}

/// Nothing is waited for where no endpoint is found: what isn't there at once is no answer.
fn ask(gate: &Gate, method: &str) -> Option<Response> {
    let poll = || match pin!(gate.answer_whole(request(gate, method)))
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(response) => response,
        Poll::Pending => None,
    };
    catch_unwind(AssertUnwindSafe(poll)).ok().flatten()
}

fn request(gate: &Gate, method: &str) -> Incoming {
    let mut headers = Headers::default();
    headers.add("host", gate.a_host());
    Incoming {
        method: method.to_owned(),
        path: NOWHERE.into(),
        query: String::new(),
        header_bytes: headers.bytes(),
        headers: Box::new(headers),
        body: None,
        may_upgrade: false,
        peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        over_tls: false,
        peer_certificate: None,
    }
}
