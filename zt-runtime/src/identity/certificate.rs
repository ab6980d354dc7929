//! The client certificate of a connection, after rustls verified it: which one it is, and which names its CA gave it.

use std::fmt;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::X509Certificate;

use super::confirmation::Thumbprint;
use super::public_key::PublicKey;
use super::spiffe;

/// A client certificate whose holder proved its key in the handshake, and that our CA vouches for.
///
/// There is no common name in it. What stands there is free text of many readings, in which `x,CN=admin` is one name
/// (S-08, CVE-2026-22747).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PeerCertificate {
    thumbprint: Thumbprint,
    workload: Option<String>,
    /// Its own, where requests can be signed with it.
    key: Option<PublicKey>,
    /// In seconds since 1970; it may be later than any time that we can name (RFC 5280 §4.1.2.5).
    not_after: i64,
}

impl PeerCertificate {
    /// Reads a certificate in DER; `None` for what can't be read whole.
    pub(crate) fn parse(der: &[u8]) -> Option<Self> {
        let (rest, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
        if !rest.is_empty() {
            return None;
        }
        let (uris, dns) = names(&certificate)?;
        let thumbprint = Thumbprint::new(Sha256::digest(der).into());
        let not_after = certificate.validity().not_after.timestamp();
        let key = PublicKey::of_certificate(certificate.public_key(), thumbprint);
        Some(Self { thumbprint, workload: workload(uris, dns), key, not_after })
    }

    /// Whether it hasn't run out. That it had begun was seen in the handshake.
    pub(crate) fn is_in_date(&self, now: Timestamp) -> bool {
        now.as_second() <= self.not_after
    }

    /// SHA-256 over its DER, as `x5t#S256` names it (RFC 8705 §3.1).
    pub(crate) const fn thumbprint(&self) -> &Thumbprint {
        &self.thumbprint
    }

    /// What checks its holder's signatures.
    pub(crate) const fn key(&self) -> Option<&PublicKey> {
        self.key.as_ref()
    }

    /// The workload that it names, letter by letter as its CA wrote it: for the audit log.
    pub(crate) fn workload(&self) -> Option<&str> {
        self.workload.as_deref()
    }
}

/// The SPIFFE id of an X509-SVID, which has exactly one URI (SPIFFE X509-SVID §2), or else the only DNS name. Of several
/// names none is the one.
fn workload(mut uris: Vec<String>, mut dns: Vec<String>) -> Option<String> {
    match (uris.pop(), uris.as_slice(), dns.pop(), dns.as_slice()) {
        (Some(uri), [], _, _) if spiffe::is_id(&uri) => Some(uri),
        (None, _, Some(name), []) => Some(name),
        _ => None,
    }
}

/// The subject's alternative names (RFC 5280 §4.2.1.6). `None` if they come twice, can't be read, or hold what nobody
/// sees: a NUL in a name ends it for some readers.
fn names(certificate: &X509Certificate<'_>) -> Option<(Vec<String>, Vec<String>)> {
    let (mut uris, mut dns) = (Vec::new(), Vec::new());
    let Some(extension) = certificate.subject_alternative_name().ok()? else {
        return Some((uris, dns));
    };
    for name in &extension.value.general_names {
        match name {
            GeneralName::URI(name) => uris.push(plain(name)?),
            GeneralName::DNSName(name) => dns.push(plain(name)?),
            GeneralName::Invalid(..) => return None,
            _ => {}
        }
    }
    Some((uris, dns))
}

fn plain(name: &str) -> Option<String> {
    let is_plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    is_plain.then(|| name.to_owned())
}

impl fmt::Debug for PeerCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PeerCertificate")
            .field("thumbprint", &self.thumbprint)
            .finish_non_exhaustive()
    }
}
