//! The store that instances share: where it is, and as whom it is asked.

use crate::testing::pki::written;

use super::{faults, load};

const SECRET: &str = "canary-0123456789";
const DEVELOPMENT: (&str, &str) = ("ZT_PROFILE", "development");

/// The faults, without the line that counts them.
fn said(variables: &[(&str, &str)]) -> Vec<String> {
    let all = [&[DEVELOPMENT], variables].concat();
    faults(&all).lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn a_store_is_found_with_user_and_password() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), "secret", SECRET, 0o600);
    let config = load(&[
        DEVELOPMENT,
        ("ZT_SHARED", "rediss://redis.internal:6380"),
        ("ZT_SHARED_USER", "shop"),
        ("ZT_SHARED_SECRET", &file),
    ]);
    let shared = config.unwrap().shared.unwrap();
    assert!(!format!("{shared:?}").contains(SECRET));
    let place = shared.place("Shop");
    assert_eq!((&*place.service, &*place.address), ("Shop", "rediss://redis.internal:6380"));
    assert_eq!(place.user.as_deref(), Some("shop"));
    assert_eq!(place.secret.unwrap().expose(), SECRET);
    assert!(load(&[DEVELOPMENT]).unwrap().shared.is_none());
}

// K-01: a password in the address would be in every list of processes.
#[test]
fn k01_an_address_holds_no_secret_and_none_is_repeated() {
    for address in [
        "redis://:canary@localhost",
        "redis://shop@localhost",
        "localhost",
        "redis://x?canary",
        "redis:canary",
        " ",
    ] {
        let [told] = &*said(&[("ZT_SHARED", address)]) else { panic!("{address}") };
        assert!(told.starts_with("ZT_SHARED: found "), "{told}");
        assert!(told.contains("without name and password, such as rediss://"), "{told}");
        assert!(!told.contains("canary"), "{told}");
    }
}

#[test]
fn what_does_nothing_alone_is_a_fault() {
    for key in ["ZT_SHARED_USER", "ZT_SHARED_SECRET", "ZT_SHARED_CA"] {
        let [told] = &*said(&[(key, "x")]) else { panic!("{key}") };
        assert!(told.starts_with("ZT_SHARED: missing: without it `shared_"), "{told}");
    }
    let address = ("ZT_SHARED", "rediss://redis.internal");
    let [told] = &*said(&[address, ("ZT_SHARED_USER", "shop")]) else { panic!() };
    assert!(told.starts_with("ZT_SHARED_SECRET: missing: a user without a password"), "{told}");
    let [told] = &*said(&[address, ("ZT_SHARED_CA", "/nowhere")]) else { panic!() };
    assert!(told.starts_with("ZT_SHARED_CA: found"), "{told}");
}
