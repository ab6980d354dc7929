//! A process in which jsonwebtoken and rustls each have two providers to choose from: zt verifies a JWT and makes a TLS handshake
//! in it, because it names its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{fs, thread};

use oidc::{Desk, Oidc};
use rcgen::{CertificateParams, KeyPair, SigningKey};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::json;
use zt::prelude::*;

const AUDIENCE: &str = "https://api.example.test";

#[test]
fn t01_two_backends_in_one_graph_stop_neither_jwt_nor_tls() {
    let pair = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let issuer = publish(&pair);
    let folder = tempfile::tempdir().unwrap();
    let roots = certificate(folder.path());
    let address = start(&issuer, folder.path());
    let token = signed(&pair, &claims(&issuer));
    for (token, status) in [(token.as_str(), 200), (&token[..token.len() - 4], 401)] {
        let answer = ask(address, &roots, token);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    }
}

fn claims(issuer: &str) -> serde_json::Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    json!({
        "iss": issuer, "aud": AUDIENCE, "sub": "alice", "client_id": "app", "jti": "t1", "scope": "read",
        "iat": now, "exp": now + 600,
    })
}

/// Without jsonwebtoken, so that nobody but zt can have chosen for it.
fn signed(pair: &KeyPair, claims: &serde_json::Value) -> String {
    let header = json!({ "alg": "EdDSA", "kid": "k1", "typ": "at+jwt" });
    let [header, claims] = [&header, claims].map(|part| base64url(part.to_string().as_bytes()));
    let input = format!("{header}.{claims}");
    let signature = pair.sign(input.as_bytes()).unwrap();
    format!("{input}.{}", base64url(&signature))
}

/// An issuer that publishes its key.
fn publish(pair: &KeyPair) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let name = format!("http://{}", listener.local_addr().unwrap());
    let x = base64url(pair.public_key_raw());
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "k1", "x": x });
    let body = json!({ "keys": [key] }).to_string();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut line = String::new();
            while reader.read_line(&mut line).unwrap_or(0) > 2 {
                line.clear();
            }
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
                 connection: close\r\n\r\n{body}"
            );
        }
    });
    name
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letters = bytes.chunks(3).flat_map(|chunk| {
        let bits =
            (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(*chunk.get(at).unwrap_or(&0)));
        (0..=chunk.len()).map(move |at| char::from(LETTERS[bits >> (18 - 6 * at) & 63]))
    });
    letters.collect()
}

/// The listener's, which is its own CA.
fn certificate(folder: &Path) -> RootCertStore {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    fs::write(folder.join("cert.pem"), certificate.pem()).unwrap();
    fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
    fs::set_permissions(folder.join("key.pem"), fs::Permissions::from_mode(0o600)).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(certificate.der().clone()).unwrap();
    roots
}

/// The desk, where it speaks TLS.
fn start(issuer: &str, folder: &Path) -> SocketAddr {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let text = format!(
        "listen = \"127.0.0.1:0\"\ntls_listen = \"{port}\"\ntls_cert = {:?}\ntls_key = {:?}\nstate = {:?}\n\
         audit = {:?}\nissuer = {issuer:?}\naudience = {AUDIENCE:?}\nkey_set = \"{issuer}/jwks\"\n",
        folder.join("cert.pem"),
        folder.join("key.pem"),
        folder.join("state"),
        folder.join("audit.jsonl"),
    );
    let file = folder.join("zt.toml");
    fs::write(&file, text).unwrap();
    let (said, heard) = mpsc::channel();
    thread::spawn(move || {
        zt::testing::block_on(async move {
            let app = Oidc::from_config_file(file).unwrap();
            let server = app.data(Desk::default()).bind().unwrap();
            said.send(()).unwrap();
            server.serve().await.unwrap();
        });
    });
    heard.recv_timeout(Duration::from_secs(60)).expect("the service starts");
    port
}

fn ask(address: SocketAddr, roots: &RootCertStore, token: &str) -> String {
    // The other one of the two.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.unwrap().with_root_certificates(roots.clone()).with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    let port = address.port();
    let request = format!(
        "GET /read HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}
