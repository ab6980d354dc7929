//! The client certificate of a caller behind a proxy that ends TLS (RFC 9440).
//!
//! Whoever can reach a listener can write a header, and a certificate is no secret. So the header counts only from a proxy
//! that proved by a certificate of its own that it is one of those listed (S-07, X11); and what stands in it is verified
//! here once more, as if the caller had shown it on this connection.

use std::fmt;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::server::danger::ClientCertVerifier;

use super::certificate::PeerCertificate;
use super::workload_id::WorkloadId;
use crate::clock::Clock;
use crate::crypto;
use crate::endpoint::HeaderSource;
use crate::problem::Refusal;
use crate::structured;

/// The proxies whose word about their callers' certificates counts.
pub(crate) struct CertificateProxies {
    names: Box<[WorkloadId]>,
    verifier: Arc<dyn ClientCertVerifier>,
    clock: Clock,
}

impl CertificateProxies {
    pub(crate) fn new(
        names: Vec<WorkloadId>,
        ca: &Arc<RootCertStore>,
        clock: Clock,
    ) -> Result<Self, rustls::Error> {
        Ok(Self { names: names.into(), verifier: crypto::client_verifier(ca)?, clock })
    }

    /// Whether the certificate of a connection is that of a listed proxy.
    pub(crate) fn lists(&self, connection: &PeerCertificate) -> bool {
        connection.workload().is_some_and(|id| self.names.contains(id))
    }

    /// The certificate that a listed proxy says its caller has; none if it says nothing. What it says wrongly is refused:
    /// to take it for nothing would make somebody else of the caller.
    pub(crate) fn caller(
        &self,
        headers: &dyn HeaderSource,
    ) -> Result<Option<PeerCertificate>, Refusal> {
        const MALFORMED: Refusal = Refusal::MalformedRequest("client_cert_malformed");
        let chain = headers.values("client-cert-chain");
        let certificate = match headers.values("client-cert").as_slice() {
            [] if chain.is_empty() => return Ok(None),
            // RFC 9440 §2.2: a single value.
            [value] => structured::bytes(value).ok_or(MALFORMED)?,
            _ => return Err(MALFORMED),
        };
        let chain = structured::list_of_bytes(&chain).ok_or(MALFORMED)?;
        self.verify(&certificate, &chain)?;
        PeerCertificate::parse(&certificate).map(Some).ok_or(MALFORMED)
    }

    /// As the handshake verifies: the chain to a CA of clients, time, and that it isn't for servers only.
    fn verify(&self, certificate: &[u8], chain: &[Vec<u8>]) -> Result<(), Refusal> {
        let now = crypto::unix_time(self.clock.now()).ok_or(Refusal::Unavailable("no_time"))?;
        let chain: Vec<_> = chain.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let end = CertificateDer::from(certificate);
        let verified = self.verifier.verify_client_cert(&end, &chain, now);
        verified.map(drop).map_err(|_| Refusal::InvalidCertificate("forwarded_certificate_invalid"))
    }
}

impl fmt::Debug for CertificateProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateProxies").field("names", &self.names).finish_non_exhaustive()
    }
}
