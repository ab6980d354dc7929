//! Client certificates, in DER. Input is either one by itself, or changes to a good one: rcgen makes it, and its names are known.

use jiff::Timestamp;
use rcgen::{CertificateParams, KeyPair, SanType};

use crate::identity::certificate::PeerCertificate;

/// The names that the seeds' CA gave.
const WORKLOAD: &str = "spiffe://shop.example/billing";
const HOST: &str = "billing.shop.example";

pub(crate) fn run(bytes: &[u8]) {
    let Some(certificate) = PeerCertificate::parse(bytes) else { return };
    // Whatever was read: a name is one word that everybody sees whole, and each byte counts for the thumbprint.
    if let Some(name) = certificate.workload().map(|id| id.as_str()) {
        assert!(!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()), "{name:?}");
    }
    assert!(!format!("{certificate:?}").contains(WORKLOAD), "names are for the audit log alone");
    certificate.is_in_date(Timestamp::UNIX_EPOCH);
    let mut longer = bytes.to_vec();
    longer.push(0);
    assert!(PeerCertificate::parse(&longer).is_none(), "something behind its end");
    let again = PeerCertificate::parse(bytes).expect("it was read once");
    assert_eq!(certificate.thumbprint(), again.thumbprint());
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let uri = |text: &str| SanType::URI(text.try_into().expect("a name"));
    let dns = |text: &str| SanType::DnsName(text.try_into().expect("a name"));
    let mut seeds: Vec<_> = [
        vec![],
        vec![uri(WORKLOAD)],
        vec![dns(HOST)],
        vec![uri(WORKLOAD), dns(HOST)],
        vec![uri(WORKLOAD), uri("spiffe://shop.example/other")],
        vec![dns(HOST), dns("other.example")],
        vec![uri("https://shop.example"), dns(HOST)],
        vec![SanType::IpAddress([127, 0, 0, 1].into())],
        vec![SanType::Rfc822Name("a@shop.example".try_into().expect("a name"))],
    ]
    .into_iter()
    .map(certificate)
    .collect();
    seeds.extend(super::texts(&["", "0", "0\u{0}", "0\u{80}", "-----BEGIN CERTIFICATE-----"]));
    seeds
}

fn certificate(names: Vec<SanType>) -> Vec<u8> {
    let mut params = CertificateParams::default();
    params.subject_alt_names = names;
    let key = KeyPair::generate().expect("a key");
    params.self_signed(&key).expect("a certificate").der().to_vec()
}
