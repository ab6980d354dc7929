//! The certificate of a caller behind a proxy: whose word counts, and for what.

use std::future::IntoFuture as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::config::Bounds;
use crate::testing::fixture::{Calls, Read, Shop};
use crate::testing::pki::{Ca, Issued, client_named, uri};
use crate::testing::{TestApp, TestResponse, block_on};

const BILLING: &str = "spiffe://shop.example/billing";
const GATEWAY: &str = "spiffe://shop.example/gateway";

struct Setup {
    ca: Ca,
    shop: TestApp<Shop>,
    gateway: Issued,
    billing: Issued,
}

impl Setup {
    fn new() -> Self {
        let ca = Ca::new("a CA");
        let reports = ("spiffe://shop.example/reports", "things:read things:write");
        let clients = ca.clients_listing(&[(BILLING, "things:read"), reports], &[GATEWAY]);
        let change = |parts: crate::serve::Parts| parts.taking_certificates(Some(clients));
        let shop = TestApp::configured(Vec::new(), change, Bounds::loopback());
        let (gateway, billing) = (ca.client_named(uri(GATEWAY)), ca.client_named(uri(BILLING)));
        Self { ca, shop: shop.data(Calls::default()), gateway, billing }
    }

    fn send(&self, shown: Option<&Issued>, headers: &[(&str, &str)]) -> TestResponse {
        let mut request = self.shop.anonymous().get("/things/7");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = match shown {
            Some(issued) => request.shown(issued),
            None => request,
        };
        block_on(request.into_future())
    }

    /// Status and reason of what the gateway passes on.
    fn through(&self, headers: &[(&str, &str)]) -> (u16, String) {
        let status = self.send(Some(&self.gateway), headers).status();
        (status, self.last()["reason"].as_str().unwrap().to_owned())
    }

    fn last(&self) -> Value {
        self.shop.audit().pop().unwrap()
    }
}

/// RFC 9440 §2.1.
fn field(issued: &Issued) -> String {
    format!(":{}:", STANDARD.encode(issued.certificate.der()))
}

fn refused(status: u16, reason: &str) -> (u16, String) {
    (status, reason.to_owned())
}

#[test]
fn s07_a_listed_proxy_says_who_its_caller_is() {
    let setup = Setup::new();
    assert_eq!(setup.through(&[("client-cert", &field(&setup.billing))]), refused(200, "ok"));
    let record = setup.last();
    assert_eq!(record["subject"]["name"], BILLING);
    assert_eq!((&record["workload"], &record["proxy"]), (&json!(BILLING), &json!(GATEWAY)));
}

// The proxy's own certificate never shows a caller, and what it doesn't say nobody is.
#[test]
fn s07_a_listed_proxy_that_says_nothing_has_a_caller_without_a_certificate() {
    let setup = Setup::new();
    assert_eq!(setup.through(&[]), refused(401, "no_credential"));
    let record = setup.last();
    assert_eq!((&record["workload"], &record["proxy"]), (&json!(null), &json!(GATEWAY)));
    let itself = field(&setup.gateway);
    assert_eq!(setup.through(&[("client-cert", &itself)]), refused(401, "no_credential"));
}

// X11: a header counts from nobody else, and isn't even looked at.
#[test]
fn s07_x11_a_header_of_anybody_else_has_no_effect() {
    let setup = Setup::new();
    let unlisted = setup.ca.client_named(uri("spiffe://shop.example/web"));
    let below = setup.ca.client_named(uri("spiffe://shop.example/gateway/x"));
    let (good, chain) = (field(&setup.billing), field(&setup.gateway));
    for (what, shown) in [("nobody", None), ("unlisted", Some(&unlisted)), ("below", Some(&below))]
    {
        for headers in [
            &[("client-cert", good.as_str())][..],
            &[("client-cert", &good), ("client-cert-chain", &chain)],
            &[("client-cert", &good), ("client-cert", &good)],
            &[("client-cert", "nonsense")],
        ] {
            assert_eq!(setup.send(shown, headers).status(), 401, "{what} {headers:?}");
            assert_eq!(setup.last()["reason"], "no_credential", "{what}");
            assert_eq!(setup.last()["proxy"], json!(null), "{what}");
        }
    }
    // A listed workload stays who it is.
    let reports = setup.ca.client_named(uri("spiffe://shop.example/reports"));
    let answer = setup.send(Some(&setup.billing), &[("client-cert", &field(&reports))]);
    assert_eq!((answer.status(), setup.last()["subject"]["name"].as_str()), (200, Some(BILLING)));
}

// X11: only RFC 9440's header counts, also from a listed proxy.
#[test]
fn s07_x11_other_headers_never_have_an_effect() {
    let setup = Setup::new();
    let (good, pem) = (field(&setup.billing), setup.billing.certificate.pem().replace('\n', "%0A"));
    let forwarded = format!("By={GATEWAY};URI={BILLING};Cert=\"{pem}\"");
    for (name, value) in [
        ("x-forwarded-client-cert", forwarded.as_str()),
        ("x-ssl-client-cert", &pem),
        ("x-ssl-client-verify", "SUCCESS"),
        ("x-ssl-client-s-dn", "CN=admin"),
        ("ssl-client-cert", &pem),
        ("x-client-cert", &good),
        ("client_cert", &good),
    ] {
        assert_eq!(setup.through(&[(name, value)]), refused(401, "no_credential"), "{name}");
    }
}

