//! What a browser asks before it lets a page call (Fetch §4.8): whether this method and these headers would be taken.
//!
//! The gate answers it, and no handler hears of it. It is answered for pages of listed origins, for methods that an endpoint
//! declares, and for headers that something reads; whatever else is asked is an OPTIONS like any other, which no endpoint has.

use std::net::IpAddr;

use super::{Gate, placed};
use crate::access::Key;
use crate::audit::Entry;
use crate::edge::Edged;
use crate::problem::Refusal;
use crate::reply::Response;
use crate::route::Route;

/// How long a browser may remember it, in seconds: a change of the list is known after ten minutes.
const REMEMBERED: &str = "600";

/// What the gate itself reads, beside what browsers always send.
const READ_BY_THE_GATE: [&str; 8] = [
    "authorization",
    "content-digest",
    "content-type",
    "dpop",
    "signature",
    "signature-input",
    "traceparent",
    "tracestate",
];

/// More names than that are no request of a page.
const MOST_HEADERS: usize = 32;

impl Gate {
    /// The answer to a preflight that may be followed; `None` for whatever else was asked.
    pub(super) fn preflight(
        &self,
        edged: &Edged,
        peer: IpAddr,
        entry: &mut Entry,
    ) -> Option<Result<Response, Refusal>> {
        let (route, method) = self.asked_for(edged)?;
        let headers = headers_asked(edged, route)?;
        entry.set_endpoint(route.name(), route.pattern.clone(), route.rule_digest.clone());
        Some(self.permit_preflight(route, peer).map(|()| permission(&method, headers)))
    }

    /// The endpoint and its method, where a page of a listed origin asks.
    fn asked_for(&self, edged: &Edged) -> Option<(&Route, String)> {
        if edged.method() != "OPTIONS" || edged.has_body() {
            return None;
        }
        let headers = edged.headers();
        self.edge.origins.pages().named(&headers.values("origin"))?;
        let [method] = headers.values("access-control-request-method")[..] else { return None };
        let method = str::from_utf8(method).ok()?;
        Some((self.router.endpoint_at(method, edged.path())?, method.to_owned()))
    }

    /// It has no caller, so addresses are counted, as for refusals.
    fn permit_preflight(&self, route: &Route, peer: IpAddr) -> Result<(), Refusal> {
        placed(route, peer)?;
        self.measures.check_address(peer)?;
        let counted = self.refusals.check(&Key::ip(peer));
        counted
            .map(drop)
            .map_err(|retry| Refusal::RateLimited { retry_after_seconds: retry.seconds })
    }
}

/// The headers that a page would send, in lower case and parted by commas; `None` where one of them is read by nobody.
fn headers_asked(edged: &Edged, route: &Route) -> Option<Option<String>> {
    let lines = edged.headers().values("access-control-request-headers");
    let line = match lines[..] {
        [] => return Some(None),
        [line] => str::from_utf8(line).ok()?.to_ascii_lowercase(),
        _ => return None,
    };
    let names: Vec<_> = line.split(',').map(|name| name.trim_matches([' ', '\t'])).collect();
    let is_read = |name: &&str| READ_BY_THE_GATE.contains(name) || route.headers.contains(name);
    let all = names.len() <= MOST_HEADERS && names.iter().all(is_read);
    all.then(|| Some(names.join(", ")))
}

fn permission(method: &str, headers: Option<String>) -> Response {
    let mut permission = vec![
        ("access-control-allow-methods", method.to_owned()),
        ("access-control-max-age", REMEMBERED.to_owned()),
        ("vary", "Access-Control-Request-Method, Access-Control-Request-Headers".to_owned()),
    ];
    permission.extend(headers.map(|headers| ("access-control-allow-headers", headers)));
    Response::whole(204, permission, bytes::Bytes::new())
}
