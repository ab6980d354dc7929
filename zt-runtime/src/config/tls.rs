//! What the TLS listener is made of, read and checked.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::sign::CertifiedKey;

use super::CertificateFiles;
use crate::identity::{ListedWorkload, WorkloadId};

/// Where the service listens with TLS, and with what.
#[derive(Clone)]
pub(crate) struct TlsConfig {
    /// Where it listens; port 0 takes a free one.
    pub(crate) listen: SocketAddr,
    /// The certificate chain with the private key that fits it.
    pub(crate) certified: Arc<CertifiedKey>,
    /// The files that both are in, where they can be read again.
    pub(crate) files: Option<CertificateFiles>,
    /// Which clients count. Without them no client is asked for a certificate.
    pub(crate) clients: Option<Clients>,
}

/// Which certificates of clients count, and for what.
#[derive(Debug, Clone)]
pub(crate) struct Clients {
    /// Who vouches for them.
    pub(crate) ca: Arc<RootCertStore>,
    /// Who may come with a certificate alone.
    pub(crate) workloads: Vec<ListedWorkload>,
    /// Whose word about their callers' certificates counts.
    pub(crate) proxies: Vec<WorkloadId>,
}

impl fmt::Debug for TlsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsConfig").field("listen", &self.listen).finish_non_exhaustive()
    }
}
