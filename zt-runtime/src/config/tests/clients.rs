//! Who may come with a certificate alone, and whose word about certificates counts.

use super::tls::Files;
use super::{Config, faults, load};
use crate::config::Clients;
use crate::identity::WorkloadId;
use crate::testing::pki::written;

const BILLING: &str =
    "[workloads.billing]\nid = \"spiffe://shop.example/billing\"\nscopes = \"orders:read\"\n";

/// With everything that TLS needs, and this in zt.toml.
fn with(files: &Files, toml: &str) -> Result<Config, String> {
    let ca = written(files.path(), "ca.pem", &files.ca.certificate.pem(), 0o644);
    let head = format!(
        "profile = \"development\"\ntls_listen = \"127.0.0.1:0\"\ntls_cert = {:?}\ntls_key = {:?}\ntls_client_ca = {ca:?}\n",
        files.cert(),
        files.key(0o600),
    );
    let file = written(files.path(), "zt.toml", &(head + toml), 0o644);
    load(&[("ZT_CONFIG", file.as_str())])
}

fn clients(config: Config) -> Clients {
    config.tls.unwrap().clients.unwrap()
}

fn ids(clients: &Clients) -> Vec<&str> {
    clients.workloads.iter().map(|listed| listed.id().as_str()).collect()
}

#[test]
fn s08_workloads_and_proxies_are_read() {
    let files = Files::new();
    let none = clients(with(&files, "").unwrap());
    assert!(none.workloads.is_empty() && none.proxies.is_empty());
    let more = "[workloads.reports]\nid = \"reports.shop.example\"\nscopes = \"orders:read orders:cancel\"\ntenant = \"acme\"\n";
    let by_role = "[workloads.helper]\nid = \"helper.shop.example\"\nroles = \"support\"\n";
    assert_eq!(ids(&clients(with(&files, by_role).unwrap())), ["helper.shop.example"]);
    let proxies =
        "certificate_proxies = [\"spiffe://shop.example/gateway\", \"gateway.shop.example\"]\n";
    let all = clients(with(&files, &[proxies, BILLING, more].concat()).unwrap());
    assert_eq!(ids(&all), ["spiffe://shop.example/billing", "reports.shop.example"]);
    let proxies: Vec<_> = all.proxies.iter().map(WorkloadId::as_str).collect();
    assert_eq!(proxies, ["spiffe://shop.example/gateway", "gateway.shop.example"]);
}

#[test]
fn s08_a_workload_comes_from_variables_too() {
    let files = Files::new();
    let ca = written(files.path(), "ca.pem", &files.ca.certificate.pem(), 0o644);
    let config = load(&[
        ("ZT_PROFILE", "development"),
        ("ZT_TLS_LISTEN", "127.0.0.1:0"),
        ("ZT_TLS_CERT", &files.cert()),
        ("ZT_TLS_KEY", &files.key(0o600)),
        ("ZT_TLS_CLIENT_CA", &ca),
        ("ZT_CERTIFICATE_PROXIES", "a.example, b.example"),
        ("ZT_WORKLOADS_BILLING_ID", "spiffe://shop.example/billing"),
        ("ZT_WORKLOADS_BILLING_SCOPES", "orders:read"),
    ]);
    let clients = clients(config.unwrap());
    assert_eq!(ids(&clients), ["spiffe://shop.example/billing"]);
    assert_eq!(clients.proxies.len(), 2);
}

#[test]
fn s08_each_fault_is_told_with_its_line() {
    let files = Files::new();
    let table = |lines: &str| format!("[workloads.billing]\n{lines}\n");
    let (id, scopes) = ("id = \"spiffe://shop.example/billing\"", "scopes = \"orders:read\"");
    let again = BILLING.replace("billing]", "second]");
    let long = format!("id = \"spiffe://shop.example/{}\"", "a".repeat(240));
    for (toml, part) in [
        (
            table(scopes),
            "`workloads.billing.id`: missing; expected the one name in its certificate",
        ),
        (table(id), "`workloads.billing.scopes`: missing; expected the scopes that it has here"),
        (
            table(&format!("id = \"Billing.example\"\n{scopes}")),
            "zt.toml:7, `workloads.billing.id`: found \"Billing.example\"",
        ),
        (
            table(&format!("id = \"x,CN=admin\"\n{scopes}")),
            "found \"x,CN=admin\", expected the one name",
        ),
        (table(&format!("id = \"*.example\"\n{scopes}")), "found \"*.example\""),
        (
            table(&format!("id = \"spiffe://shop.example\"\n{scopes}")),
            "found \"spiffe://shop.example\"",
        ),
        (table(&format!("id = 7\n{scopes}")), "found the number 7"),
        (table(&format!("{long}\n{scopes}")), "the name is longer than 255 bytes"),
        (table(&format!("{id}\nscopes = \"\"")), "`workloads.billing.scopes`: found an empty text"),
        (
            table(&format!("{id}\n{scopes}\ntenant = \" \"")),
            "`workloads.billing.tenant`: found an empty text",
        ),
        (
            table(&format!("{id}\nscope = \"a\"\n{scopes}")),
            "did you mean `workloads.billing.scopes`?",
        ),
        (
            [BILLING, &again].concat(),
            "zt.toml:10, `workloads.second.id`: `workloads.billing` has it too; one id names one workload",
        ),
        (
            "workloads = 7".to_owned(),
            "expected a table for each workload, such as [workloads.billing]",
        ),
        ("certificate_proxies = []".to_owned(), "`certificate_proxies`: found an empty list"),
        (
            "certificate_proxies = [\"127.0.0.1\"]".to_owned(),
            "`certificate_proxies`: found a list of \"127.0.0.1\", expected the workloads that may say",
        ),
        (
            ["certificate_proxies = [\"spiffe://shop.example/billing\"]\n", BILLING].concat(),
            "a proxy's certificate never shows a caller",
        ),
    ] {
        let told = with(&files, &toml).unwrap_err();
        assert!(told.contains("1 fault\n") && told.contains(part), "{part} in {told}");
    }
}

#[test]
fn s08_without_a_ca_of_clients_none_of_it_does_anything() {
    for (name, value) in [
        ("ZT_WORKLOADS_BILLING_ID", "spiffe://shop.example/billing"),
        ("ZT_CERTIFICATE_PROXIES", "gateway.shop.example"),
    ] {
        let told = faults(&[("ZT_PROFILE", "development"), (name, value)]);
        assert!(told.contains("ZT_TLS_CLIENT_CA: missing: without it no client shows"), "{told}");
        assert!(told.contains("ZT_TLS_LISTEN: missing"), "{told}");
    }
    let files = Files::new();
    let more = [("ZT_CERTIFICATE_PROXIES", "gateway.shop.example")];
    let told = files.fault(&files.cert(), &files.key(0o600), &more);
    assert!(told.contains("ZT_TLS_CLIENT_CA: missing"), "{told}");
}

// A token of such an issuer would be the workload.
#[test]
fn s08_no_issuer_of_tokens_is_called_as_one_of_certificates() {
    for issuer in ["spiffe://shop.example", "x509:dns", "SPIFFE://shop.example"] {
        let key = super::key();
        let usual = [("ZT_AUDIENCE", "https://shop.example"), ("ZT_KEYS", key.as_str())];
        let told = faults(&[&usual[..], &[("ZT_ISSUER", issuer)]].concat());
        assert!(told.contains("`spiffe:` and `x509:` belong to client certificates"), "{told}");
        assert!(load(&[&usual[..], &[("ZT_ISSUER", "spiffe-house")]].concat()).is_ok());
    }
}
