//! What is read of a client certificate, and what never is.

use rcgen::CustomExtension;
use sha2::{Digest as _, Sha256};

use crate::identity::confirmation::Thumbprint;
use crate::identity::public_key::KeyKind;
use crate::identity::{PeerCertificate, WorkloadId};
use crate::testing::pki::{Ca, client, dns, named, uri};

/// The OID of the subject's alternative names (RFC 5280 §4.2.1.6).
const SAN: [u64; 4] = [2, 5, 29, 17];

fn read(params: &rcgen::CertificateParams) -> Option<PeerCertificate> {
    PeerCertificate::parse(Ca::new("a CA").issue(params).certificate.der())
}

#[test]
fn s07_the_thumbprint_is_sha_256_of_the_der() {
    let issued = Ca::new("a CA").client();
    let der = issued.certificate.der();
    let read = PeerCertificate::parse(der).unwrap();
    assert_eq!(*read.thumbprint(), Thumbprint::new(Sha256::digest(der).into()));
    let mut longer = der.to_vec();
    longer.push(0);
    assert!(PeerCertificate::parse(&longer).is_none());
    assert!(PeerCertificate::parse(&[]).is_none());
}

// RFC 5280 §4.1.2.5: the time of those that never run out.
#[test]
fn s07_a_certificate_without_an_end_is_in_date() {
    let mut params = client();
    params.not_after = rcgen::date_time_ymd(9999, 12, 31);
    assert!(read(&params).unwrap().is_in_date(jiff::Timestamp::MAX));
    params.not_after = rcgen::date_time_ymd(1999, 1, 1);
    assert!(
        !read(&params).unwrap().is_in_date(
            jiff::Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(24 * 365 * 30)
        )
    );
}

// CVE-2026-22747.
#[test]
fn s08_x11_names_are_those_of_the_san_and_no_common_name_counts() {
    let workload = |params: &rcgen::CertificateParams| {
        read(params).unwrap().workload().map(|id| id.as_str().to_owned())
    };
    assert_eq!(workload(&client()).as_deref(), Some("spiffe://shop.example/web"));
    for name in ["x,CN=admin", "admin", "spiffe://shop.example/admin", "admin.shop.example"] {
        assert_eq!(workload(&named(name)), None, "{name}");
    }
}

#[test]
fn s08_a_workload_has_exactly_one_name() {
    let workload = |names: Vec<rcgen::SanType>| {
        let mut params = named("two");
        params.subject_alt_names = names;
        read(&params).unwrap().workload().map(|id| id.as_str().to_owned())
    };
    let (a, b) = (uri("spiffe://shop.example/a"), uri("spiffe://shop.example/b"));
    assert_eq!(workload(vec![a.clone(), b]), None);
    assert_eq!(workload(vec![uri("https://shop.example/a")]), None);
    assert_eq!(workload(vec![uri("https://shop.example/a"), dns("a.example")]), None);
    assert_eq!(workload(vec![dns("a.example"), dns("b.example")]), None);
    assert_eq!(workload(vec![dns("a.example")]).as_deref(), Some("a.example"));
    let named_by_both = workload(vec![dns("a.example"), a, dns("b.example")]);
    assert_eq!(named_by_both.as_deref(), Some("spiffe://shop.example/a"));
}

#[test]
fn s08_a_name_with_what_nobody_sees_makes_it_unreadable() {
    for name in ["admin.example\0.evil.example", "a b", "", "a\n", "a\u{7f}"] {
        let mut params = named("hidden");
        params.subject_alt_names = vec![dns("good.example"), dns(name)];
        assert!(read(&params).is_none(), "{name:?}");
        params.subject_alt_names = vec![uri(name)];
        assert!(read(&params).is_none(), "{name:?}");
    }
}

#[test]
fn s08_names_that_come_twice_or_broken_make_it_unreadable() {
    let san = |content: &[u8]| CustomExtension::from_oid_content(&SAN, content.to_vec());
    // One DNS name `a`; one that isn't UTF-8; one that is longer than its list.
    let good: &[u8] = &[0x30, 3, 0x82, 1, b'a'];
    let mut params = named("broken");
    params.custom_extensions = vec![san(good)];
    assert_eq!(read(&params).unwrap().workload().map(WorkloadId::as_str), Some("a"));
    for broken in [&[0x30, 3, 0x82, 1, 0xff], &[0x30, 3, 0x82, 9, b'a'], &[0x04, 3, 0x82, 1, b'a']]
    {
        params.custom_extensions = vec![san(broken)];
        assert!(read(&params).is_none(), "{broken:?}");
    }
    params.custom_extensions = vec![san(good), san(good)];
    assert!(read(&params).is_none());
}

#[test]
fn whatever_becomes_of_its_bytes_nothing_panics() {
    let issued = Ca::new("a CA").client();
    let der = issued.certificate.der();
    for at in 0..der.len() {
        let _ = PeerCertificate::parse(der.get(..at).unwrap());
        for bit in 0..8 {
            let mut changed = der.to_vec();
            *changed.get_mut(at).unwrap() ^= 1 << bit;
            let read = PeerCertificate::parse(&changed);
            // What reads otherwise is another certificate.
            assert!(read.is_none_or(
                |read| *read.thumbprint() != Thumbprint::new(Sha256::digest(der).into())
            ));
        }
    }
}

#[test]
fn s11_a_certificate_signs_with_a_key_of_a_kind_that_counts() {
    let kind = |algorithm: &'static rcgen::SignatureAlgorithm| {
        let key = rcgen::KeyPair::generate_for(algorithm).unwrap();
        let certificate = named("a caller").self_signed(&key).unwrap();
        let read = PeerCertificate::parse(certificate.der()).unwrap();
        read.key().map(|key| (key.kind(), *key.thumbprint() == *read.thumbprint()))
    };
    assert_eq!(kind(&rcgen::PKCS_ECDSA_P256_SHA256), Some((KeyKind::P256, true)));
    assert_eq!(kind(&rcgen::PKCS_ED25519), Some((KeyKind::Ed25519, true)));
    assert_eq!(kind(&rcgen::PKCS_RSA_SHA256), Some((KeyKind::Rsa, true)));
    // It is a certificate as any other, and signs nothing.
    assert_eq!(kind(&rcgen::PKCS_ECDSA_P384_SHA384), None);
}
