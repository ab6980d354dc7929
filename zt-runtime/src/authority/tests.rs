#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use super::development::refuse_development_key;
use super::*;
use crate::audit::{Audit, MemorySink};
use crate::clock::Clock;
use crate::config::DevelopmentProfile;
use crate::config::state::{StateFault, StateFolder};
use crate::config::{Config, Sources};
use crate::identity::keyring::Keyring;

fn state() -> (tempfile::TempDir, StateFolder) {
    let outer = tempfile::tempdir().unwrap();
    let state = StateFolder::prepare(&outer.path().join("state")).unwrap();
    (outer, state)
}

fn audit() -> Audit {
    Audit::start(MemorySink::default()).unwrap()
}

fn open_in(state: &StateFolder) -> Result<Development, AuthorityFault> {
    Development::open(
        &DevelopmentProfile::for_test(),
        state,
        "shop",
        &BTreeSet::new(),
        Clock::system(),
    )
}

fn keys_of(development: &Development) -> Keyring {
    development.issuers()[0].paseto().unwrap().keys.clone()
}

#[test]
fn the_development_key_is_made_once_and_says_so() {
    let (_outer, state) = state();
    let first = open_in(&state).unwrap();
    assert_eq!(first.name(), "dev:shop");
    let key = fs::read_to_string(state.path_of("development-authority.key")).unwrap();
    assert!(key.starts_with("k4.secret."));
    let id = Signer::from_paserk(&key).unwrap().key_id();
    assert!(keys_of(&open_in(&state).unwrap()).holds(&id));
    // K-05: neither handle nor key prints the secret.
    assert!(!format!("{first:?}").contains(key.strip_prefix("k4.secret.").unwrap()));
}

#[test]
fn k05_a_wider_or_foreign_or_linked_key_is_refused() {
    let (outer, state) = state();
    open_in(&state).unwrap();
    let path = state.path_of("development-authority.key");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(open_in(&state), Err(AuthorityFault::State(StateFault::Mode { .. }))));
    let moved = outer.path().join("moved");
    fs::rename(&path, &moved).unwrap();
    std::os::unix::fs::symlink(&moved, &path).unwrap();
    assert!(matches!(open_in(&state), Err(AuthorityFault::State(StateFault::NotPlain(_)))));
}

#[test]
fn a_file_without_a_key_is_refused_and_not_overwritten() {
    for text in [
        "",
        "k4.secret.",
        "k4.public.AAAA",
        "k4.secret.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        let (_outer, state) = state();
        state.create_secret("development-authority.key", text).unwrap();
        assert!(matches!(open_in(&state), Err(AuthorityFault::Key(_))), "{text}");
        assert_eq!(fs::read_to_string(state.path_of("development-authority.key")).unwrap(), text);
    }
}

#[test]
fn a_service_that_runs_for_real_refuses_the_development_key() {
    let (_outer, state) = state();
    let mut keys = Keyring::default();
    keys.add(&Signer::generate().unwrap().public_paserk()).unwrap();
    refuse_development_key(&state, &keys).unwrap();
    let development = open_in(&state).unwrap();
    refuse_development_key(&state, &keys).unwrap();
    let trusted = keys_of(&development);
    assert!(matches!(
        refuse_development_key(&state, &trusted),
        Err(AuthorityFault::DevelopmentKeyTrusted(_))
    ));
}

// A rule that names issuers is met by the development authority too, each issuer under a key of its own.
#[test]
fn the_development_authority_stands_in_for_each_issuer_that_rules_name() {
    let (_outer, state) = state();
    let names = BTreeSet::from(["corp", "partner"]);
    let open = || {
        Development::open(&DevelopmentProfile::for_test(), &state, "shop", &names, Clock::system())
    };
    let issuers = open().unwrap().issuers();
    let told: Vec<_> =
        issuers.iter().map(|it| (it.name.as_deref(), it.terms.issuer.to_string())).collect();
    let expected = [
        (None, "dev:shop".to_owned()),
        (Some("corp"), "dev:shop:corp".to_owned()),
        (Some("partner"), "dev:shop:partner".to_owned()),
    ];
    assert_eq!(told, expected);
    let keys: Vec<_> = issuers.iter().map(|it| it.paseto().unwrap().keys.clone()).collect();
    assert!(!keys[0].shares_with(&keys[1]) && !keys[1].shares_with(&keys[2]));
    let again = open().unwrap().issuers();
    assert!(again[1].paseto().unwrap().keys.shares_with(&keys[1]), "the key is kept");
    for keys in keys {
        let refused = refuse_development_key(&state, &keys);
        assert!(matches!(refused, Err(AuthorityFault::DevelopmentKeyTrusted(_))));
    }
}

