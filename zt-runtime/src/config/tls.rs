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
    /// The oldest that is spoken.
    pub(crate) oldest: TlsVersion,
}

/// A version of TLS that is no danger (RFC 9325 §3.1.1; OWASP ASVS 12.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TlsVersion {
    V1_2,
    V1_3,
}

impl TlsVersion {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "1.2" => Some(Self::V1_2),
            "1.3" => Some(Self::V1_3),
            _ => None,
        }
    }
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