#[test]
fn s07_what_a_listed_proxy_says_wrongly_is_refused() {
    let setup = Setup::new();
    let good = field(&setup.billing);
    let inner = good.trim_matches(':');
    assert_eq!(setup.through(&[("client-cert", &good)]).0, 200);
    let malformed = [
        vec![("client-cert", good.clone()), ("client-cert", good.clone())],
        vec![("client-cert", format!("{good}, {good}"))],
        vec![("client-cert", format!("({good})"))],
        vec![("client-cert", format!("{good};a=1"))],
        vec![("client-cert", String::new())],
        vec![("client-cert", inner.to_owned())],
        vec![("client-cert", format!("\"{inner}\""))],
        vec![("client-cert", format!(":{inner}"))],
        vec![("client-cert", format!(":{}:", inner.replace('+', "-").replacen('M', "_", 1)))],
        vec![("client-cert-chain", good.clone())],
        vec![("client-cert", good.clone()), ("client-cert-chain", "nonsense".to_owned())],
        vec![("client-cert", good.clone()), ("client-cert-chain", format!("({good})"))],
        vec![("client-cert", good.clone()), ("client-cert-chain", format!("{good};a"))],
        vec![("client-cert", good.clone()), ("client-cert-chain", format!("{good},"))],
    ];
    for headers in &malformed {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let expected = refused(400, "client_cert_malformed");
        assert_eq!(setup.through(&headers), expected, "{headers:?}");
        assert_eq!(setup.last()["proxy"], GATEWAY);
    }
}

// X11: as in the handshake, one valid case and one change each.
#[test]
fn s07_x11_a_forwarded_certificate_is_verified_again() {
    let setup = Setup::new();
    let good = || client_named(uri(BILLING));
    let mut expired = good();
    expired.not_after = rcgen::date_time_ymd(2029, 12, 31);
    let mut early = good();
    early.not_before = rcgen::date_time_ymd(2030, 1, 2);
    let mut for_servers = good();
    for_servers.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let mut a_ca = good();
    a_ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let rogue = Ca::new("a CA");
    for (what, issued) in [
        ("expired", setup.ca.issue(&expired)),
        ("early", setup.ca.issue(&early)),
        ("for servers", setup.ca.issue(&for_servers)),
        ("a CA's own", setup.ca.issue(&a_ca)),
        ("another CA's", rogue.issue(&good())),
    ] {
        let expected = refused(401, "forwarded_certificate_invalid");
        assert_eq!(setup.through(&[("client-cert", &field(&issued))]), expected, "{what}");
        assert_eq!(setup.last()["subject"], json!(null));
    }
    let junk = format!(":{}:", STANDARD.encode(b"no certificate"));
    assert_eq!(setup.through(&[("client-cert", &junk)]).0, 401);
    // A certificate that some bit changed is another one, and nobody signed it.
    let mut changed = setup.billing.certificate.der().to_vec();
    *changed.last_mut().unwrap() ^= 1;
    let changed = format!(":{}:", STANDARD.encode(changed));
    assert_eq!(setup.through(&[("client-cert", &changed)]).0, 401);
}

#[test]
fn s07_a_chain_leads_to_the_ca() {
    let setup = Setup::new();
    let (inner, outer) = (setup.ca.intermediate("inner"), Ca::new("a CA"));
    let issued = inner.client_named(uri(BILLING));
    let der = |ca: &Ca| format!(":{}:", STANDARD.encode(ca.certificate.der()));
    let (cert, chain) = (field(&issued), der(&inner));
    let longer = format!("{}, {}", der(&outer), der(&inner));
    let through = |chains: &[&str]| {
        let chains = chains.iter().map(|chain| ("client-cert-chain", *chain));
        let headers: Vec<_> = [("client-cert", cert.as_str())].into_iter().chain(chains).collect();
        setup.through(&headers).0
    };
    assert_eq!(through(&[&chain]), 200);
    assert_eq!(through(&[&longer]), 200);
    assert_eq!(through(&[&der(&outer), &chain]), 200, "over two lines");
    assert_eq!(through(&[]), 401);
    assert_eq!(through(&[&der(&outer)]), 401);
    assert_eq!(through(&[&cert]), 401);
}

// S-07: what a token is bound to is the caller's certificate, never the proxy's.
#[test]
fn s07_a_bound_token_counts_behind_a_proxy_with_the_callers_certificate() {
    let setup = Setup::new();
    let sent = |bound_to: &Issued, headers: &[(&str, &str)]| {
        let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(bound_to.certificate.der()));
        let token = setup.shop.token_for("alice").holding::<Read>();
        let token = token.issue_bound(&json!({ "x5t#S256": thumbprint }));
        let authorization = format!("Bearer {token}");
        setup.through(&[&[("authorization", authorization.as_str())], headers].concat())
    };
    let said = field(&setup.billing);
    let wrong = || refused(401, "wrong_certificate");
    assert_eq!(sent(&setup.billing, &[("client-cert", &said)]), refused(200, "ok"));
    assert_eq!(setup.last()["subject"]["name"], "alice");
    assert_eq!(sent(&setup.gateway, &[("client-cert", &said)]), wrong());
    assert_eq!(sent(&setup.gateway, &[]), wrong());
    assert_eq!(sent(&setup.billing, &[]), wrong());
}

// What is refused at the edge is refused everywhere, and told in the same way.
#[test]
fn s07_a_refusal_of_a_forwarded_certificate_depends_on_no_route() {
    let setup = Setup::new();
    let rogue = field(&Ca::new("a CA").client_named(uri(BILLING)));
    for path in ["/open", "/things/7", "/nowhere"] {
        let request = setup.shop.anonymous().get(path).header("client-cert", &rogue);
        let answer = block_on(request.shown(&setup.gateway).into_future());
        assert_eq!(answer.status(), 401, "{path}");
        assert_eq!(answer.json()["type"], "urn:zt:problem:invalid-certificate");
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer"));
    }
}
