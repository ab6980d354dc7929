//! The TLS listener's settings, with the files that they name.
//!
//! The files are read along with the settings, so that whatever is wrong with them is told with every other fault.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::pem::{PemObject as _, SectionKind};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{Error, RootCertStore};
use zeroize::Zeroizing;

use super::Reader;
use crate::config::{CertificateFiles, TlsConfig, TlsVersion, files};

const SETTINGS: [&str; 5] =
    ["tls_listen", "tls_cert", "tls_key", "tls_client_ca", "tls_min_version"];

impl Reader {
    pub(super) fn tls(&mut self) -> Option<TlsConfig> {
        if SETTINGS.iter().all(|key| self.find(key).is_none()) && !self.has_clients() {
            return None;
        }
        let listen = self.tls_listen();
        let chain = self.needed("tls_cert").and_then(|path| self.chain(&path));
        let key = self.needed("tls_key").and_then(|place| self.private_key(&place));
        let clients = self.clients();
        let oldest = match self.find("tls_min_version") {
            Some(_) => self.parsed("tls_min_version", TlsVersion::parse),
            None => Some(TlsVersion::V1_3),
        };
        let certified = self.certified(chain?, key?);
        let (chain, key) = (self.text("tls_cert")?, self.text("tls_key")?);
        let files = CertificateFiles::of(&chain, &key);
        Some(TlsConfig { listen: listen?, certified: certified?, files, clients, oldest: oldest? })
    }

    fn tls_listen(&mut self) -> Option<SocketAddr> {
        if self.find("tls_listen").is_none() {
            self.missing("tls_listen", "without it the other settings of TLS do nothing");
        }
        self.parsed("tls_listen", |text| text.parse().ok())
    }

    fn chain(&mut self, path: &str) -> Option<Vec<CertificateDer<'static>>> {
        let chain = self.certificates("tls_cert", path)?;
        self.all_readable("tls_cert", &chain).then_some(chain)
    }

    /// The CAs of clients. A certificate that can't vouch for others isn't one: as a trust anchor it would be trusted
    /// to.
    pub(super) fn client_ca(&mut self, path: &str) -> Option<Arc<RootCertStore>> {
        let certificates = self.certificates("tls_client_ca", path)?;
        if !self.all_readable("tls_client_ca", &certificates) {
            return None;
        }
        let mut roots = RootCertStore::empty();
        for (index, certificate) in certificates.into_iter().enumerate() {
            if !is_ca(&certificate) || roots.add(certificate).is_err() {
                let which = format!("certificate {} in {path:?}", index + 1);
                self.fault(
                    "tls_client_ca",
                    format!(
                        "found {which} that is no CA's, expected CAs only (basicConstraints CA)"
                    ),
                );
                return None;
            }
        }
        Some(Arc::new(roots))
    }

    /// Every certificate of a file that holds nothing else.
    pub(super) fn certificates(
        &mut self,
        key: &'static str,
        path: &str,
    ) -> Option<Vec<CertificateDer<'static>>> {
        if path.contains("-----") {
            self.fault(key, "found PEM itself, expected the file that it is in");
            return None;
        }
        let bytes = match files::read_public_file(Path::new(path)) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.fault(key, format!("found {path:?}, which can't be read: {error}"));
                return None;
            }
        };
        let found = match certificates_in(&bytes) {
            Ok(certificates) if !certificates.is_empty() => return Some(certificates),
            Ok(_) => "no certificate",
            Err(found) => found,
        };
        self.fault(
            key,
            format!(
                "found {found} in {path:?}, expected certificates in PEM (-----BEGIN CERTIFICATE-----) \
                 and nothing else"
            ),
        );
        None
    }

    pub(super) fn all_readable(
        &mut self,
        key: &'static str,
        certificates: &[CertificateDer<'_>],
    ) -> bool {
        let unreadable = certificates.iter().position(|der| !is_whole(der));
        if let Some(index) = unreadable {
            let which = index + 1;
            self.fault(key, format!("certificate {which} of the file can't be read (RFC 5280)"));
        }
        unreadable.is_none()
    }

    /// The one key of a file that nobody else can read. What is found is never repeated: somebody may have written
    /// the key itself in the place of its file's name.
    fn private_key(&mut self, place: &str) -> Option<PrivateKey> {
        if place.contains("-----") || place.contains('\n') {
            self.fault(
                "tls_key",
                "found a key itself, expected the file that it is in, or `fd:3`: what stands in a variable or in \
                 zt.toml is read by many; make a new key",
            );
            return None;
        }
        let read = files::read_secret(place);
        let found = match read.map(|bytes| private_key_in(&bytes)) {
            Ok(Ok(key)) => return Some(key),
            Ok(Err(found)) => found,
            Err(fault) => {
                self.fault("tls_key", fault);
                return None;
            }
        };
        self.fault(
            "tls_key",
            format!("found {found} in the file, expected one private key in PEM, not encrypted"),
        );
        None
    }

    fn certified(
        &mut self,
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKey,
    ) -> Option<Arc<CertifiedKey>> {
        let certified = any_supported_type(&key).map(|key| CertifiedKey::new(chain, key));
        let checked = certified.and_then(|certified| certified.keys_match().map(|()| certified));
        let what = match checked {
            Ok(certified) => return Some(Arc::new(certified)),
            Err(Error::InconsistentKeys(_)) => {
                "this key doesn't belong to the first certificate in `tls_cert`; expected the key that it was made \
                 with, and the server's own certificate first"
            }
            Err(Error::InvalidCertificate(_)) => {
                "the first certificate in `tls_cert` is none of a server (an X.509 version 3 end entity)"
            }
            Err(_) => {
                "found a key of an unknown kind, expected RSA, ECDSA (P-256, P-384) or Ed25519"
            }
        };
        self.fault("tls_key", what);
        None
    }
}

