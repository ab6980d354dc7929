//! G-09, X28: whose pages may call.

use super::load;

const DEVELOPMENT: (&str, &str) = ("ZT_PROFILE", "development");

fn loaded(origins: &str) -> Result<bool, String> {
    load(&[DEVELOPMENT, ("ZT_BROWSER_ORIGINS", origins)])
        .map(|config| config.bounds.pages.is_empty())
}

#[test]
fn g09_origins_are_read() {
    assert!(load(&[DEVELOPMENT]).unwrap().bounds.pages.is_empty());
    for origins in [
        "https://shop.example",
        "https://shop.example:8443, https://desk.example",
        "http://localhost:3000",
        "http://127.0.0.1:3000",
        "http://[::1]:3000",
        "https://xn--bcher-kva.example",
    ] {
        assert_eq!(loaded(origins), Ok(false), "{origins}");
    }
}

#[test]
fn g09_what_is_no_origin_is_told_with_its_reason() {
    for (origins, why) in [
        ("*", "the pages of every site"),
        ("null", "every page in a sandbox"),
        ("https://*.shop.example", "compared whole"),
        ("https://shop.example/", "no path"),
        ("https://shop.example:443", "no port that is the scheme's own"),
        ("https://Shop.example", "small letters"),
        ("shop.example", "expected scheme"),
        ("ftp://shop.example", "expected scheme"),
        ("https://user@shop.example", "expected scheme"),
        ("http://shop.example", "without TLS"),
        ("http://localhost.evil.example", "without TLS"),
        ("", "found"),
    ] {
        let told = loaded(origins).unwrap_err();
        assert!(told.contains("ZT_BROWSER_ORIGINS: found"), "{told}");
        assert!(told.contains(why) && told.contains("1 fault\n"), "{origins}: {told}");
    }
    let told = loaded("*, null").unwrap_err();
    assert!(told.contains("2 faults\n"), "{told}");
}
