//! The client certificate of a connection, after rustls verified it: which one it is, and which names its CA gave it.

use std::fmt;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{ASN1Time, X509Certificate};

use super::confirmation::Thumbprint;
use super::public_key::PublicKey;
use super::workload_id::WorkloadId;

/// A client certificate whose holder proved its key in the handshake, and that our CA vouches for.
///
/// There is no common name in it. What stands there is free text of many readings, in which `x,CN=admin` is one name
/// (S-08, CVE-2026-22747).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PeerCertificate {
    thumbprint: Thumbprint,
    workload: Option<WorkloadId>,
    /// Its own, where requests can be signed with it.
    key: Option<PublicKey>,
    not_before: Timestamp,
    not_after: Timestamp,
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
        let validity = certificate.validity();
        let workload = workload(uris, dns).filter(|_| is_for_authentication(&certificate));
        Some(Self {
            thumbprint,
            workload,
            key: PublicKey::of_certificate(certificate.public_key(), thumbprint),
            not_before: moment(validity.not_before),
            not_after: moment(validity.not_after),
        })
    }

    /// Whether it hasn't run out. That it had begun was seen in the handshake.
    pub(crate) fn is_in_date(&self, now: Timestamp) -> bool {
        now.as_second() <= self.not_after.as_second()
    }

    /// When it begins to count. It may have been issued before, or later.
    pub(crate) const fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// When it stops counting.
    pub(crate) const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// SHA-256 over its DER, as `x5t#S256` names it (RFC 8705 §3.1).
    pub(crate) const fn thumbprint(&self) -> &Thumbprint {
        &self.thumbprint
    }

    /// What checks its holder's signatures.
    pub(crate) const fn key(&self) -> Option<&PublicKey> {
        self.key.as_ref()
    }

    /// The workload that it names, letter by letter as its CA wrote it.
    pub(crate) const fn workload(&self) -> Option<&WorkloadId> {
        self.workload.as_ref()
    }
}

/// The SPIFFE id of an X509-SVID, which has exactly one URI (SPIFFE X509-SVID §2), or else the only DNS name. Of several
/// names none is the one.
fn workload(mut uris: Vec<String>, mut dns: Vec<String>) -> Option<WorkloadId> {
    match (uris.pop(), uris.as_slice(), dns.pop(), dns.as_slice()) {
        (Some(uri), [], _, _) => WorkloadId::of_uri(&uri),
        (None, _, Some(name), []) => WorkloadId::of_dns(&name),
        _ => None,
    }
}

/// Whether its key may sign a handshake, and may sign no certificates: what rustls doesn't look at (SPIFFE X509-SVID §5.2,
/// RFC 8446 §4.4.2.2). Without the extension it may do anything (RFC 5280 §4.2.1.3).
fn is_for_authentication(certificate: &X509Certificate<'_>) -> bool {
    certificate.key_usage().is_ok_and(|usage| {
        usage.is_none_or(|usage| {
            let usage = usage.value;
            usage.digital_signature() && !usage.key_cert_sign() && !usage.crl_sign()
        })
    })
}

/// A time that we can't name is the last or the first that we can: certificates that never run out say 9999
/// (RFC 5280 §4.1.2.5).
fn moment(time: ASN1Time) -> Timestamp {
    let seconds = time.timestamp();
    let end = if seconds > 0 { Timestamp::MAX } else { Timestamp::MIN };
    Timestamp::from_second(seconds).unwrap_or(end)
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
