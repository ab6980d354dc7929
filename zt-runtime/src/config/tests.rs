#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::ffi::OsString;
use std::fs;

use super::*;
use crate::authority::Signer;

fn key() -> String {
    Signer::generate().unwrap().public_paserk()
}

fn load(variables: &[(&str, &str)]) -> Result<Config, String> {
    let home = [("HOME", "/home/shop")];
    let all = home
        .iter()
        .chain(variables)
        .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let sources = Sources::from_variables(all).map_err(|fault| fault.to_string())?;
    Config::from_sources("Shop", &sources).map_err(|fault| fault.to_string())
}

fn faults(variables: &[(&str, &str)]) -> String {
    load(variables).unwrap_err()
}

#[test]
fn without_issuer_and_profile_it_names_both_ways_out() {
    let told = faults(&[]);
    assert!(told.contains("ZT_PROFILE=development") && told.contains("ZT_ISSUER"), "{told}");
    assert!(told.starts_with("the configuration has 1 fault\n"), "{told}");
}

#[test]
fn development_is_loopback_with_usual_places() {
    let config = load(&[("ZT_PROFILE", "development")]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.state, PathBuf::from("/home/shop/.local/state/zt/shop"));
    assert_eq!(config.audit, AuditTarget::Stderr);
    assert!(matches!(config.tokens, TokenSource::Development(_)));
    for listen in ["0.0.0.0:8080", "192.0.2.1:80", "[::]:80"] {
        let told = faults(&[("ZT_PROFILE", "development"), ("ZT_LISTEN", listen)]);
        assert!(told.contains("ZT_LISTEN") && told.contains("loopback"), "{told}");
    }
    assert!(load(&[("ZT_PROFILE", "development"), ("ZT_LISTEN", "[::1]:0")]).is_ok());
}

#[test]
fn development_and_an_issuer_contradict_each_other() {
    let told = faults(&[("ZT_PROFILE", "development"), ("ZT_ISSUER", "https://i.example")]);
    assert!(told.contains("ZT_ISSUER"), "{told}");
}

#[test]
fn an_issuer_needs_audience_and_keys_and_is_told_all_at_once() {
    let told =
        faults(&[("ZT_ISSUER", "https://i.example"), ("ZT_LISTEN", "8080"), ("ZT_PORT", "1")]);
    for part in [
        "4 faults",
        "ZT_AUDIENCE: missing",
        "ZT_KEYS: missing",
        "ZT_LISTEN",
        "ZT_PORT: there is no such setting",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn an_issuer_is_read_from_the_environment() {
    let keys = format!("{}, {}", key(), key());
    let config = load(&[
        ("ZT_ISSUER", "https://i.example"),
        ("ZT_AUDIENCE", "https://shop.example"),
        ("ZT_KEYS", &keys),
        ("ZT_TOKEN_LIFE", "5m"),
        ("ZT_LEEWAY", "2s"),
        ("ZT_IMPLICIT", "acme"),
        ("ZT_AUDIT", "/var/log/audit.jsonl"),
        ("ZT_STATE", "/var/lib/shop"),
    ])
    .unwrap();
    let TokenSource::Issuer(issuer) = config.tokens else { panic!("an issuer") };
    let trust = issuer.trust();
    assert_eq!((&*trust.issuer, &*trust.audience), ("https://i.example", "https://shop.example"));
    assert_eq!(
        (trust.life.as_secs(), trust.leeway.as_secs(), &*trust.implicit),
        (300, 2, b"acme".as_slice())
    );
    assert_eq!(trust.authority, None);
    assert_eq!(config.audit, AuditTarget::File("/var/log/audit.jsonl".into()));
    assert_eq!(config.state, PathBuf::from("/var/lib/shop"));
}

#[test]
fn lives_and_leeways_are_capped() {
    let base = [("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "a")];
    let key = key();
    for (name, value) in
        [("ZT_TOKEN_LIFE", "25h"), ("ZT_LEEWAY", "61s"), ("ZT_LEEWAY", "1"), ("ZT_TOKEN_LIFE", "")]
    {
        let told = faults(&[base[0], base[1], ("ZT_KEYS", &key), (name, value)]);
        assert!(told.contains("1 fault\n") && told.contains(name), "{told}");
    }
}

// P-09, K-05: a secret in the wrong place is told, and never repeated.
#[test]
fn a_secret_key_is_refused_and_not_repeated() {
    let secret = Signer::generate().unwrap().to_paserk();
    let told =
        faults(&[("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "a"), ("ZT_KEYS", &secret)]);
    assert!(told.contains("secret key"), "{told}");
    assert!(!told.contains(secret.strip_prefix("k4.secret.").unwrap()));
}

#[test]
fn names_of_the_embedded_authorities_are_refused() {
    for issuer in ["dev:shop", "DEV:x", "test:shop"] {
        let told = faults(&[("ZT_ISSUER", issuer), ("ZT_AUDIENCE", "a"), ("ZT_KEYS", &key())]);
        assert!(told.contains("ZT_ISSUER") && told.contains("embedded"), "{told}");
    }
}

#[test]
fn the_file_is_read_and_the_environment_wins() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.toml");
    fs::write(
        &file,
        format!("profile = \"production\"\nissuer = \"https://i.example\"\naudience = \"a\"\nkeys = [\"{}\"]\nlisten = \"0.0.0.0:1\"\n", key()),
    )
    .unwrap();
    let path = file.to_str().unwrap();
    assert_eq!(load(&[("ZT_CONFIG", path)]).unwrap().listen.port(), 1);
    assert_eq!(load(&[("ZT_CONFIG", path), ("ZT_LISTEN", "0.0.0.0:2")]).unwrap().listen.port(), 2);
    fs::write(&file, "listen = 8080\nprofil = \"development\"\n").unwrap();
    let told = faults(&[("ZT_CONFIG", path), ("ZT_PROFILE", "development")]);
    assert!(told.contains("shop.toml, `listen`") && told.contains("shop.toml, `profil`"), "{told}");
    fs::write(&file, "listen = [\n").unwrap();
    assert!(faults(&[("ZT_CONFIG", path)]).contains("shop.toml"));
    assert!(faults(&[("ZT_CONFIG", "/nowhere/zt.toml")]).contains("/nowhere/zt.toml"));
}

#[test]
fn a_profile_that_does_not_exist_is_a_fault() {
    for profile in ["Development", "dev", "", "staging"] {
        assert!(faults(&[("ZT_PROFILE", profile)]).contains("ZT_PROFILE"), "{profile}");
    }
}

#[test]
fn without_a_home_the_state_folder_has_to_be_named() {
    let sources =
        Sources::from_variables([(OsString::from("ZT_PROFILE"), OsString::from("development"))])
            .unwrap();
    let told = Config::from_sources("Shop", &sources).unwrap_err().to_string();
    assert!(told.contains("ZT_STATE"), "{told}");
    let relative = load(&[("ZT_PROFILE", "development"), ("XDG_STATE_HOME", "relative")]).unwrap();
    assert!(relative.state.starts_with("/home/shop"));
    let xdg = load(&[("ZT_PROFILE", "development"), ("XDG_STATE_HOME", "/xdg")]).unwrap();
    assert_eq!(xdg.state, PathBuf::from("/xdg/zt/shop"));
}
