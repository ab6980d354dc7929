//! What the TLS listener is made of, read and checked.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::sign::CertifiedKey;

/// Where the service listens with TLS, and with what.
#[derive(Clone)]
pub(crate) struct TlsConfig {
    /// Where it listens; port 0 takes a free one.
    pub(crate) listen: SocketAddr,
    /// The certificate chain with the private key that fits it.
    pub(crate) certified: Arc<CertifiedKey>,
    /// Who vouches for clients. Without it no client is asked for a certificate.
    pub(crate) client_ca: Option<Arc<RootCertStore>>,
}

impl TlsConfig {
    /// Whether clients are asked for a certificate.
    pub(crate) const fn asks_clients(&self) -> bool {
        self.client_ca.is_some()
    }
}

impl fmt::Debug for TlsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsConfig").field("listen", &self.listen).finish_non_exhaustive()
    }
}
