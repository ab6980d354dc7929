//! What clients are told of a guarded path before they have a token: who issues one, and what it must grant
//! (OAuth 2.0 Protected Resource Metadata, RFC 9728).
//!
//! There are documents only where the issuer is one that clients can look up. They say what the contracts of the routes
//! say, and depend on nothing else: not on who asks, and not on whether an object exists. [`document`] writes them,
//! [`url`] says in challenges where they are.

mod document;
#[cfg(test)]
mod tests;
mod url;

use std::sync::Arc;

use zt_core::grammar::{Period, Rate};

use super::{Route, Router};
use crate::access::{Key, Limiter};
use crate::audit::record::digest;
use crate::clock::Clock;
use crate::edge::{Edged, Origin, Origins};
use crate::problem::Refusal;
use crate::reply::Response;
use document::Document;
pub(crate) use url::{DocumentPlace, DocumentUrl};

/// Where the documents are: this, and the path of the resource behind it (RFC 9728 §3).
pub(crate) const PREFIX: &str = "/.well-known/oauth-protected-resource";

/// What the audit log calls it.
pub(crate) const NAME: &str = "protected_resource_metadata";

/// For each address. Clients behind one are many, and each asks for many paths.
const RATE: Rate = Rate::new(600, Period::Minute);

/// The documents of a service.
#[derive(Debug)]
pub(crate) struct Metadata {
    service: &'static str,
    /// Not empty.
    servers: Vec<AuthorizationServer>,
    takes_certificates: bool,
    origins: Arc<Origins>,
    limiter: Limiter,
    pattern: Arc<str>,
    rule_digest: Arc<str>,
}

/// Where clients get tokens.
#[derive(Debug)]
pub(crate) struct AuthorizationServer {
    /// What rules call it.
    pub(crate) name: Option<Arc<str>>,
    /// Its issuer identifier (RFC 8414 §2).
    pub(crate) issuer: Arc<str>,
}

/// A request for a document that exists. Made by [`Router::find`] only.
pub(crate) struct Described<'g> {
    metadata: &'g Metadata,
    document: Document<'g>,
    is_get: bool,
    key: Key,
}

/// Whether a canonical path is one of a document, or would be.
pub(crate) fn owns(path: &str) -> bool {
    resource_of(path).is_some()
}

/// The path of the resource that the document at `path` describes; empty for the service as a whole.
fn resource_of(path: &str) -> Option<&str> {
    path.strip_prefix(PREFIX).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Metadata {
    /// `None` where no issuer is an authorization server: then nothing is described.
    pub(crate) fn new(
        service: &'static str,
        servers: Vec<AuthorizationServer>,
        takes_certificates: bool,
        origins: Arc<Origins>,
        clock: &Clock,
    ) -> Option<Self> {
        if servers.is_empty() {
            return None;
        }
        let rule_digest = digest(&format!("GET {PREFIX} public {RATE:?} by ip"));
        Some(Self {
            service,
            servers,
            takes_certificates,
            origins,
            limiter: Limiter::new(RATE, clock),
            pattern: Arc::from(PREFIX),
            rule_digest: Arc::from(rule_digest),
        })
    }

    /// The document that is asked for. Where there is none, or nobody knows where callers reach the service, the path is
    /// as unknown as any other.
    pub(super) fn describe<'g>(
        &'g self,
        edged: &Edged,
        router: &'g Router,
    ) -> Result<Described<'g>, Refusal> {
        let unknown = Refusal::NotFound("no_route");
        let Some(resource) = resource_of(edged.path()) else { return Err(unknown) };
        let routes = guarded(router, resource);
        if routes.is_empty() {
            return Err(unknown);
        }
        let origin = self.origin(edged).ok_or(Refusal::NotFound("no_public_origin"))?;
        let document = Document::new(self, format!("{}{resource}", origin.as_str()), &routes);
        let is_get = edged.method() == "GET";
        Ok(Described { metadata: self, document, is_get, key: Key::ip(edged.peer()) })
    }

    /// Which document describes the path of a request to a guarded route (RFC 9728 §3.1).
    pub(super) fn place_for(&self, edged: &Edged) -> Option<DocumentPlace<'_>> {
        Some(DocumentPlace::new(self.origin(edged)?, edged.shared_path()))
    }

    fn origin(&self, edged: &Edged) -> Option<&Origin> {
        let hosts = edged.headers().values("host");
        self.origins.called(edged.is_over_tls(), hosts.first().copied())
    }
}

/// The guarded routes at a path, and what is said over them; all of them for the empty one. The documents aren't resources themselves.
fn guarded<'g>(router: &'g Router, resource: &str) -> Vec<&'g Route> {
    if resource.is_empty() {
        return router.routes().iter().filter(|route| route.is_guarded()).collect();
    }
    if owns(resource) {
        return Vec::new();
    }
    // Who opens a socket asks for a token with which something can be said over it.
    let with_messages = |route: &'g Route| {
        std::iter::once(route).chain(router.messages(route.index).map(|(_, it)| it))
    };
    router.routes_at(resource).filter(|route| route.is_guarded()).flat_map(with_messages).collect()
}

impl Described<'_> {
    /// The pattern, for the audit log.
    pub(crate) fn pattern(&self) -> Arc<str> {
        Arc::clone(&self.metadata.pattern)
    }

    /// The digest of the rule, for the audit log.
    pub(crate) fn rule_digest(&self) -> Arc<str> {
        Arc::clone(&self.metadata.rule_digest)
    }

    /// The document, to whoever asks with GET and not too often.
    pub(crate) fn answer(self) -> Result<Response, Refusal> {
        if !self.is_get {
            return Err(Refusal::MethodNotAllowed { allow: "GET".into() });
        }
        let counted = self.metadata.limiter.check(&self.key);
        counted.map_err(|retry| Refusal::RateLimited { retry_after_seconds: retry.seconds })?;
        self.document.into_response()
    }
}
