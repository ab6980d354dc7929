//! The second stage: which endpoint is asked, or what clients are told of them. One radix tree for each method, over the
//! canonical path.

mod decoys;
pub(crate) mod metadata;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use zt_core::contract::{Decoy, LegacyPath, Method};
use zt_core::path::CanonicalPath;

pub(crate) use decoys::Decoys;
pub(crate) use metadata::{AuthorizationServer, Described, DocumentPlace, DocumentUrl, Metadata};
pub(crate) use table::Route;

use crate::edge::Edged;
use crate::problem::Refusal;

/// All routes of a service, fixed at start-up.
#[derive(Debug, Default)]
pub(crate) struct Router {
    routes: Vec<Route>,
    /// In the order of [`Method::ALL`]: no request asks for a message.
    trees: [matchit::Router<usize>; Method::ALL.len()],
    /// Where the issuer is one that clients can look up.
    metadata: Option<Metadata>,
    /// What an application beside the service still answers.
    legacy: &'static [LegacyPath],
    decoys: Decoys,
}

/// What a request asks for.
pub(crate) enum Found<'g> {
    /// An endpoint of the service.
    Endpoint(Routed<'g>),
    /// What clients are told of its endpoints.
    Document(Described<'g>),
    /// A path that the service leaves to an application that was there before.
    Legacy(&'static LegacyPath),
}

/// A request for a known endpoint. Made by [`Router::find`] only.
pub(crate) struct Routed<'g> {
    pub(crate) route: &'g Route,
    pub(crate) edged: Edged,
    /// By the names that the endpoint gave, decoded.
    pub(crate) params: Vec<(&'static str, String)>,
    /// Where the path is described, if it is guarded and there is such a place.
    pub(crate) document: Option<DocumentPlace<'g>>,
}

impl Router {
    /// The faults are patterns that another route has taken.
    pub(crate) fn new(mut routes: Vec<Route>) -> Result<Self, Vec<String>> {
        let mut router = Self::default();
        let mut faults = Vec::new();
        for (index, route) in routes.iter_mut().enumerate() {
            route.index = index;
            if route.method() == Method::Message {
                continue;
            }
            let tree = router.trees.get_mut(place_of(route.method()));
            if tree.is_none_or(|tree| tree.insert(positional(&route.pattern), index).is_err()) {
                faults.push(format!(
                    "`{}`: another endpoint already answers {} {}; take one of the two out of the service",
                    route.name(),
                    route.method().as_str(),
                    route.pattern
                ));
            }
        }
        faults.extend(connect(&mut routes));
        router.routes = routes;
        if faults.is_empty() { Ok(router) } else { Err(faults) }
    }

    /// The same with documents about its guarded routes.
    pub(crate) fn describing(self, metadata: Option<Metadata>) -> Self {
        Self { metadata, ..self }
    }

    /// The same with paths that aren't moved yet.
    pub(crate) fn leaving(self, legacy: &'static [LegacyPath]) -> Self {
        Self { legacy, ..self }
    }

    /// The same with decoys, none of which stands where an endpoint answers.
    pub(crate) fn with_decoys(self, decoys: Decoys) -> Self {
        Self { decoys, ..self }
    }

    /// The endpoint that would answer this method there.
    pub(crate) fn endpoint_at(&self, method: &str, path: &str) -> Option<&Route> {
        self.route_of(method, path).map(|(route, _)| route)
    }

    /// The decoy that this path is, whatever the method.
    pub(crate) fn decoy_at(&self, path: &str) -> Option<&'static Decoy> {
        self.decoys.at(path)
    }

    pub(crate) fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The message of this name of the socket that is the route of this number.
    pub(crate) fn message(&self, socket: usize, name: &str) -> Result<&Route, Refusal> {
        self.messages(socket)
            .find_map(|(known, route)| (known == name).then_some(route))
            .ok_or(Refusal::NotFound("no_message"))
    }

    /// All messages of that socket, with their names.
    pub(crate) fn messages(&self, socket: usize) -> impl Iterator<Item = (&'static str, &Route)> {
        let named = self.routes.get(socket).map(|socket| socket.messages.as_slice());
        let routes = named.unwrap_or_default().iter();
        routes.filter_map(|(name, index)| Some((*name, self.routes.get(*index)?)))
    }

    /// What the request asks for. The documents' place is theirs alone: no pattern of an endpoint reaches into it.
    pub(crate) fn find(&self, edged: Edged) -> Result<Found<'_>, Refusal> {
        if let Some(metadata) = self.metadata.as_ref().filter(|_| metadata::owns(edged.path())) {
            return metadata.describe(&edged, self).map(Found::Document);
        }
        let Some((route, params)) = self.route_of(edged.method(), edged.path()) else {
            return self.not_ours(&edged);
        };
        let params = decode(route, params);
        let metadata = self.metadata.as_ref().filter(|_| route.is_guarded());
        let document = metadata.and_then(|metadata| metadata.place_for(&edged));
        Ok(Found::Endpoint(Routed { route, edged, params, document }))
    }

    /// No endpoint reaches into a legacy path (ZT0924), so what is legacy was never anything else.
    fn not_ours(&self, edged: &Edged) -> Result<Found<'_>, Refusal> {
        let Some(legacy) = self.legacy.iter().find(|legacy| legacy.holds(edged.path())) else {
            return Err(self.refusal_for(edged.path()));
        };
        // Nothing but a socket of ours is opened, whatever the application would take.
        if edged.asks_for_a_socket() {
            return Err(Refusal::MalformedRequest("upgrade"));
        }
        if !is_left(edged.method()) {
            return Err(Refusal::MethodNotAllowed { allow: LEFT.into() });
        }
        Ok(Found::Legacy(legacy))
    }

    /// All routes that a path finds, one for each method.
    fn routes_at(&self, path: &str) -> impl Iterator<Item = &Route> {
        Method::ALL.into_iter().filter_map(move |method| Some(self.lookup(method, path)?.0))
    }

    /// A method that is none of ours answers nowhere; HEAD is guarded as GET unless it has an endpoint of its own.
    fn route_of(&self, method: &str, path: &str) -> Option<(&Route, Vec<String>)> {
        let method = Method::parse(method)?;
        let own = self.lookup(method, path);
        own.or_else(|| if method == Method::Head { self.lookup(Method::Get, path) } else { None })
    }

    fn lookup(&self, method: Method, path: &str) -> Option<(&Route, Vec<String>)> {
        let found = self.trees.get(place_of(method))?.at(path).ok()?;
        let params = found.params.iter().map(|(_, value)| value.to_owned()).collect();
        self.routes.get(*found.value).map(|route| (route, params))
    }

    /// 405 where another method answers, 404 elsewhere. OPTIONS, TRACE, CONNECT and unknown words are no
    /// exception.
    fn refusal_for(&self, path: &str) -> Refusal {
        let mut allow = String::new();
        for method in Method::ALL {
            if self.route_of(method.as_str(), path).is_some() {
                let comma = if allow.is_empty() { "" } else { ", " };
                let _ = write!(allow, "{comma}{}", method.as_str());
            }
        }
        if allow.is_empty() {
            return Refusal::NotFound("no_route");
        }
        Refusal::MethodNotAllowed { allow: allow.into() }
    }
}

