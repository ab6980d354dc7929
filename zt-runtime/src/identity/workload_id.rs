//! The name of a workload: a SPIFFE id or a DNS name, each of one spelling.

use std::fmt;

use super::name::NameFault;
use super::spiffe;
use super::subject::{Kind, Subject};

/// Who vouches for DNS names: whichever of our CAs of clients. No CA's name or fingerprint is in it, so that a workload
/// stays the same subject, with its objects and its revocations, when its CA gets another key. A colon and no slashes: no
/// trust domain reads so.
const DNS_ISSUER: &str = "x509:dns";

/// RFC 1035 §2.3.4.
const LONGEST_DNS: usize = 253;
const LONGEST_LABEL: usize = 63;

/// What a certificate names its holder. Two are the same workload if they are the same text: a SPIFFE id has slashes, and
/// no DNS name has, so the one can't pass for the other.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct WorkloadId(Box<str>);

impl WorkloadId {
    /// Either of the two, as a configuration names it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::of_uri(text).or_else(|| Self::of_dns(text))
    }

    pub(super) fn of_uri(uri: &str) -> Option<Self> {
        spiffe::is_id(uri).then(|| Self(Box::from(uri)))
    }

    pub(super) fn of_dns(name: &str) -> Option<Self> {
        is_dns_name(name).then(|| Self(Box::from(name)))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whom the gate knows under this name, and its trust domain as the one that vouches for it.
    pub(crate) fn subject(&self) -> Result<Subject, NameFault> {
        let issuer = spiffe::trust_domain(&self.0).unwrap_or(DNS_ISSUER);
        Subject::new(issuer, &self.0, Kind::Workload)
    }
}

impl fmt::Debug for WorkloadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Issuers that only certificates have: no token may speak for them.
pub(crate) fn is_issuer_of_certificates(issuer: &str) -> bool {
    let starts = |scheme: &str| {
        issuer.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts("spiffe:") || starts("x509:")
}

/// RFC 1123 §2.1, in lower case. A wildcard names many, an address nobody, and a name with a dot at its end is spelled
/// twice.
fn is_dns_name(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(known)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = name.rsplit('.').next().unwrap_or_default();
    name.len() <= LONGEST_DNS
        && name.split('.').all(is_label)
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn s08_a_dns_name_has_one_spelling() {
        let long = format!("{}.example", "a".repeat(LONGEST_LABEL));
        for good in ["a", "web.shop.example", "xn--bcher-kva.example", "4.example", "1a", &long] {
            assert!(WorkloadId::of_dns(good).is_some(), "{good}");
        }
        let too_long = [format!("a{long}"), format!("{}a", "a.".repeat(LONGEST_DNS / 2 + 1))];
        for bad in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "Web.shop.example",
            "*.shop.example",
            "-a.example",
            "a-.example",
            "a_b.example",
            "127.0.0.1",
            "1",
            "a b",
            "a,b",
            "x,CN=admin",
            "b\u{fc}cher.example",
            "spiffe://shop.example/web",
            "shop.example/web",
            "shop.example:443",
        ]
        .into_iter()
        .chain(too_long.iter().map(String::as_str))
        {
            assert!(WorkloadId::of_dns(bad).is_none(), "{bad:?}");
            assert!(WorkloadId::of_uri(bad).is_none() || bad.starts_with("spiffe"), "{bad:?}");
        }
        assert!(WorkloadId::of_uri("web.shop.example").is_none());
    }

    #[test]
    fn s08_the_trust_domain_vouches_for_a_workload() {
        let subject = |id: &str| WorkloadId::parse(id).unwrap().subject().map(|it| it.to_string());
        assert_eq!(
            subject("spiffe://shop.example/ns/web").unwrap(),
            "workload spiffe://shop.example spiffe://shop.example/ns/web"
        );
        assert_eq!(subject("web.shop.example").unwrap(), "workload x509:dns web.shop.example");
        let long = format!("spiffe://shop.example/{}", "a".repeat(240));
        assert_eq!(subject(&long), Err(NameFault::TooLong));
    }

    // A token of an issuer with such a name would be the workload.
    #[test]
    fn s08_no_token_speaks_for_an_issuer_of_certificates() {
        for id in ["spiffe://shop.example/ns/web", "web.shop.example"] {
            let subject = WorkloadId::parse(id).unwrap().subject().unwrap();
            assert!(is_issuer_of_certificates(subject.issuer()), "{id}");
        }
        for issuer in ["SPIFFE://shop.example", "x509:", "X509:dns"] {
            assert!(is_issuer_of_certificates(issuer), "{issuer}");
        }
        for issuer in ["https://spiffe.example", "spiffe", "x509", "", "\u{e4}\u{e4}\u{e4}\u{e4}"] {
            assert!(!is_issuer_of_certificates(issuer), "{issuer}");
        }
    }
}
