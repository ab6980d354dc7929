//! One issuer: who it is, its tokens, its keys.

use super::*;
use crate::outbound::SafeUrl;

#[test]
fn an_issuer_needs_audience_and_keys_and_is_told_all_at_once() {
    let told = faults(&[("ZT_ISSUER", "corp"), ("ZT_LISTEN", "8080"), ("ZT_PORT", "1")]);
    for part in [
        "4 faults",
        "ZT_AUDIENCE: missing; expected the service's own name",
        "ZT_KEYS: missing: the issuer is no https address whose keys could be fetched; expected the issuer's public keys",
        "ZT_LISTEN: found \"8080\", expected an address and a port",
        "ZT_PORT: there is no such setting; there are profile, listen, tls_listen, tls_cert, tls_key, tls_client_ca, tls_min_version, certificate_proxies, hosts,",
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
    let [issuer] = issuers(&config) else { panic!("one issuer") };
    let Terms { issuer: name, audience, life, leeway } = &issuer.terms;
    assert_eq!((&**name, &**audience), ("https://i.example", "https://shop.example"));
    assert_eq!((life.as_secs(), leeway.as_secs()), (300, 2));
    let TokenForm::Paseto { implicit, .. } = &issuer.form else { panic!("PASETO") };
    assert_eq!(implicit, "acme");
    assert_eq!(config.audit.target, AuditTarget::File("/var/log/audit.jsonl".into()));
    assert_eq!(config.state, PathBuf::from("/var/lib/shop"));
}

#[test]
fn an_issuer_without_keys_is_asked_for_them() {
    let base = [("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "https://shop.example")];
    let jwt = |more: &[(&str, &str)]| jwt_of(&load(&[&base, more].concat()).unwrap());
    let JwtConfig { key_set, key_refresh, algorithms, typ, mapping, .. } = jwt(&[]);
    assert_eq!((key_set, key_refresh.as_secs(), &*typ), (KeyPlace::Metadata, 300, "at+jwt"));
    assert_eq!(algorithms, Algorithms::default());
    assert_eq!(
        (&*mapping.scope, &*mapping.client, &*mapping.tenant),
        ("scope", "client_id", "tenant")
    );
    let JwtConfig { key_set, key_refresh, algorithms, typ, mapping, .. } = jwt(&[
        ("ZT_KEY_SET", "https://keys.example/jwks"),
        ("ZT_KEY_REFRESH", "1s"),
        ("ZT_ALGORITHMS", "ES256, RS256"),
        ("ZT_TOKEN_TYPE", "JWT"),
        ("ZT_SCOPE_CLAIM", "scp"),
        ("ZT_CLIENT_CLAIM", "azp"),
        ("ZT_TENANT_CLAIM", "tid"),
    ]);
    let url = SafeUrl::parse("https://keys.example/jwks").unwrap();
    assert_eq!(key_set, KeyPlace::Address(url));
    assert_eq!((key_refresh.as_secs(), &*typ), (1, "JWT"));
    assert_eq!(Some(algorithms), Algorithms::parse(["ES256", "RS256"]));
    assert_eq!((&*mapping.scope, &*mapping.client, &*mapping.tenant), ("scp", "azp", "tid"));
}

// T-01, T-14: what would weaken the check of a JWT is a fault.
#[test]
fn t14_an_issuer_of_jwt_is_asked_by_https_and_by_good_algorithms_only() {
    for (more, place, expected) in [
        (("ZT_ISSUER", "http://i.example"), "ZT_KEYS", "no https address"),
        (("ZT_ALGORITHMS", "HS256"), "ZT_ALGORITHMS", "found \"HS256\""),
        (("ZT_ALGORITHMS", "none"), "ZT_ALGORITHMS", "some of ES256"),
        (("ZT_KEY_SET", "http://keys.example"), "ZT_KEY_SET", "https address"),
        (("ZT_KEY_REFRESH", "0s"), "ZT_KEY_REFRESH", "from 1s to 1h"),
        (("ZT_KEY_REFRESH", "2h"), "ZT_KEY_REFRESH", "from 1s to 1h"),
        (("ZT_TOKEN_TYPE", ""), "ZT_TOKEN_TYPE", "an empty text"),
    ] {
        let base = [("ZT_ISSUER", "https://i.example"), ("ZT_AUDIENCE", "a")];
        let told = faults(&[base[0], base[1], more]);
        assert!(told.contains("1 fault\n"), "{told}");
        assert!(told.contains(place) && told.contains(expected), "{told}");
    }
}

#[test]
fn an_issuer_is_of_paseto_or_of_jwt() {
    let told = faults(&[
        ("ZT_ISSUER", "https://i.example"),
        ("ZT_AUDIENCE", "a"),
        ("ZT_KEYS", &key()),
        ("ZT_ALGORITHMS", "ES256"),
    ]);
    assert!(told.contains("ZT_ALGORITHMS: is for JWT"), "{told}");
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

#[test]
fn names_of_the_embedded_authorities_are_refused() {
    for issuer in ["dev:shop", "DEV:x", "test:shop"] {
        let told = faults(&[("ZT_ISSUER", issuer), ("ZT_AUDIENCE", "a"), ("ZT_KEYS", &key())]);
        assert!(told.contains("ZT_ISSUER") && told.contains("embedded"), "{told}");
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

const JWKS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

// An issuer that can't be asked needs no address.
#[test]
fn t14_a_key_set_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = crate::testing::pki::written(folder.path(), "jwks.json", JWKS, 0o644);
    for issuer in ["https://i.example", "corp"] {
        let base =
            [("ZT_ISSUER", issuer), ("ZT_AUDIENCE", "a"), ("ZT_KEY_SET_FILE", file.as_str())];
        assert_eq!(jwt_of(&load(&base).unwrap()).key_set, KeyPlace::File(file.clone().into()));
    }
}

#[test]
fn t14_a_file_without_keys_that_count_is_a_fault_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let written =
        |text: &str| crate::testing::pki::written(folder.path(), "jwks.json", text, 0o644);
    let told = |more: &[(&str, &str)]| {
        faults(&[&[("ZT_ISSUER", "corp"), ("ZT_AUDIENCE", "a")], more].concat())
    };
    for (text, expected) in [
        ("", "is no JSON object"),
        ("{}", "has no `keys`"),
        (r#"{"keys":[]}"#, "has no key that is allowed here"),
        (r#"{"keys":[{"kty":"oct","k":"AAAA"}]}"#, "has no key that is allowed here"),
    ] {
        let told = told(&[("ZT_KEY_SET_FILE", &written(text))]);
        assert!(
            told.contains("1 fault\n  ZT_KEY_SET_FILE: found ") && told.contains(expected),
            "{told}"
        );
    }
    let nowhere = told(&[("ZT_KEY_SET_FILE", "/nowhere/jwks.json")]);
    assert!(
        nowhere.contains("ZT_KEY_SET_FILE: found \"/nowhere/jwks.json\": No such file"),
        "{nowhere}"
    );
    let file = written(JWKS);
    let two = told(&[("ZT_KEY_SET_FILE", &file), ("ZT_KEY_SET", "https://k.example/jwks")]);
    assert!(two.contains("1 fault\n  ZT_KEY_SET: `key_set_file` says too"), "{two}");
    let secret = crate::testing::pki::written(folder.path(), "secret", "s", 0o600);
    let asking = [("ZT_INTROSPECTION_CLIENT", "c"), ("ZT_INTROSPECTION_SECRET", secret.as_str())];
    let told = told(&[&[("ZT_KEY_SET_FILE", file.as_str())][..], &asking].concat());
    assert!(
        told.contains("1 fault\n  ZT_INTROSPECTION: missing: the issuer is no https address"),
        "{told}"
    );
}
