//! Asking the issuer about opaque tokens: client, secret and address, with the file that the secret is in.

use std::fs::File;
use std::os::fd::AsRawFd as _;

use crate::config::IntrospectionConfig;
use crate::testing::pki::written;

use super::{faults, jwt_of, key, load};

const SECRET: &str = "canary-0123456789";
const BASE: [(&str, &str); 2] =
    [("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "https://shop.example")];

fn introspection(more: &[(&str, &str)]) -> Option<IntrospectionConfig> {
    jwt_of(&load(&[&BASE, more].concat()).unwrap()).introspection
}

#[track_caller]
fn fault(more: &[(&str, &str)], expected: &[&str]) {
    let told = faults(&[&BASE, more].concat());
    assert!(!told.contains(SECRET), "{told}");
    for part in expected {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn t24_client_and_secret_are_read_and_the_secret_prints_nowhere() {
    assert!(introspection(&[]).is_none());
    let folder = tempfile::tempdir().unwrap();
    for text in [SECRET.to_owned(), format!("{SECRET}\n"), format!("{SECRET}\r\n")] {
        let file = written(folder.path(), "secret", &text, 0o600);
        let named =
            [("ZT_INTROSPECTION_CLIENT", "shop"), ("ZT_INTROSPECTION_SECRET", file.as_str())];
        let config = introspection(&named).unwrap();
        assert!(config.endpoint.is_none());
        let shown = format!("{config:?}");
        assert!(shown.contains("shop") && !shown.contains("canary"), "{shown}");
        let url = [("ZT_INTROSPECTION", "https://i.example/introspect")];
        let config = introspection(&[&named[..], &url].concat()).unwrap();
        assert_eq!(config.endpoint.unwrap().as_str(), "https://i.example/introspect");
    }
}

#[test]
fn t24_every_fault_of_them_is_told_at_once() {
    fault(
        &[("ZT_INTROSPECTION", "http://i.example/introspect")],
        &[
            "3 faults",
            "ZT_INTROSPECTION_CLIENT: missing",
            "ZT_INTROSPECTION_SECRET: missing",
            "ZT_INTROSPECTION: found",
        ],
    );
    fault(
        &[("ZT_INTROSPECTION_CLIENT", "shop")],
        &["1 fault\n", "ZT_INTROSPECTION_SECRET: missing"],
    );
    fault(
        &[("ZT_INTROSPECTION_CLIENT", "shop"), ("ZT_INTROSPECTION_SECRET", SECRET)],
        &["1 fault\n", "ZT_INTROSPECTION_SECRET: the file can't be opened"],
    );
}

#[test]
fn k05_a_secret_that_others_can_read_or_that_is_no_line_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let with = |text: &str, mode: u32, expected: &str| {
        let file = written(folder.path(), "secret", text, mode);
        let settings = [("ZT_INTROSPECTION_CLIENT", "shop"), ("ZT_INTROSPECTION_SECRET", &*file)];
        fault(&settings, &["1 fault\n", expected]);
    };
    with(SECRET, 0o644, "others can use it");
    for text in ["", "\n", " ", "canary-0123456789\nb", "canary-0123456789\0"] {
        with(text, 0o600, "expected the secret: one line of text");
    }
}

#[test]
fn k05_a_secret_comes_through_an_inherited_descriptor() {
    let folder = tempfile::tempdir().unwrap();
    let open = |mode| File::open(written(folder.path(), "secret", SECRET, mode)).unwrap();
    let (good, client) = (open(0o600), ("ZT_INTROSPECTION_CLIENT", "shop"));
    let place = format!("fd:{}", good.as_raw_fd());
    assert!(introspection(&[client, ("ZT_INTROSPECTION_SECRET", &place)]).is_some());
    let wide = open(0o644);
    let place = format!("fd:{}", wide.as_raw_fd());
    let told = "is a file that others can use (mode 0644)";
    fault(&[client, ("ZT_INTROSPECTION_SECRET", &place)], &["1 fault\n", told]);
}

#[test]
fn t24_only_an_issuer_that_publishes_its_keys_is_asked() {
    let keys = key();
    fault(
        &[("ZT_KEYS", &keys), ("ZT_INTROSPECTION_CLIENT", "shop")],
        &["1 fault\n", "ZT_INTROSPECTION_CLIENT: is for JWT"],
    );
    let told = faults(&[("ZT_PROFILE", "development"), ("ZT_INTROSPECTION_CLIENT", "shop")]);
    assert!(told.contains("ZT_INTROSPECTION_CLIENT: with profile = development"), "{told}");
}
