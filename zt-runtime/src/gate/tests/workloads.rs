//! Who comes with a client certificate and no token.

use std::future::IntoFuture as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{CertificateParams, CustomExtension, KeyUsagePurpose, SanType};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::config::Bounds;
use crate::identity::{Kind, Subject};
use crate::testing::fixture::{Calls, Read, Shop};
use crate::testing::pki::{Ca, Issued, client_named, dns, named, uri};
use crate::testing::{TestApp, TestRequest, TestResponse, block_on};

const BILLING: &str = "spiffe://shop.example/billing";
const REPORTS: &str = "reports.shop.example";

/// A service that lists two workloads, and the CA that vouches for them.
struct Setup {
    ca: Ca,
    shop: TestApp<Shop>,
}

impl Setup {
    fn new() -> Self {
        let ca = Ca::new("a CA");
        let listed = [(BILLING, "things:read"), (REPORTS, "things:read things:write")];
        let clients = ca.clients_listing(&listed, &[]);
        let change = |parts: crate::serve::Parts| parts.taking_certificates(Some(clients));
        let shop = TestApp::configured(Vec::new(), change, Bounds::loopback());
        Self { ca, shop: shop.data(Calls::default()) }
    }

    fn billing(&self) -> Issued {
        self.ca.client_named(uri(BILLING))
    }

    fn send(&self, method: &str, target: &str, shown: &Issued) -> TestResponse {
        answer(self.shop.anonymous().send(method, target).shown(shown))
    }

    fn status(&self, shown: &Issued) -> u16 {
        self.send("GET", "/things/7", shown).status()
    }

    fn last(&self) -> serde_json::Value {
        self.shop.audit().pop().unwrap()
    }
}

fn answer(request: TestRequest) -> TestResponse {
    block_on(request.into_future())
}

fn thumbprint(issued: &Issued) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(issued.certificate.der()))
}

#[test]
fn s08_a_listed_workload_calls_with_its_certificate_alone() {
    let setup = Setup::new();
    let billing = setup.billing();
    assert_eq!(setup.status(&billing), 200);
    let record = setup.last();
    let subject = json!({ "issuer": "spiffe://shop.example", "name": BILLING, "kind": "workload" });
    assert_eq!(record["subject"], subject);
    assert_eq!((&record["tenant"], &record["workload"]), (&json!("acme"), &json!(BILLING)));
    let digest = Sha256::digest(thumbprint(&billing).as_bytes());
    assert_eq!(record["token"], crate::hex::hex(&digest[..8]));
    assert_eq!(record["proxy"], json!(null));

    let reports = setup.ca.client_named(dns(REPORTS));
    assert_eq!(setup.send("PUT", "/things/7", &reports).status(), 200);
    let subject = json!({ "issuer": "x509:dns", "name": REPORTS, "kind": "workload" });
    assert_eq!(setup.last()["subject"], subject);
}

#[test]
fn s08_a_workload_has_the_scopes_that_it_is_listed_with() {
    let setup = Setup::new();
    let answer = setup.send("PUT", "/things/7", &setup.billing());
    assert_eq!(answer.status(), 403);
    assert_eq!(setup.last()["reason"], "insufficient_scope");
}

// X11, CVE-2026-22747: one certificate that counts, then one change each.
#[test]
fn s08_x11_any_other_certificate_shows_nobody() {
    let setup = Setup::new();
    let good = || client_named(uri(BILLING));
    assert_eq!(setup.status(&setup.ca.issue(&good())), 200);
    let changed = |change: &dyn Fn(&mut CertificateParams)| {
        let mut params = good();
        change(&mut params);
        params
    };
    let with = |names: &[SanType]| changed(&|params| params.subject_alt_names = names.to_vec());
    let using = |usages: &[KeyUsagePurpose]| changed(&|params| params.key_usages = usages.to_vec());
    let cases: [(&str, CertificateParams); 18] = [
        ("another path", with(&[uri("spiffe://shop.example/web")])),
        ("a longer path", with(&[uri("spiffe://shop.example/billing/x")])),
        ("another case", with(&[uri("spiffe://shop.example/Billing")])),
        ("another trust domain", with(&[uri("spiffe://evil.example/billing")])),
        ("a trust domain below", with(&[uri("spiffe://shop.example.evil.example/billing")])),
        ("another scheme", with(&[uri("https://shop.example/billing")])),
        ("two URIs", with(&[uri(BILLING), uri("spiffe://shop.example/web")])),
        ("the same URI twice", with(&[uri(BILLING), uri(BILLING)])),
        ("a SPIFFE id as a DNS name", with(&[dns(BILLING)])),
        ("a DNS name as a URI", with(&[uri(REPORTS)])),
        ("two DNS names", with(&[dns(REPORTS), dns("web.shop.example")])),
        ("a wildcard", with(&[dns("*.shop.example")])),
        ("a DNS name in another case", with(&[dns("Reports.shop.example")])),
        ("a mail address", with(&[SanType::Rfc822Name(REPORTS.try_into().unwrap())])),
        ("the common name alone", named(BILLING)),
        ("a common name of two", named("x,CN=spiffe://shop.example/billing")),
        (
            "a key that signs certificates",
            using(&[KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyCertSign]),
        ),
        ("a key that signs nothing", using(&[KeyUsagePurpose::KeyAgreement])),
    ];
    for (what, params) in cases {
        assert_eq!(setup.status(&setup.ca.issue(&params)), 401, "{what}");
        assert_eq!(setup.last()["reason"], "no_credential", "{what}");
        assert_eq!(setup.last()["subject"], json!(null), "{what}");
    }
    let signs = using(&[KeyUsagePurpose::DigitalSignature]);
    assert_eq!(setup.status(&setup.ca.issue(&signs)), 200);
}

