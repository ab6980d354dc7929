#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod clients;
mod introspection;
mod issuer;
mod local_keys;
mod networks;
mod onward;
mod pages;
mod proxies;
mod segments;
mod several;
mod shared;
mod tls;
mod watch;

use std::ffi::OsString;
use std::fs;

use super::*;
use crate::authority::Signer;
use crate::edge::{Hosts, Origin};

fn all_names() -> String {
    keys::top().map(|key| key.name).collect::<Vec<_>>().join(", ")
}

fn key() -> String {
    Signer::generate().unwrap().public_paserk()
}

fn load(variables: &[(&str, &str)]) -> Result<Config, String> {
    let home = [("HOME", "/home/shop")];
    let all = home
        .iter()
        .chain(variables)
        .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    Config::from_sources("Shop", &Sources::from_variables(all)).map_err(|fault| fault.to_string())
}

fn issuers(config: &Config) -> &[IssuerConfig] {
    match &config.tokens {
        TokenSource::Issuers(issuers) => issuers,
        TokenSource::Development(_) => &[],
    }
}

/// The one issuer's, which is one of JWT.
fn jwt_of(config: &Config) -> JwtConfig {
    match issuers(config) {
        [IssuerConfig { form: TokenForm::Jwt(jwt), .. }] => JwtConfig::clone(jwt),
        other => panic!("{other:?}"),
    }
}

fn faults(variables: &[(&str, &str)]) -> String {
    load(variables).unwrap_err()
}

// G-11.
#[test]
fn g11_so_many_at_once_is_a_number() {
    let development = ("ZT_PROFILE", "development");
    let bounds = load(&[development, ("ZT_MAX_AT_ONCE", "20")]).unwrap().bounds;
    assert_eq!(bounds.at_once, Some(20));
    assert_eq!(load(&[development]).unwrap().bounds.at_once, None);
    for wrong in ["0", "-1", "many", "100001"] {
        let told = faults(&[development, ("ZT_MAX_AT_ONCE", wrong)]);
        assert!(told.contains("expected a number from 1 to 100000, such as 20"), "{told}");
    }
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
    assert_eq!(config.audit.target, AuditTarget::Stderr);
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
fn the_file_is_read_and_the_environment_wins() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.toml");
    fs::write(
        &file,
        format!("profile = \"production\"\nissuer = \"https://i.example\"\naudience = \"a\"\nkeys = [\"{}\"]\nlisten = \"0.0.0.0:1\"\nhosts = [\"shop.example\"]\n", key()),
    )
    .unwrap();
    let path = file.to_str().unwrap();
    assert_eq!(load(&[("ZT_CONFIG", path)]).unwrap().listen.port(), 1);
    assert_eq!(load(&[("ZT_CONFIG", path), ("ZT_LISTEN", "0.0.0.0:2")]).unwrap().listen.port(), 2);
    fs::write(&file, "listen = 8080\nprofil = \"development\"\n").unwrap();
    let told = faults(&[("ZT_CONFIG", path), ("ZT_PROFILE", "development")]);
    assert!(
        told.contains("shop.toml:1, `listen`: found the number 8080")
            && told.contains(
                "shop.toml:2, `profil`: there is no such setting; did you mean `profile`?"
            ),
        "{told}"
    );
    fs::write(&file, "listen = [\n").unwrap();
    assert!(faults(&[("ZT_CONFIG", path)]).contains("shop.toml"));
    assert!(faults(&[("ZT_CONFIG", "/nowhere/zt.toml")]).contains("/nowhere/zt.toml"));
}

