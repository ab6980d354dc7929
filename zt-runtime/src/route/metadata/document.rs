//! The document itself (RFC 9728 §2).

use std::collections::BTreeSet;

use bytes::Bytes;
use serde::Serialize;

use super::{AuthorizationServer, Metadata};
use crate::identity::PROOF_ALGORITHMS;
use crate::problem::Refusal;
use crate::reply::Response;
use crate::route::Route;

/// What holds for every route that it is about. A list without elements is left out (RFC 9728 §3.2).
#[derive(Debug, Serialize)]
pub(super) struct Document<'g> {
    resource: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authorization_servers: Vec<&'g str>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    scopes_supported: BTreeSet<&'static str>,
    bearer_methods_supported: [&'static str; 1],
    dpop_signing_alg_values_supported: [&'static str; 3],
    dpop_bound_access_tokens_required: bool,
    tls_client_certificate_bound_access_tokens: bool,
    resource_name: &'static str,
}

/// Those whose tokens count at one of the routes at least.
fn servers<'g>(metadata: &'g Metadata, routes: &[&Route]) -> Vec<&'g str> {
    let counts = |server: &&AuthorizationServer| {
        routes.iter().map(|route| route.effective.proof.issuer).any(|asked| {
            asked.is_empty() || asked.iter().any(|it| server.name.as_deref() == Some(it.name))
        })
    };
    metadata.servers.iter().filter(counts).map(|server| &*server.issuer).collect()
}

impl<'g> Document<'g> {
    pub(super) fn new(metadata: &'g Metadata, resource: String, routes: &[&Route]) -> Self {
        let takes_certificates = metadata.takes_certificates;
        let scopes = routes.iter().flat_map(|route| route.contract().access.scopes());
        Self {
            resource,
            authorization_servers: servers(metadata, routes),
            scopes_supported: scopes.map(|scope| scope.name).collect(),
            bearer_methods_supported: ["header"],
            dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
            // Where certificates count, a token may be bound to one of those instead.
            dpop_bound_access_tokens_required: !takes_certificates
                && routes.iter().all(|route| route.effective.proof.bound),
            tls_client_certificate_bound_access_tokens: takes_certificates,
            resource_name: metadata.service,
        }
    }

    pub(super) fn into_response(self) -> Result<Response, Refusal> {
        let body =
            serde_json::to_vec(&self).map_err(|_| Refusal::Internal("metadata_unwritable"))?;
        let headers = vec![("content-type", "application/json".to_owned())];
        Ok(Response::whole(200, headers, Bytes::from(body)))
    }
}