// What a CA lets pass through that doesn't look at it.
#[test]
fn s08_x11_a_crafted_name_shows_nobody() {
    let setup = Setup::new();
    assert_eq!(setup.status(&setup.ca.issue(&crafted(&[(URI, BILLING)]))), 200);
    for names in [
        &[(DNS, BILLING)][..],
        &[(MAIL, BILLING)],
        &[(URI, "spiffe://shop.example/billing\0")],
        &[(URI, "spiffe://shop.example/billing\0.evil.example")],
        &[(URI, " spiffe://shop.example/billing")],
        &[(URI, BILLING), (DNS, "a\0b")],
    ] {
        assert_eq!(setup.status(&setup.ca.issue(&crafted(names))), 401, "{names:?}");
    }
}

// X25: what a certificate calls itself is a name, or it isn't logged.
#[test]
fn x25_a_crafted_name_stays_out_of_the_log() {
    let setup = Setup::new();
    for name in [
        "a\r\nb",
        "\u{1b}[2J",
        "\u{202e}nimda",
        "\"},{\"outcome\":\"allow\"",
        "spiffe://shop.example/a\",\"outcome\":\"allow",
    ] {
        for tag in [URI, DNS] {
            let status = setup.status(&setup.ca.issue(&crafted(&[(tag, name)])));
            let record = setup.last();
            assert_eq!((status, &record["workload"]), (401, &json!(null)), "{name:?}");
        }
    }
}

/// Tags of names (RFC 5280 §4.2.1.6).
const MAIL: u8 = 0x81;
const DNS: u8 = 0x82;
const URI: u8 = 0x86;

fn crafted(names: &[(u8, &str)]) -> CertificateParams {
    let length = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
    let name =
        |(tag, name): &(u8, &str)| [&[*tag, length(name.as_bytes())], name.as_bytes()].concat();
    let names: Vec<u8> = names.iter().flat_map(name).collect();
    let content = [&[0x30, length(&names)], names.as_slice()].concat();
    let mut params = client_named(dns("x.example"));
    params.subject_alt_names = Vec::new();
    params.custom_extensions = vec![CustomExtension::from_oid_content(&[2, 5, 29, 17], content)];
    params
}

#[test]
fn s08_an_unlisted_workload_is_asked_for_a_token_and_named_in_the_log() {
    let setup = Setup::new();
    let web = setup.ca.client_named(uri("spiffe://shop.example/web"));
    let refused = setup.send("GET", "/things/7", &web);
    let stranger = answer(setup.shop.anonymous().get("/things/7"));
    assert_eq!(refused.header("www-authenticate"), stranger.header("www-authenticate"));
    assert_eq!(setup.shop.audit()[0]["workload"], "spiffe://shop.example/web");
}

#[test]
fn s07_a_token_wins_and_a_bad_one_never_falls_back_to_the_certificate() {
    let setup = Setup::new();
    let (shop, billing) = (&setup.shop, setup.billing());
    let sent = |header: &str| {
        answer(shop.anonymous().get("/things/7").header("authorization", header).shown(&billing))
    };
    let token = shop.token_for("alice").holding::<Read>().issue().unwrap();
    assert_eq!(sent(&format!("Bearer {token}")).status(), 200);
    assert_eq!(setup.last()["subject"]["name"], "alice");
    let poor = shop.token_for("alice").issue().unwrap();
    assert_eq!(sent(&format!("Bearer {poor}")).status(), 403);
    for (header, status) in [
        ("Bearer nonsense", 401),
        ("Bearer ", 400),
        ("Bearer", 400),
        ("", 400),
        ("Basic YTpi", 400),
        ("Negotiate YTpi", 401),
        ("DPoP nonsense", 401),
    ] {
        assert_eq!(sent(header).status(), status, "{header:?}");
    }
    let doubled =
        shop.anonymous().get("/things/7").header("authorization", &format!("Bearer {token}"));
    let doubled = doubled.header("authorization", "Bearer nonsense").shown(&billing);
    assert_eq!(answer(doubled).status(), 400);
    let in_query = shop.anonymous().get("/things/7?access_token=nonsense").shown(&billing);
    assert_eq!(answer(in_query).status(), 400);
    for record in shop.audit().iter().skip(1) {
        assert_ne!(record["subject"]["kind"], "workload", "{record}");
    }
}

