//! The certificate that the listener shows, and what becomes of it when its files change.
//!
//! Certificates live for weeks, services for longer. So their files are looked at now and then, by their content: whether they
//! were copied, renamed or mounted anew, it looks alike. Handshakes take the pair that counts at that moment, and connections keep what they
//! agreed upon, so none is dropped.

use std::io;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::Duration;

use arc_swap::ArcSwap;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256};

use crate::audit::{Audit, Event};
use crate::config::CertificateFiles;
use crate::hex::hex;

/// How long a new pair may go unseen.
const BETWEEN: Duration = Duration::from_secs(10);

/// The pair that counts now.
#[derive(Debug)]
pub(super) struct Current {
    pair: ArcSwap<CertifiedKey>,
    /// Goes with it, which whoever follows the files hears at once.
    shown: OnceLock<Sender<()>>,
}

impl Current {
    pub(super) fn new(pair: Arc<CertifiedKey>) -> Arc<Self> {
        Arc::new(Self { pair: ArcSwap::new(pair), shown: OnceLock::new() })
    }

    /// Follows the files, once, until nobody listens with it any more. The log, which is held until then, has one writer.
    pub(super) fn follow(
        self: &Arc<Self>,
        files: CertificateFiles,
        audit: Audit,
    ) -> io::Result<()> {
        let mut follower = Follower { current: Arc::downgrade(self), files, told: None };
        let (shown, gone) = mpsc::channel();
        if self.shown.set(shown).is_err() {
            return Ok(());
        }
        let follow = move || {
            while gone.recv_timeout(BETWEEN) == Err(RecvTimeoutError::Timeout) {
                match follower.look() {
                    Look::Over => return,
                    Look::Same => {}
                    Look::New(certificate) => audit.note(Event::Certificate { certificate }),
                }
            }
        };
        thread::Builder::new().name("zt-certificate".to_owned()).spawn(follow).map(drop)
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.pair.load_full())
    }
}

struct Follower {
    current: Weak<Current>,
    files: CertificateFiles,
    /// What was wrong with the files, and was told.
    told: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Look {
    Same,
    /// The digest of the certificate that counts from now on.
    New(String),
    Over,
}

impl Follower {
    /// A whole new pair counts from now on. A broken one changes nothing, and is told once: a certificate without its key yet, too.
    fn look(&mut self) -> Look {
        let Some(current) = self.current.upgrade() else { return Look::Over };
        match self.files.read() {
            Ok(pair) => {
                self.told = None;
                if pair.cert == current.pair.load().cert {
                    return Look::Same;
                }
                let certificate = pair.cert.first().map(|der| hex(&Sha256::digest(der)));
                current.pair.store(Arc::new(pair));
                tracing::info!("the TLS certificate was replaced");
                Look::New(certificate.unwrap_or_default())
            }
            Err(fault) => {
                if self.told.as_ref() != Some(&fault) {
                    tracing::error!(
                        fault,
                        "the new TLS certificate isn't taken; the one before stays"
                    );
                }
                self.told = Some(fault);
                Look::Same
            }
        }
    }
}

#[cfg(test)]
#[path = "certificate_tests.rs"]
mod tests;
