//! Services that are called onward: where each is, what callers get there, and the file that the secret is in.

use crate::config::keys::OF_ONWARD;
use crate::onward::TargetConfig;
use crate::testing::pki::written;

use super::{faults, load};

const SECRET: &str = "canary-0123456789";

/// Variables of a good table, with `changes`; an empty value takes one out.
fn variables(changes: &[(&'static str, &str)]) -> (tempfile::TempDir, Vec<(String, String)>) {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), "secret", SECRET, 0o600);
    let good = [
        ("URL", "https://pay.example/v1"),
        ("TOKEN_ENDPOINT", "https://id.example/token?tenant=a"),
        ("AUDIENCE", "https://pay.example"),
        ("SCOPE", "refunds:write refunds:read"),
        ("CLIENT", "shop-api"),
        ("CLIENT_SECRET", file.as_str()),
    ];
    let value_of = |name: &str, usual: &str| {
        let changed = changes.iter().find(|(known, _)| *known == name);
        changed.map_or_else(|| usual.to_owned(), |(_, value)| (*value).to_owned())
    };
    let mut all: Vec<_> = good.iter().map(|(name, usual)| (*name, value_of(name, usual))).collect();
    all.extend(
        changes
            .iter()
            .filter(|(name, _)| *name == "NETWORKS")
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    all.retain(|(_, value)| !value.is_empty());
    let mut named: Vec<_> = all
        .into_iter()
        .map(|(name, value)| (format!("ZT_ONWARD_PAYMENTS_{name}"), value))
        .collect();
    named.push(("ZT_PROFILE".to_owned(), "development".to_owned()));
    (folder, named)
}

fn with<T>(changes: &[(&'static str, &str)], then: impl FnOnce(&[(&str, &str)]) -> T) -> T {
    let (_folder, variables) = variables(changes);
    let variables: Vec<_> =
        variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    then(&variables)
}

fn target(changes: &[(&'static str, &str)]) -> TargetConfig {
    let mut all = with(changes, |variables| load(variables).unwrap().onward);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[test]
fn a11_a_service_is_read_and_its_secret_prints_nowhere() {
    let target = target(&[("NETWORKS", "10.1.0.0/16, fd00:1::/32")]);
    assert_eq!(target.name, "payments");
    assert_eq!(target.url.as_str(), "https://pay.example/v1");
    assert_eq!(target.token_endpoint.as_str(), "https://id.example/token?tenant=a");
    assert_eq!(
        (target.audience.as_str(), target.scope.as_str()),
        ("https://pay.example", "refunds:write refunds:read")
    );
    assert_eq!(target.networks.len(), 2);
    let shown = format!("{target:?}");
    assert!(shown.contains("shop-api") && !shown.contains("canary"), "{shown}");
}

#[test]
fn a11_each_setting_is_needed_but_the_networks() {
    for name in ["URL", "TOKEN_ENDPOINT", "AUDIENCE", "SCOPE", "CLIENT", "CLIENT_SECRET"] {
        let told = with(&[(name, "")], faults);
        let missing = format!("ZT_ONWARD_PAYMENTS_{name}: missing");
        assert!(told.contains("1 fault\n") && told.contains(&missing), "{told}");
    }
    assert!(target(&[]).networks.is_empty());
}

// G-12: what would lead inside, or to an address that isn't one, isn't started with.
#[test]
fn g12_an_address_inside_of_a_network_needs_that_network() {
    for (key, address) in [
        ("URL", "https://10.1.2.3/"),
        ("URL", "https://169.254.169.254/latest/meta-data"),
        ("URL", "https://[fd00:ec2::254]/"),
        ("TOKEN_ENDPOINT", "https://192.168.1.1/token"),
    ] {
        let told = with(&[(key, address)], faults);
        assert!(told.contains("1 fault\n") && told.contains("inside of a network"), "{told}");
    }
    assert_eq!(
        target(&[("URL", "https://10.1.2.3/"), ("NETWORKS", "10.1.0.0/16")]).networks.len(),
        1
    );
    for loopback in ["http://127.0.0.1:9000", "http://localhost:9000/v1", "http://[::1]:9000"] {
        target(&[("URL", loopback)]);
    }
    for (key, bad) in [
        ("URL", "http://pay.example/"),
        ("URL", "https://user:pass@pay.example/"),
        ("URL", "https://pay.example/?a=b"),
        ("URL", "https://pay.example/#a"),
        ("URL", "pay.example"),
        ("TOKEN_ENDPOINT", "http://id.example/token"),
        ("SCOPE", "a  b"),
        ("SCOPE", " a"),
        ("SCOPE", "a*"),
        ("NETWORKS", "10.1.2.3"),
        ("NETWORKS", "0.0.0.0/0"),
        ("NETWORKS", "10.1.0.1/16"),
        ("NETWORKS", "10.1.0.0/16,everywhere"),
        ("CLIENT_SECRET", SECRET),
    ] {
        let told = with(&[(key, bad)], faults);
        let place = format!("ZT_ONWARD_PAYMENTS_{key}: ");
        assert!(told.contains("1 fault\n") && told.contains(&place), "{key} {bad}: {told}");
        assert!(!told.contains(SECRET), "{told}");
    }
}

// A token goes to the issuer that made it, and to none that could use it here.
#[test]
fn a11_where_there_are_several_issuers_one_is_named() {
    let several = |more: &[(&str, &str)]| {
        with(&[], |variables| {
            let issuers = [
                ("ZT_ISSUERS_CORP_ISSUER", "https://id.example"),
                ("ZT_ISSUERS_CORP_AUDIENCE", "https://shop.example"),
                ("ZT_ISSUERS_PARTNER_ISSUER", "https://partner.example"),
                ("ZT_ISSUERS_PARTNER_AUDIENCE", "https://shop.example"),
            ];
            let kept = variables.iter().filter(|(name, _)| *name != "ZT_PROFILE").copied();
            load(&kept.chain(issuers).chain(more.iter().copied()).collect::<Vec<_>>())
        })
    };
    const KEY: &str = "ZT_ONWARD_PAYMENTS_ISSUER";
    let mut all = several(&[(KEY, "https://id.example")]).unwrap().onward;
    assert_eq!(all.remove(0).issuer.as_deref(), Some("https://id.example"));
    for more in [&[][..], &[(KEY, "https://evil.example")], &[(KEY, "corp")], &[(KEY, "")]] {
        let told = several(more).unwrap_err();
        assert!(told.contains("1 fault\n") && told.contains(KEY), "{told}");
    }
}

#[test]
fn a11_the_book_lists_every_setting_of_a_service() {
    let page = include_str!("../../../../book/src/configuration.md");
    let (_, part) = page.split_once("[onward.payments]").unwrap();
    let row = |line: &str| Some(line.strip_prefix("| `")?.split_once("` | ")?.0.to_owned());
    let listed: Vec<_> = part.lines().filter_map(row).collect();
    let expected: Vec<_> = OF_ONWARD.iter().map(|key| key.name).collect();
    assert_eq!(listed, expected);
}