#[test]
fn s07_a_bound_token_needs_its_own_certificate_whoever_is_listed() {
    let setup = Setup::new();
    let (billing, reports) = (setup.billing(), setup.ca.client_named(dns(REPORTS)));
    let token = setup.shop.token_for("alice").holding::<Read>();
    let token = token.issue_bound(&json!({ "x5t#S256": thumbprint(&billing) }));
    let sent = |shown: &Issued| {
        let request = setup.shop.with_token(&token).get("/things/7");
        answer(request.shown(shown)).status()
    };
    assert_eq!((sent(&billing), sent(&reports)), (200, 401));
    assert_eq!(setup.last()["reason"], "wrong_certificate");
}

#[test]
fn s10_a_certificate_has_no_age_and_no_login() {
    let setup = Setup::new();
    assert_eq!(setup.send("GET", "/fresh", &setup.billing()).status(), 401);
    assert_eq!(setup.last()["reason"], "token_too_old");
}

#[test]
fn s08_a_certificate_is_taken_back_by_itself_and_for_good() {
    let setup = Setup::new();
    let (stolen, other) = (setup.billing(), setup.billing());
    let revocations = setup.shop.revocations();
    revocations.revoke_token("spiffe://shop.example", &thumbprint(&stolen)).unwrap();
    assert_eq!((setup.status(&stolen), setup.status(&other)), (401, 200));
    assert_eq!(setup.shop.audit()[0]["reason"], "certificate_revoked");
    // A token is forgotten once it would have run out. A certificate may live for years.
    setup.shop.clock().advance(Duration::from_secs(400 * 24 * 3600));
    revocations.revoke_token("https://i.example", "makes it forget").unwrap();
    assert_eq!((setup.status(&stolen), setup.status(&other)), (401, 200));
}

#[test]
fn s08_a_workload_is_taken_back_until_it_has_a_later_certificate() {
    let setup = Setup::new();
    let billing = setup.billing();
    let revocations = setup.shop.revocations();
    let workload = Subject::new("spiffe://shop.example", BILLING, Kind::Workload).unwrap();
    revocations.revoke_subject(&workload).unwrap();
    let mut later = client_named(uri(BILLING));
    later.not_before = rcgen::date_time_ymd(2030, 1, 2);
    let later = setup.ca.issue(&later);
    assert_eq!((setup.status(&billing), setup.status(&later)), (401, 200));
    assert_eq!(setup.status(&setup.ca.client_named(dns(REPORTS))), 200);
    setup.shop.clock().advance(Duration::from_secs(400 * 24 * 3600));
    revocations.revoke_token("https://i.example", "makes it forget").unwrap();
    assert_eq!(setup.status(&billing), 401);
}

// A typo would lock a workload out in the night.
#[test]
fn s08_a_scope_that_the_service_does_not_have_is_a_fault() {
    let ca = Ca::new("a CA");
    let told = |scopes: &str| {
        let clients = ca.clients_listing(&[(BILLING, scopes)], &[]);
        let change = |parts: crate::serve::Parts| parts.taking_certificates(Some(clients));
        let shop = TestApp::<Shop>::configured(Vec::new(), change, Bounds::loopback());
        let shop = shop.data(Calls::default());
        let started =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| shop.gate().clone()));
        started.err().map(|fault| *fault.downcast::<String>().unwrap())
    };
    assert_eq!(told("things:read things:write"), None);
    for (scopes, part) in [
        (
            "things:reed",
            "`spiffe://shop.example/billing`: no endpoint asks for `things:reed`; did you mean things:read?",
        ),
        ("things:read wings:fold", "no endpoint asks for `wings:fold`"),
        ("orders", "no endpoint asks for `orders`; there are things:read, things:write"),
        ("Things:read", "did you mean things:read?"),
        ("things:read  things:write", "a space that parts nothing"),
        ("things:read\tthings:write", "the character \\u{9}"),
    ] {
        let told = told(scopes).unwrap();
        assert!(told.contains("1 fault\n") && told.contains(part), "{scopes}: {told}");
    }
}
