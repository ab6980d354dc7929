//! A request of a test.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use super::TestResponse;
use super::held::{Held, Unproved};
use crate::edge::{Headers, Incoming, Whole};
use crate::endpoint::BodySource;
use crate::gate::Gate;

/// A request that is sent when it is awaited.
#[must_use = "a request is sent by `.await`"]
pub struct TestRequest {
    gate: Arc<Gate>,
    method: String,
    target: String,
    peer: IpAddr,
    headers: Headers,
    body: Option<Bytes>,
    key: Option<Held>,
    #[cfg(test)]
    certificate: Option<crate::identity::PeerCertificate>,
    #[cfg(test)]
    over_tls: bool,
}

impl TestRequest {
    pub(super) fn new(gate: Arc<Gate>, method: &str, target: &str, peer: IpAddr) -> Self {
        let (method, target) = (method.to_owned(), target.to_owned());
        Self {
            gate,
            method,
            target,
            peer,
            headers: Headers::default(),
            body: None,
            key: None,
            #[cfg(test)]
            certificate: None,
            #[cfg(test)]
            over_tls: false,
        }
    }

    /// Adds a header; one that is there already stays, as a second one.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.add(name, value);
        self
    }

    /// On a connection whose handshake proved this certificate.
    #[cfg(test)]
    pub(crate) fn shown(self, issued: &super::pki::Issued) -> Self {
        let certificate = crate::identity::PeerCertificate::parse(issued.certificate.der());
        Self { certificate, ..self }
    }

    /// On a connection with TLS.
    #[cfg(test)]
    pub(crate) fn over_tls(self) -> Self {
        Self { over_tls: true, ..self }
    }

    /// With a JSON body.
    pub fn json(self, value: &Value) -> Self {
        self.body("application/json", value.to_string())
    }

    /// With a body of any media type.
    pub fn body(mut self, media: &str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        if !media.is_empty() {
            self.headers.add("content-type", media);
        }
        self.headers.add("content-length", bytes.len().to_string());
        self.body = Some(bytes);
        self
    }

    /// Proved when it is sent, with everything that it has by then.
    pub(super) fn proved_with(self, key: Option<Held>) -> Self {
        Self { key, ..self }
    }

    fn into_incoming(mut self) -> (Arc<Gate>, Incoming) {
        if !self.headers.has("host") {
            self.headers.add("host", "localhost");
        }
        if self.headers.has("origin") {
            // Pages of this service have its origin.
            self.gate.test_origin();
        }
        if let Some(key) = self.key {
            let body = self.body.as_deref().unwrap_or_default();
            let (method, target, headers) = (&self.method, &self.target, &mut self.headers);
            key.prove(&self.gate, Unproved { method, target, body, headers });
        }
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let incoming = Incoming {
            method: self.method,
            path: path.into(),
            query: query.to_owned(),
            header_bytes: self.headers.bytes(),
            headers: Box::new(self.headers),
            body: self.body.map(|bytes| Box::new(Whole(bytes)) as Box<dyn BodySource>),
            may_upgrade: true,
            peer: self.peer,
            #[cfg(test)]
            over_tls: self.over_tls,
            #[cfg(not(test))]
            over_tls: false,
            #[cfg(test)]
            peer_certificate: self.certificate.map(std::rc::Rc::new),
            #[cfg(not(test))]
            peer_certificate: None,
        };
        (self.gate, incoming)
    }
}

impl IntoFuture for TestRequest {
    type Output = TestResponse;
    type IntoFuture = Pin<Box<dyn Future<Output = TestResponse>>>;

    fn into_future(self) -> Self::IntoFuture {
        let is_head = self.method == "HEAD";
        let (gate, incoming) = self.into_incoming();
        Box::pin(async move { TestResponse::new(gate.answer(incoming).await, is_head) })
    }
}

impl fmt::Debug for TestRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestRequest")
            .field("method", &self.method)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}
