//! TLS in front of a connection: TLS 1.3 for HTTP/1.1, and 1.2 where that is configured, with a client certificate where a CA of clients is configured.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use actix_rt::net::TcpStream;
use rustls::SupportedProtocolVersion;
use rustls::pki_types::UnixTime;
use rustls::server::{NoServerSessionStorage, ServerConfig};
use rustls::time_provider::TimeProvider;
use rustls::version::{TLS12, TLS13};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::certificate::Current;
use super::connection::Connection;
use crate::audit::Audit;
use crate::clock::Clock;
use crate::config::{CertificateFiles, TlsConfig, TlsVersion};
use crate::crypto;
use crate::identity::PeerCertificate;

/// From the first byte to the last of a handshake.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// What was agreed upon besides TLS itself (RFC 7301).
const HTTP_1_1: &[u8] = b"http/1.1";

/// Turns connections into TLS connections.
#[derive(Clone)]
pub(crate) struct Tls {
    acceptor: TlsAcceptor,
    clock: Clock,
    current: Arc<Current>,
}

impl Tls {
    pub(crate) fn new(config: &TlsConfig, clock: Clock) -> Result<Self, rustls::Error> {
        let builder =
            ServerConfig::builder_with_details(crypto::tls(), Arc::new(Time(clock.clone())))
                .with_protocol_versions(versions(config.oldest))?;
        let builder = match &config.clients {
            None => builder.with_no_client_auth(),
            Some(clients) => {
                builder.with_client_cert_verifier(crypto::client_verifier(&clients.ca)?)
            }
        };
        let current = Current::new(Arc::clone(&config.certified));
        let mut server = builder.with_cert_resolver(Arc::<Current>::clone(&current));
        server.alpn_protocols = vec![HTTP_1_1.to_vec()];
        // A session that is resumed brings its certificate along, which nobody looks at again. So none is.
        server.session_storage = Arc::new(NoServerSessionStorage {});
        server.send_tls13_tickets = 0;
        server.max_early_data_size = 0;
        // Of TLS 1.2: what is agreed upon is bound to this very handshake (RFC 7627).
        server.require_ems = true;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(server)), clock, current })
    }

    /// Takes a new certificate when its files hold one.
    pub(crate) fn follow(&self, files: CertificateFiles, audit: Audit) -> io::Result<()> {
        self.current.follow(files, audit)
    }

    /// The handshake. It has little time, and holds up no other connection.
    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let accepted = timeout(HANDSHAKE, self.acceptor.accept(stream)).await;
        let accepted = accepted.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
        accepted.inspect_err(|error| tracing::debug!(%error, "a TLS handshake failed"))
    }

    /// The state of a new connection. Its certificate is read once for all of its requests.
    pub(super) fn connection(&self, stream: &TlsStream<TcpStream>) -> Connection {
        Connection::over_tls(certificate_of(stream), self.clock.clone())
    }
}

fn versions(oldest: TlsVersion) -> &'static [&'static SupportedProtocolVersion] {
    static NEW: [&SupportedProtocolVersion; 1] = [&TLS13];
    static BOTH: [&SupportedProtocolVersion; 2] = [&TLS13, &TLS12];
    match oldest {
        TlsVersion::V1_3 => &NEW,
        TlsVersion::V1_2 => &BOTH,
    }
}

/// What the client showed of itself. A certificate that can't be read is none: whoever needs one refuses.
fn certificate_of(stream: &TlsStream<TcpStream>) -> Option<PeerCertificate> {
    let (_, connection) = stream.get_ref();
    let certificate = PeerCertificate::parse(connection.peer_certificates()?.first()?);
    if certificate.is_none() {
        tracing::warn!("a client certificate can't be read, and counts as none");
    }
    certificate
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

/// By which certificates are in date.
#[derive(Debug)]
struct Time(Clock);

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        crypto::unix_time(self.0.now())
    }
}