#[test]
fn c06_how_many_tokens_are_remembered_is_a_number_and_none_by_default() {
    let with = |number| {
        load(&[("ZT_PROFILE", "development"), ("ZT_REMEMBER_TOKENS", number)])
            .map(|config| config.remember_tokens)
    };
    assert_eq!(load(&[("ZT_PROFILE", "development")]).unwrap().remember_tokens, None);
    assert_eq!(with("10000").unwrap(), Some(10_000));
    for number in ["0", "-1", "1000001", "1e3", "all", ""] {
        let told = with(number).unwrap_err();
        assert!(told.contains("expected a number from 1 to 1000000, such as 10000"), "{told}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zt.toml");
    fs::write(&file, "profile = \"development\"\nremember_tokens = 10000\n").unwrap();
    let config = load(&[("ZT_CONFIG", file.to_str().unwrap())]).unwrap();
    assert_eq!(config.remember_tokens, Some(10_000));
    let told = faults_of("profile = \"development\"\nremember_tokens = -2\n");
    assert!(told.contains("found the number -2, expected"), "{told}");
    let told = faults_of("profile = \"development\"\nremember_tokens = 2.5\n");
    assert!(
        told.contains("zt.toml:2, `remember_tokens`: found the number 2.5, expected"),
        "{told}"
    );
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
        Sources::from_variables([(OsString::from("ZT_PROFILE"), OsString::from("development"))]);
    let told = Config::from_sources("Shop", &sources).unwrap_err().to_string();
    assert!(told.contains("ZT_STATE"), "{told}");
    let relative = load(&[("ZT_PROFILE", "development"), ("XDG_STATE_HOME", "relative")]).unwrap();
    assert!(relative.state.starts_with("/home/shop"));
    let xdg = load(&[("ZT_PROFILE", "development"), ("XDG_STATE_HOME", "/xdg")]).unwrap();
    assert_eq!(xdg.state, PathBuf::from("/xdg/zt/shop"));
}

/// Faults of a file, without what every one of them says.
fn faults_of(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zt.toml");
    fs::write(&file, text).unwrap();
    let told = faults(&[("ZT_CONFIG", file.to_str().unwrap())]);
    told.replace(&format!("{}/", folder.path().display()), "")
}

// Each fault says where, what was found, and what is expected.
#[test]
fn a_fault_has_its_place_and_its_mend() {
    for (variable, value, told) in [
        (
            "ZT_LISTEN",
            "8080",
            "found \"8080\", expected an address and a port, such as 127.0.0.1:8080 or [::1]:0",
        ),
        (
            "ZT_LISTEN",
            " ",
            "found an empty text, expected an address and a port, such as 127.0.0.1:8080 or [::1]:0",
        ),
        (
            "ZT_LISTEN",
            "localhost:80",
            "found \"localhost:80\", expected an address and a port, such as 127.0.0.1:8080 or [::1]:0",
        ),
        (
            "ZT_HOSTS",
            "shop.example:443",
            "found \"shop.example:443\", expected the host names that the service is called by, without ports, such as shop.example",
        ),
        (
            "ZT_HOSTS",
            "a,,b",
            "found \"a,,b\", expected the host names that the service is called by, without ports, such as shop.example",
        ),
        ("ZT_MAX_BODY", "big", "found \"big\", expected a size, such as 64KiB"),
        ("ZT_MAX_TIME", "-1s", "found \"-1s\", expected a time, such as 2s"),
        ("ZT_AUDIT", "", "found an empty text, expected `stderr` or a file"),
        ("ZT_STATE", "", "found an empty text, expected a folder, such as /var/lib/shop"),
        (
            "ZT_PROFILE",
            "Development",
            "found \"Development\", expected `development` or `production`",
        ),
        ("ZT_TOKEN_LIFE", "25h", "found \"25h\", expected a time of at most 24 hours, such as 1h"),
        ("ZT_LEEWAY", "61s", "found \"61s\", expected a time of at most 60 seconds, such as 10s"),
        (
            "ZT_IMPLICIT",
            "",
            "found an empty text, expected what the issuer signs along without sending it, a text",
        ),
        (
            "ZT_ISSUER",
            "dev:shop",
            "found \"dev:shop\", expected another name: those that start with `dev:` or `test:` belong to the embedded authorities",
        ),
        ("ZT_LISTN", "x", "there is no such setting; did you mean ZT_LISTEN?"),
        ("ZT_BODY_LIMIT", "x", &format!("there is no such setting; there are {}", all_names())),
        (
            "ZT_LISTEN",
            "\u{1b}[2J\n",
            "found \"\\u{1b}[2J\\n\", expected an address and a port, such as 127.0.0.1:8080 or [::1]:0",
        ),
    ] {
        let key = key();
        let base = [("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "a"), ("ZT_KEYS", &key)];
        let expected = format!("the configuration has 1 fault\n  {variable}: {told}");
        assert_eq!(faults(&[&base[..], &[(variable, value)]].concat()), expected);
    }
}

// L-08, K-05: the key of the log is a secret, and signs nothing else.
#[test]
fn l08_the_audit_key_is_its_own_and_the_anchor_is_another_place() {
    let folder = tempfile::tempdir().unwrap();
    let signer = crate::authority::Signer::generate().unwrap();
    let (secret, public) = (signer.to_paserk(), signer.public_paserk());
    let file = crate::testing::pki::written(folder.path(), "audit.key", &secret, 0o600);
    let no_key = crate::testing::pki::written(folder.path(), "no.key", "hunter2", 0o600);
    let base = [("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "a"), ("ZT_STATE", "s")];
    let told = |more: &[(&str, &str)]| faults(&[&base[..], more].concat());
    let other = key();
    let good = [("ZT_KEYS", &*other), ("ZT_AUDIT", "/log"), ("ZT_AUDIT_KEY", &*file)];
    let config = load(&[&base[..], &good, &[("ZT_AUDIT_ANCHOR", "/anchor")]].concat()).unwrap();
    assert_eq!(config.audit.key.unwrap().id(), signer.key_id());
    assert_eq!(config.audit.anchor, Some("/anchor".into()));
    for (more, expected) in [
        (
            &[("ZT_KEYS", &*public), ("ZT_AUDIT_KEY", &*file)][..],
            "ZT_AUDIT_KEY: it is the key of an issuer in `keys` too, and would sign tokens and the log; make one for the log alone",
        ),
        (
            &[("ZT_KEYS", &*other), ("ZT_AUDIT_KEY", &*no_key)],
            "ZT_AUDIT_KEY: found something else in the file, expected one `k4.secret...`",
        ),
        (
            &[("ZT_KEYS", &*other), ("ZT_AUDIT", "/log"), ("ZT_AUDIT_ANCHOR", "/anchor")],
            "ZT_AUDIT_KEY: missing: without it there is no checkpoint that `audit_anchor` could take; expected a file with the key that \
             signs the audit log, `k4.secret...`, or `fd:3`",
        ),
        (
            &[("ZT_KEYS", &*other), ("ZT_AUDIT_KEY", &*file), ("ZT_AUDIT_ANCHOR", "/anchor")],
            "ZT_AUDIT: missing: `audit_anchor` is for a log that goes on in a file; expected `stderr` or a file",
        ),
        (
            &[&good[..], &[("ZT_AUDIT_ANCHOR", "/log")]].concat(),
            "ZT_AUDIT_ANCHOR: it is the log itself; what cuts one must not reach the other",
        ),
    ] {
        assert_eq!(told(more), format!("the configuration has 1 fault\n  {expected}"));
    }
}

// L-01: the digest of all settings changes with any of them, and with nothing else.
#[test]
fn l01_settings_have_a_digest() {
    let key = key();
    let base = [("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "a"), ("ZT_KEYS", &*key)];
    let digest = |more: &[(&str, &str)]| load(&[&base[..], more].concat()).unwrap().digest;
    let usual = digest(&[("ZT_STATE", "s")]);
    assert_eq!(usual, digest(&[("ZT_STATE", "s")]));
    assert_ne!(usual, digest(&[("ZT_STATE", "s"), ("ZT_LEEWAY", "11s")]));
    assert_eq!(usual.len(), 64);
}

#[test]
fn all_faults_of_a_file_are_told_with_their_lines() {
    let told = faults_of(
        "# The shop\nissuer = \"https://i.example\"\nlisten = 8080\n\nhosts = [1, \"a\"]\nmax_body = true\n\
         audience = \"\"\nkeys = [\"k4.secret.x\", \"y\"]\nleeway = 1.5\n[server]\nport = 1\n",
    );
    assert_eq!(
        told,
        format!(
            "the configuration has 8 faults\n  \
         zt.toml:10, `server`: there is no such setting; there are {}\n  \
         zt.toml:3, `listen`: found the number 8080, expected an address and a port, such as 127.0.0.1:8080 or \
         [::1]:0\n  \
         zt.toml:7, `audience`: found an empty text, expected the service's own name in its issuer's tokens (`aud`)\n  \
         zt.toml:8, `keys`: key 1: it is a secret key, and a service that verifies tokens must not have it: consider it \
         stolen, make a new one, and give the service the `k4.public...` that belongs to it\n  \
         zt.toml:8, `keys`: key 2: it is no PASERK public key of version 4, `k4.public.` and 43 characters\n  \
         zt.toml:9, `leeway`: found the number 1.5, expected a time of at most 60 seconds, such as 10s\n  \
         zt.toml:5, `hosts`: found a list of the number 1, \"a\", expected the host names that the service is called \
         by, without ports, such as shop.example\n  \
         zt.toml:6, `max_body`: found `true`, expected a size, such as 64KiB",
            all_names()
        )
    );
    let broken = faults_of("listen = [\n");
    assert!(
        broken.starts_with("the configuration has 1 fault\n  zt.toml: TOML parse error at line"),
        "{broken}",
    );
}

#[test]
fn a_value_that_is_no_text_is_told_with_the_others() {
    use std::os::unix::ffi::OsStringExt;
    let variables = [
        (OsString::from("HOME"), OsString::from("/home/shop")),
        (OsString::from("ZT_PROFILE"), OsString::from("development")),
        (OsString::from("ZT_LISTEN"), OsString::from("x")),
        (OsString::from("ZT_AUDIT"), OsString::from_vec(vec![0xff])),
    ];
    let told = Config::from_sources("Shop", &Sources::from_variables(variables)).unwrap_err();
    assert_eq!(told.count(), 2, "{told}");
    assert!(told.to_string().contains("ZT_AUDIT: found bytes that are no text, expected UTF-8"));
}

// K-05: where a secret may stand by mistake, what was found isn't repeated.
#[test]
fn k05_what_may_be_a_secret_is_not_repeated() {
    let secret = Signer::generate().unwrap().to_paserk();
    let core = secret.strip_prefix("k4.secret.").unwrap();
    for variable in
        ["ZT_LISTEN", "ZT_AUDIENCE", "ZT_KEYS", "ZT_LEEWAY", "ZT_PROFILE", "ZT_HOSTS", "ZT_SECRET"]
    {
        let told =
            faults(&[("ZT_ISSUER", "https://i.example"), ("ZT_X", "1"), (variable, &secret)]);
        assert!(!told.contains(core), "{told}");
    }
    let told = faults_of(&format!(
        "issuer = \"https://i.example\"\nkeys = {{ key = \"{core}\" }}\nimplicit = [\"{core}\"]\n"
    ));
    assert!(told.contains("`implicit`: found a list of a text") && !told.contains(core), "{told}");
}

// G-10.
#[test]
fn g10_others_than_this_machine_need_a_name_to_call() {
    let key = key();
    let base =
        [("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "a"), ("ZT_KEYS", key.as_str())];
    let with = |more: &[(&str, &str)]| load(&[&base[..], more].concat());
    for listen in ["0.0.0.0:80", "192.0.2.1:80", "[::]:80"] {
        assert_eq!(
            with(&[("ZT_LISTEN", listen)]).unwrap_err(),
            format!(
                "the configuration has 1 fault\n  ZT_HOSTS: missing: others than this machine can reach {listen}; \
                 expected the host names that the service is called by, without ports, such as shop.example"
            )
        );
        assert!(
            with(&[("ZT_LISTEN", listen), ("ZT_HOSTS", "shop.example, www.shop.example")]).is_ok()
        );
    }
    let usual = with(&[("ZT_LISTEN", "127.0.0.9:80")]).unwrap();
    assert_eq!(usual.bounds.hosts, Hosts::of_listener("127.0.0.9".parse().unwrap()));
}

// S-03.
#[test]
fn s03_the_public_origin_is_an_origin_and_nothing_more() {
    let with = |origin| {
        load(&[("ZT_PROFILE", "development"), ("ZT_PUBLIC_ORIGIN", origin)])
            .map(|config| config.bounds.origin)
    };
    assert_eq!(with("https://API.example:443").unwrap(), Origin::parse("https://api.example"));
    assert_eq!(with("http://[::1]:8080").unwrap(), Origin::parse("http://[::1]:8080"));
    for wrong in [
        "api.example",
        "https://api.example/",
        "https://api.example/v1",
        "https://api.example?a",
        "https://alice@api.example",
        "ftp://api.example",
    ] {
        let told = with(wrong).unwrap_err();
        assert!(
            told.contains("ZT_PUBLIC_ORIGIN: found ") && told.contains("and no path"),
            "{told}"
        );
    }
    assert_eq!(load(&[("ZT_PROFILE", "development")]).unwrap().bounds.origin, None);
}
