//! Who is told of findings.

use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use zeroize::Zeroizing;

use super::Reader;
use crate::config::files;
use crate::outbound::SafeUrl;
use crate::watch::{AlertsConfig, EventKey};

impl Reader {
    /// `service` is who tells it, where nothing says under which address callers reach it.
    pub(super) fn alerts(&mut self, service: &str) -> Option<AlertsConfig> {
        let (alerts, key) = ("alerts", "alerts_key");
        if self.find(alerts).is_none() && self.find(key).is_some() {
            self.missing(alerts, "there is nothing to sign");
        }
        let url = self.parsed(alerts, SafeUrl::parse);
        let key = self.text(key).and_then(|place| self.event_key(&place));
        let issuer = self.text("public_origin").unwrap_or(format!("urn:zt:service:{service}"));
        Some(AlertsConfig { url: url?, key, issuer })
    }

    fn event_key(&mut self, place: &str) -> Option<EventKey> {
        let what = match files::read_secret(place) {
            Ok(pem) => match read_key(&pem) {
                Some(key) => return Some(key),
                None => "found something else in the file, expected one private key in PEM (PKCS #8), Ed25519 or ECDSA on \
                         P-256, as `openssl genpkey -algorithm ed25519` makes it"
                    .to_owned(),
            },
            Err(fault) => fault,
        };
        self.fault("alerts_key", what);
        None
    }
}

fn read_key(pem: &[u8]) -> Option<EventKey> {
    let mut keys = PrivateKeyDer::pem_slice_iter(pem);
    let key = Zeroizing::new(keys.next()?.ok()?);
    keys.next().is_none().then(|| EventKey::read(&key)).flatten()
}
