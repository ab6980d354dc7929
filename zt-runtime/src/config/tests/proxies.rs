//! G-04: which proxies are believed, and in what. Half of it would be believed in, and do nothing.

use super::load;

const DEVELOPMENT: (&str, &str) = ("ZT_PROFILE", "development");

fn said(networks: &str, header: &str) -> Vec<(&'static str, String)> {
    let all = [("ZT_TRUSTED_PROXIES", networks), ("ZT_CLIENT_ADDRESS", header)];
    let said = all.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| (key, value.to_owned())).collect()
}

fn loaded(networks: &str, header: &str) -> Result<super::Config, String> {
    let said = said(networks, header);
    let said = said.iter().map(|(key, value)| (*key, value.as_str()));
    load(&std::iter::once(DEVELOPMENT).chain(said).collect::<Vec<_>>())
}

#[test]
fn g04_proxies_are_read() {
    assert_eq!(loaded("", "").unwrap().bounds.proxies, None);
    for header in ["Forwarded", "forwarded", "X-Forwarded-For"] {
        for networks in ["10.1.0.0/16", "10.0.0.0/8,fd00::/8", "127.0.0.1/32"] {
            assert!(loaded(networks, header).unwrap().bounds.proxies.is_some(), "{networks}");
        }
    }
}

#[test]
fn g04_half_of_it_does_not_start() {
    let told = loaded("10.1.0.0/16", "").unwrap_err();
    assert!(told.contains("ZT_CLIENT_ADDRESS") && told.contains("nothing says which"), "{told}");
    let told = loaded("", "Forwarded").unwrap_err();
    assert!(told.contains("ZT_TRUSTED_PROXIES") && told.contains("could write that"), "{told}");
}

#[test]
fn x16_what_is_no_network_or_no_header_is_told() {
    for networks in ["0.0.0.0/0", "10.1.0.0/7", "10.1.0.1/16", "10.1.0.1", "proxy.example", "::/0"]
    {
        let told = loaded(networks, "Forwarded").unwrap_err();
        assert!(told.contains("ZT_TRUSTED_PROXIES: found") && told.contains("1 fault\n"), "{told}");
    }
    for header in ["X-Real-IP", "True-Client-IP", "both", "Forwarded, X-Forwarded-For"] {
        let told = loaded("10.1.0.0/16", header).unwrap_err();
        assert!(told.contains("ZT_CLIENT_ADDRESS: found") && told.contains("1 fault\n"), "{told}");
    }
}