#[test]
fn names_of_embedded_authorities_are_reserved() {
    for name in ["dev:shop", "DEV:shop", "test:", "Test:x"] {
        assert!(is_reserved_issuer(name), "{name}");
    }
    for name in ["https://dev.example", "dev", "developer:x"] {
        assert!(!is_reserved_issuer(name), "{name}");
    }
}

#[test]
fn a_token_needs_names_and_a_bounded_life() {
    let authority = LocalAuthority::for_test("shop", Clock::system()).unwrap();
    assert!(matches!(authority.token_for("").issue(), Err(AuthorityFault::Name(_))));
    assert!(matches!(authority.token_for("a").tenant("").issue(), Err(AuthorityFault::Name(_))));
    for life in [Duration::ZERO, Duration::from_secs(86_401)] {
        assert!(matches!(
            authority.token_for("a").life(life).issue(),
            Err(AuthorityFault::Life(_))
        ));
    }
    assert!(authority.token_for("a").issue().unwrap().starts_with("v4.public."));
}

#[test]
fn the_configuration_says_which_authority_runs() {
    let (outer, _) = state();
    let folder = outer.path().join("shop");
    let config = |variables: &[(&str, &str)]| {
        let state = [("ZT_STATE", folder.to_str().unwrap())];
        let all = state.iter().chain(variables).map(|(name, value)| (name.into(), value.into()));
        Config::from_sources("shop", &Sources::from_variables(all)).unwrap()
    };
    let opened = open(
        &config(&[("ZT_PROFILE", "development")]),
        "shop",
        &BTreeSet::new(),
        &Clock::system(),
        &audit(),
    )
    .unwrap();
    let trusted = keys_of(&opened.development.unwrap());
    let key = fs::read_to_string(folder.join("development-authority.key")).unwrap();
    let public = Signer::from_paserk(&key).unwrap().public_paserk();
    assert!(trusted.holds(&Signer::from_paserk(&key).unwrap().key_id()));
    let issuer = [("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "a")];
    let good = Signer::generate().unwrap().public_paserk();
    let opened = open(
        &config(&[issuer[0], issuer[1], ("ZT_KEYS", &good)]),
        "shop",
        &BTreeSet::new(),
        &Clock::system(),
        &audit(),
    )
    .unwrap();
    assert!(opened.development.is_none());
    let stolen = open(
        &config(&[issuer[0], issuer[1], ("ZT_KEYS", &public)]),
        "shop",
        &BTreeSet::new(),
        &Clock::system(),
        &audit(),
    );
    assert!(matches!(stolen, Err(AuthorityFault::DevelopmentKeyTrusted(_))));
    // Half a list of revocations keeps it from starting.
    fs::write(folder.join("revocations.jsonl"), "{").unwrap();
    let broken = open(
        &config(&[("ZT_PROFILE", "development")]),
        "shop",
        &BTreeSet::new(),
        &Clock::system(),
        &audit(),
    );
    assert!(matches!(broken, Err(AuthorityFault::Revocations(_))));
}

#[test]
fn k08_ids_of_tokens_are_128_random_bits() {
    let ids: std::collections::HashSet<_> =
        (0..100).map(|_| super::local::random_id().unwrap()).collect();
    assert_eq!(ids.len(), 100);
    let is_hex = |id: &String| id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    assert!(ids.iter().all(|id| id.len() == 32 && is_hex(id)));
}

// Whatever is random comes from the system: the runtime names no generator of its own.
#[test]
fn k08_there_is_no_other_source_of_random_numbers() {
    let manifest = include_str!("../../Cargo.toml");
    let named = |name: &str| manifest.lines().any(|line| line.starts_with(name));
    assert!(named("getrandom"));
    for generator in ["rand", "fastrand", "oorandom", "nanorand", "rand_chacha", "tinyrand"] {
        assert!(!named(generator), "{generator}");
    }
}
