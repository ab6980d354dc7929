//! The cryptography that JOSE and TLS use: aws-lc, named once for the whole process.
//!
//! jsonwebtoken and rustls each choose a provider by the features of the whole dependency graph, and panic when another
//! crate turns on a second one. So ours is installed before either is used.

use std::sync::{Arc, Once};
use std::time::Duration;

use jiff::Timestamp;
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::UnixTime;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;

/// Names aws-lc as the provider of both. Whoever was first stays: a program that installed another one meant it.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    });
}

/// The provider of our own listener, which doesn't ask what the process has installed.
pub(crate) fn tls() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

/// Who looks at the certificates of clients, on a connection and behind a proxy. Whether a caller needs one is for its token
/// and the endpoint to say; one that is shown has to be good.
pub(crate) fn client_verifier(
    ca: &Arc<RootCertStore>,
) -> Result<Arc<dyn ClientCertVerifier>, rustls::Error> {
    WebPkiClientVerifier::builder_with_provider(Arc::clone(ca), tls())
        .allow_unauthenticated()
        .build()
        .map_err(|error| rustls::Error::General(error.to_string()))
}

/// The time by which certificates are in date; `None` before 1970.
pub(crate) fn unix_time(now: Timestamp) -> Option<UnixTime> {
    let seconds = u64::try_from(now.as_second()).ok()?;
    Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
}
