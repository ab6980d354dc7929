//! What a listed proxy can write into its header, byte by byte.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use crate::clock::Clock;
use crate::edge::Headers;
use crate::identity::forwarded::CertificateProxies;
use crate::identity::{PeerCertificate, WorkloadId};
use crate::testing::pki::Ca;

fn proxies(ca: &Ca) -> CertificateProxies {
    let (clock, _) = Clock::manual("2030-01-01T00:00:00Z".parse::<Timestamp>().unwrap());
    let names = vec![WorkloadId::parse("spiffe://shop.example/gateway").unwrap()];
    CertificateProxies::new(names, &ca.clients().ca, clock).unwrap()
}

/// The certificate that is read there, if any.
fn read(proxies: &CertificateProxies, field: &[u8]) -> Option<PeerCertificate> {
    let mut headers = Headers::default();
    headers.add("client-cert", field);
    proxies.caller(&headers).ok().flatten()
}

#[test]
fn s07_whatever_becomes_of_a_field_it_shows_the_certificate_or_nobody() {
    let ca = Ca::new("a CA");
    let (proxies, issued) = (proxies(&ca), ca.client());
    let der = issued.certificate.der();
    let whole = format!(":{}:", STANDARD.encode(der)).into_bytes();
    let read = |field: &[u8]| read(&proxies, field);
    let good = read(&whole).unwrap();
    assert_eq!(good.workload().map(WorkloadId::as_str), Some("spiffe://shop.example/web"));
    for at in 0..whole.len() {
        assert!(read(whole.get(..at).unwrap()).is_none(), "cut at {at}");
        let mut changed = whole.clone();
        *changed.get_mut(at).unwrap() ^= 1;
        // Bits of base64 that stand for none are the only ones that may change.
        assert!(read(&changed).is_none_or(|read| read == good), "changed at {at}");
    }
    for at in 0..der.len() {
        let mut changed = der.to_vec();
        *changed.get_mut(at).unwrap() ^= 1;
        let field = format!(":{}:", STANDARD.encode(changed));
        assert!(read(field.as_bytes()).is_none(), "changed at {at}");
    }
}