/// The methods that go on to an application: those of HTTP that ask for something of a path. TRACE, CONNECT and words of
/// somebody's own go nowhere (A-04, X15).
const LEFT: &str = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

fn is_left(method: &str) -> bool {
    LEFT.split(", ").any(|left| left == method)
}

/// Tells each socket its messages; the faults are messages without one.
fn connect(routes: &mut [Route]) -> Vec<String> {
    let sockets: HashMap<Arc<str>, usize> = routes
        .iter()
        .filter(|route| route.contract().is_socket())
        .map(|route| (Arc::clone(&route.pattern), route.index))
        .collect();
    let of_socket = |pattern: &str| Some(*sockets.get(pattern.rsplit_once('#')?.0)?);
    let mut faults = Vec::new();
    for index in 0..routes.len() {
        let Some((name, message, pattern)) = routes.get(index).and_then(|route| {
            Some((route.name(), route.contract().message?, Arc::clone(&route.pattern)))
        }) else {
            continue;
        };
        match of_socket(&pattern).and_then(|socket| routes.get_mut(socket)) {
            Some(socket) => socket.messages.push((message.name, index)),
            None => faults.push(format!(
                "`{name}`: the socket `{}` over which it is said isn't served beside it; list both together",
                message.socket.name
            )),
        }
    }
    faults
}

fn place_of(method: Method) -> usize {
    Method::ALL.iter().position(|known| *known == method).unwrap_or(usize::MAX)
}

fn decode(route: &Route, params: Vec<String>) -> Vec<(&'static str, String)> {
    let decoded = params.into_iter().map(|value| match CanonicalPath::decode(&value) {
        Cow::Owned(text) => text,
        Cow::Borrowed(_) => value,
    });
    route.params.iter().copied().zip(decoded).collect()
}

/// The pattern with its parameters numbered: two endpoints may name the same place differently.
fn positional(pattern: &str) -> String {
    let mut count = 0;
    let number = |segment: &str| {
        if !segment.starts_with('{') {
            return segment.to_owned();
        }
        count += 1;
        format!("{{p{count}}}")
    };
    pattern.split('/').map(number).collect::<Vec<_>>().join("/")
}
