//! The keys that an issuer shares, with the file that they are in.

use pasetors::keys::{Generate as _, SymmetricKey};
use pasetors::version4::V4;

use crate::config::{IssuerConfig, TokenForm};
use crate::identity::keyring::{LocalKeyring, paserk_of};
use crate::testing::pki::written;

use super::{faults, issuers, key, load};

const BASE: [(&str, &str); 2] = [("ZT_ISSUER", "corp"), ("ZT_AUDIENCE", "https://shop.example")];

fn local_key() -> String {
    paserk_of(&SymmetricKey::<V4>::generate().unwrap())
}

fn ring(more: &[(&str, &str)]) -> LocalKeyring {
    let config = load(&[&BASE, more].concat()).unwrap();
    let [IssuerConfig { form: TokenForm::Paseto { local_keys, .. }, .. }] = issuers(&config) else {
        panic!("one issuer of PASETO")
    };
    local_keys.clone()
}

#[test]
fn p01_local_keys_are_read_from_a_secret_file_with_or_without_public_ones() {
    let (folder, public) = (tempfile::tempdir().unwrap(), key());
    assert!(ring(&[("ZT_KEYS", &public)]).is_empty());
    let [one, two] = [local_key(), local_key()];
    for text in [one.clone(), format!("{one}\n"), format!("{one}\r\n{two}\r\n")] {
        let file = written(folder.path(), "keys", &text, 0o600);
        for more in [&[][..], &[("ZT_KEYS", &*public)]] {
            let ring = ring(&[&[("ZT_LOCAL_KEYS", &*file)], more].concat());
            assert!(!ring.is_empty() && !format!("{ring:?}").contains(&one), "{ring:?}");
        }
    }
}

#[test]
fn p02_what_is_no_local_key_is_refused_and_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let (good, public) = (local_key(), key());
    let canary = "canary-0123456789";
    for (text, mode, expected) in [
        (good.clone(), 0o644, "others can use it"),
        (String::new(), 0o600, "expected one `k4.local...` a line"),
        ("\n\n".to_owned(), 0o600, "expected one `k4.local...` a line"),
        (format!("{good}\n\n{good}"), 0o600, "line 2: it is no PASERK local key"),
        (format!("{good}\n{good}\n"), 0o600, "line 2: the key is in the file twice"),
        (format!("{good}\n{public}\n"), 0o600, "line 2: it is a key of `v4.public`"),
        (canary.to_owned(), 0o600, "line 1: it is no PASERK local key"),
    ] {
        let file = written(folder.path(), "keys", &text, mode);
        let told = faults(&[&BASE[..], &[("ZT_LOCAL_KEYS", &file)]].concat());
        assert!(told.contains("1 fault\n") && told.contains(expected), "{expected} in {told}");
        assert!(![&*good, &*public, canary].iter().any(|it| told.contains(it)), "{told}");
    }
    let told = faults(&[&BASE[..], &[("ZT_LOCAL_KEYS", &good)]].concat());
    assert!(told.contains("can't be opened") && !told.contains(&good), "{told}");
}

#[test]
fn p01_local_keys_are_of_an_issuer_of_paseto() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), "keys", &local_key(), 0o600);
    let local = ("ZT_LOCAL_KEYS", &*file);
    let told = faults(&[&BASE[..], &[local, ("ZT_ALGORITHMS", "ES256")]].concat());
    assert!(told.contains("1 fault\n") && told.contains("ZT_ALGORITHMS: is for JWT"), "{told}");
    let told = faults(&[("ZT_PROFILE", "development"), local]);
    assert!(told.contains("ZT_LOCAL_KEYS: with profile = development"), "{told}");
}