/// Overwritten once the signer has its own copy.
pub(in crate::config) type PrivateKey = Zeroizing<PrivateKeyDer<'static>>;

type Sections = Vec<(SectionKind, Vec<u8>)>;

fn sections(pem: &[u8]) -> Result<Sections, &'static str> {
    let all: Result<Sections, _> = <(SectionKind, Vec<u8>)>::pem_slice_iter(pem).collect();
    all.map_err(|_| "broken PEM")
}

pub(in crate::config) fn certificates_in(
    pem: &[u8],
) -> Result<Vec<CertificateDer<'static>>, &'static str> {
    let certificate = |(kind, der)| match kind {
        SectionKind::Certificate => Ok(CertificateDer::from(der)),
        SectionKind::PrivateKey | SectionKind::RsaPrivateKey | SectionKind::EcPrivateKey => {
            Err("a private key")
        }
        _ => Err("something that is no certificate"),
    };
    sections(pem)?.into_iter().map(certificate).collect()
}

pub(in crate::config) fn private_key_in(
    pem: &Zeroizing<Vec<u8>>,
) -> Result<PrivateKey, &'static str> {
    let mut keys = PrivateKeyDer::pem_slice_iter(pem);
    let key = match keys.next() {
        Some(Ok(key)) => Zeroizing::new(key),
        Some(Err(_)) => return Err("broken PEM"),
        None => return Err("no private key"),
    };
    if keys.next().is_some() { Err("more than one private key") } else { Ok(key) }
}

pub(in crate::config) fn is_whole(der: &[u8]) -> bool {
    x509_parser::parse_x509_certificate(der).is_ok_and(|(rest, _)| rest.is_empty())
}

fn is_ca(der: &[u8]) -> bool {
    x509_parser::parse_x509_certificate(der).is_ok_and(|(_, certificate)| {
        let constraints = certificate.basic_constraints();
        constraints.is_ok_and(|found| found.is_some_and(|it| it.value.ca))
    })
}
