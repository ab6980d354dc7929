//! Who issues the tokens: its key set and what it says about opaque ones are asked for on a loopback address, over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use pasetors::keys::{AsymmetricKeyPair, Generate, SymmetricKey};
use pasetors::paserk::{FormatAsPaserk, Id};
use pasetors::version4::{LocalToken, PublicToken, V4};
use serde_json::{Value, json};

use crate::keys::{Key, now};

pub const AUDIENCE: &str = "https://things.example";
pub const SCOPES: &str = "things:read things:write";

/// Nothing in it says anything.
pub const OPAQUE: &str = "Zm9yIHRoZSBpc3N1ZXIgdG8ga25vdw";

pub struct Issuer {
    pub address: SocketAddr,
    pub keys: [Key; 4],
    pub pair: AsymmetricKeyPair<V4>,
    pub shared: SymmetricKey<V4>,
}

impl Issuer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (pair, shared) = (AsymmetricKeyPair::generate(), SymmetricKey::generate());
        let (pair, shared) = (pair.expect("a key pair"), shared.expect("a key"));
        let issuer = Self { address, keys: Key::all(), pair, shared };
        let jwks: Vec<_> = issuer.keys.iter().map(|key| &key.jwk).collect();
        let key_set = json!({ "keys": jwks }).to_string();
        let mut says = issuer.claims();
        says["active"] = json!(true);
        let says = says.to_string();
        thread::spawn(move || {
            listener.incoming().flatten().for_each(|stream| answer(stream, &key_set, &says));
        });
        issuer
    }

    /// Its `iss`.
    pub fn name(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn claims(&self) -> Value {
        let now = now();
        json!({
            "iss": self.name(), "sub": "alice", "aud": AUDIENCE, "client_id": "web", "scope": SCOPES,
            "jti": "7d2a6a1e-4a0c-4e0e-8b5d-3f2d6c1f9b10", "iat": now, "exp": now + 3600,
        })
    }

    /// The same claims, as PASETO spells times.
    fn paseto_claims(&self) -> String {
        let mut claims = self.claims();
        claims["iss"] = json!(PASETO_ISSUER);
        for name in ["iat", "exp"] {
            let seconds = claims[name].as_u64().expect("a time");
            claims[name] = json!(rfc3339(seconds));
        }
        claims.to_string()
    }

    pub fn public_token(&self) -> String {
        let footer = footer(&Id::from(&self.pair.public));
        let claims = self.paseto_claims();
        let token = PublicToken::sign(&self.pair.secret, claims.as_bytes(), Some(&footer), None);
        token.expect("a token")
    }

    pub fn local_token(&self) -> String {
        let footer = footer(&Id::from(&self.shared));
        let claims = self.paseto_claims();
        LocalToken::encrypt(&self.shared, claims.as_bytes(), Some(&footer), None).expect("a token")
    }
}

pub const PASETO_ISSUER: &str = "https://paseto.example";

pub fn paserk(key: &impl FormatAsPaserk) -> String {
    let mut text = String::new();
    key.fmt(&mut text).expect("a PASERK");
    text
}

fn footer(id: &Id) -> Vec<u8> {
    json!({ "kid": paserk(id) }).to_string().into_bytes()
}

fn rfc3339(seconds: u64) -> String {
    let time = jiff::Timestamp::from_second(seconds.try_into().expect("a time"));
    time.expect("a time").to_string()
}

/// One request on each connection.
fn answer(mut stream: TcpStream, key_set: &str, says: &str) {
    let mut lines = BufReader::new(stream.try_clone().expect("a stream"));
    let mut head = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        if line.trim().is_empty() {
            break;
        }
        head.push(line);
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).expect("a body");
    let text = match head.first().map(String::as_str) {
        Some(line) if line.starts_with("GET /keys ") => key_set,
        Some(line) if line.starts_with("POST /introspect ") => says,
        other => panic!("nobody asks {other:?}"),
    };
    let length = text.len();
    let head = format!("content-type: application/json\r\ncontent-length: {length}\r\n");
    let whole = format!("HTTP/1.1 200 OK\r\n{head}connection: close\r\n\r\n{text}");
    stream.write_all(whole.as_bytes()).expect("the service reads");
}

/// What the service asks with: a client's secret, as good as a key.
pub fn secret(key: &SymmetricKey<V4>) -> String {
    BASE64.encode(&key.as_bytes()[..24])
}
