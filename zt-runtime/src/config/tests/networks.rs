//! G-05: where networks are.

use super::load;

const DEVELOPMENT: (&str, &str) = ("ZT_PROFILE", "development");

fn loaded(networks: &str) -> Result<Vec<String>, String> {
    let config = load(&[DEVELOPMENT, ("ZT_NETWORKS", networks)])?;
    Ok(config.networks.names().map(str::to_owned).collect())
}

#[test]
fn g05_networks_are_read() {
    assert_eq!(load(&[DEVELOPMENT]).unwrap().networks.names().count(), 0);
    assert_eq!(loaded("office=10.1.0.0/16").unwrap(), ["office"]);
    let several = "vpn = 192.0.2.7/32, office=10.1.0.0/16, office=2001:db8::/32";
    assert_eq!(loaded(several).unwrap(), ["office", "vpn"]);
}

#[test]
fn g05_what_is_no_network_is_told() {
    for (text, what) in [
        ("", "ZT_NETWORKS: found"),
        ("office", "ZT_NETWORKS: found"),
        ("10.1.0.0/16", "ZT_NETWORKS: found"),
        ("office=", "`office` has \"\", expected a prefix"),
        ("office=10.1.0.0", "`office` has \"10.1.0.0\", expected a prefix"),
        ("office=0.0.0.0/0", "`office` has \"0.0.0.0/0\", expected a prefix"),
        ("office=::/0", "`office` has \"::/0\", expected a prefix"),
        ("office=10.1.0.1/16", "`office` has \"10.1.0.1/16\", expected a prefix"),
        ("office=::ffff:10.1.0.0/112", "expected a prefix"),
        ("office=office.example", "expected a prefix"),
        ("Office=10.1.0.0/16", "the name of a network has `O`"),
    ] {
        let told = loaded(text).unwrap_err();
        assert!(told.contains(what) && told.contains("1 fault\n"), "{text}: {told}");
    }
}

#[test]
fn g05_all_faults_of_networks_are_told_at_once() {
    let told = loaded("Office=10.1.0.0/16, vpn=10.0.0.0/7").unwrap_err();
    assert!(told.contains("has `O`") && told.contains("`vpn` has"), "{told}");
}
