//! What clients are told, from the configuration to the wire.

use super::*;
use crate::config::{IssuerConfig, JwtConfig, TokenForm};
use crate::identity::jwt::algorithms::Algorithms;
use crate::identity::jwt::claims::Mapping;
use crate::identity::jwt::discovery::KeyPlace;
use crate::identity::keyring::{Keyring, LocalKeyring};
use crate::identity::{Terms, Words};
use crate::outbound::SafeUrl;
use crate::testing::fixture::jwt_issuer;

const ISSUER: &str = "https://issuer.example";
const PREFIX: &str = "/.well-known/oauth-protected-resource";

// A-10: what clients are told isn't an endpoint's to say. Where nothing is told, the path is like any other.
#[test]
fn a10_no_endpoint_stands_where_clients_are_told() {
    let told = |path: &'static str| {
        let mut parts = parts();
        parts.main.verifier =
            Verifier::new(vec![jwt_issuer(ISSUER)], Revocations::in_memory(parts.clock()));
        gates_of(tables(&[contract("mine", Method::Get, path)]), parts).err()
    };
    for path in [
        "/.well-known/oauth-protected-resource",
        "/.well-known/oauth-protected-resource/orders",
        "/.well-known/oauth-protected-resource/{order}",
    ] {
        let text = told(path).unwrap().to_string();
        assert!(
            text.contains("`mine`") && text.contains("give the endpoint another path"),
            "{text}"
        );
        assert!(gates_of(tables(&[contract("mine", Method::Get, path)]), parts()).is_ok());
    }
    for path in ["/.well-known/oauth-protected-resources", "/{a}/{b}", "/a/.well-known"] {
        assert_eq!(told(path), None, "{path}");
    }
}

fn with_issuer(folder: &Path, form: TokenForm) -> Config {
    let issuer = IssuerConfig {
        name: None,
        terms: Terms {
            issuer: ISSUER.into(),
            audience: "Shop".into(),
            life: jiff::SignedDuration::from_secs(3600),
            leeway: jiff::SignedDuration::from_secs(10),
        },
        words: Words::default(),
        form,
    };
    Config { tokens: TokenSource::Issuers(vec![issuer]), ..development(folder) }
}

/// What the plain listener answers to requests for these paths, with its own address for `HERE`.
fn answers_of(config: Config, paths: &'static [&'static str]) -> Vec<String> {
    crate::web::block_on(async {
        let app = App::<Shop>::from_checked(config).unwrap().data(Calls::default());
        let server = app.bind().unwrap();
        let address = server.address();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let asks = std::thread::spawn(move || {
            let ask = |path: &&str| {
                let mut stream = std::net::TcpStream::connect(address).unwrap();
                let head = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n");
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(b"connection: close\r\n\r\n").unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                answer.replace(&address.to_string(), "HERE")
            };
            let answers = paths.iter().map(ask).collect();
            drop(stop);
            answers
        });
        server.serve_until(async { drop(stopped.await) }).await.unwrap();
        asks.join().unwrap()
    })
}

const PATHS: &[&str] = &["/things/7", "/.well-known/oauth-protected-resource/things/7"];

#[test]
fn a10_an_issuer_of_jwt_is_told_with_the_listeners_own_address() {
    let folder = tempfile::tempdir().unwrap();
    let form = TokenForm::Jwt(Box::new(JwtConfig {
        key_set: KeyPlace::Address(SafeUrl::parse("http://127.0.0.1:9/jwks").unwrap()),
        key_refresh: std::time::Duration::from_secs(3600),
        algorithms: Algorithms::default(),
        typ: "at+jwt".to_owned(),
        mapping: Mapping::default(),
        introspection: None,
    }));
    let tls = Some(crate::testing::pki::Ca::new("a CA").listener(true));
    let config = Config { tls, ..with_issuer(folder.path(), form) };
    let answers = answers_of(config, PATHS);
    let [refused, told] = answers.as_slice() else { panic!("{answers:?}") };
    let named = format!("resource_metadata=\"http://HERE{PREFIX}/things/7\"\r\n");
    assert_eq!(refused.matches(&named).count(), 2, "{refused}");
    let (head, body) = told.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("no-store"), "{head}");
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body.get("resource").unwrap(), "http://HERE/things/7");
    assert_eq!(body.get("authorization_servers").unwrap(), &serde_json::json!([ISSUER]));
    assert_eq!(body.get("tls_client_certificate_bound_access_tokens").unwrap(), true);
    let log = std::fs::read_to_string(folder.path().join("audit.log")).unwrap();
    assert!(log.contains(r#""endpoint":"protected_resource_metadata""#), "{log}");
}

#[test]
fn a10_an_issuer_of_paseto_is_no_authorization_server() {
    let folder = tempfile::tempdir().unwrap();
    let form = TokenForm::Paseto {
        keys: Keyring::default(),
        local_keys: LocalKeyring::default(),
        implicit: String::new(),
    };
    let answers = answers_of(with_issuer(folder.path(), form), PATHS);
    let [refused, told] = answers.as_slice() else { panic!("{answers:?}") };
    assert!(refused.starts_with("HTTP/1.1 401 ") && !refused.contains("resource_metadata"));
    assert!(told.starts_with("HTTP/1.1 404 "), "{told}");
}
