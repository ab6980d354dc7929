//! The cryptography that JOSE and TLS use: aws-lc, named once for the whole process.
//!
//! jsonwebtoken and rustls each choose a provider by the features of the whole dependency graph, and panic when another
//! crate turns on a second one. So ours is installed before either is used.

use std::sync::{Arc, Once};

use rustls::crypto::CryptoProvider;

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
