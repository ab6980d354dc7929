//! An issuer of JWTs on a port of its own, that signs whatever it is told to.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rcgen::{KeyPair, PublicKeyData as _};
use serde_json::{Value, json};
use zt_attack::{Altered, Wanted};

pub(crate) const AUDIENCE: &str = "https://api.example.test";

pub(crate) struct Issuer {
    key: EncodingKey,
    key_set: String,
    address: SocketAddr,
    answers: Arc<AtomicBool>,
    issued: AtomicU64,
}

impl Issuer {
    pub(crate) fn start() -> Self {
        let pair = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        let (x, y) = pair.der_bytes()[1..].split_at(32);
        let [x, y] = [x, y].map(|it| URL_SAFE_NO_PAD.encode(it));
        let jwk = json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "k1", "x": x, "y": y });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = Self {
            key: EncodingKey::from_ec_der(&pair.serialize_der()),
            key_set: json!({ "keys": [jwk] }).to_string(),
            address: listener.local_addr().unwrap(),
            answers: Arc::new(AtomicBool::new(true)),
            issued: AtomicU64::new(0),
        };
        let (key_set, answers) = (issuer.key_set.clone(), Arc::clone(&issuer.answers));
        thread::spawn(move || publish(&listener, &key_set, &answers));
        issuer
    }

    pub(crate) fn name(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn key_set_url(&self) -> String {
        format!("http://{}/jwks", self.address)
    }

    pub(crate) fn key_set(&self) -> String {
        self.key_set.clone()
    }

    /// Whether it answers who asks for its keys.
    pub(crate) fn answers(&self, answers: bool) {
        self.answers.store(answers, Ordering::SeqCst);
    }

    #[allow(clippy::disallowed_methods, reason = "the service has the system's clock, too")]
    pub(crate) fn token(
        &self,
        subject: &str,
        wanted: &Wanted,
        altered: Option<&Altered>,
    ) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let id = self.issued.fetch_add(1, Ordering::SeqCst);
        let mut claims = json!({
            "iss": self.name(), "aud": AUDIENCE, "sub": subject, "client_id": "desk-app", "jti": format!("t{id}"),
            "iat": now, "exp": now + 600, "scope": wanted.scopes.join(" "),
        });
        if wanted.logged_in {
            claims["auth_time"] = json!(now);
        }
        if let Some(acr) = &wanted.acr {
            claims["acr"] = json!(acr);
        }
        let changes = altered.and_then(|it| it.claims.as_object());
        for (name, value) in changes.into_iter().flatten() {
            match value {
                Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
                value => claims[name.as_str()] = value.clone(),
            }
        }
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some("k1".to_owned());
        header.typ = Some(altered.and_then(|it| it.typ).unwrap_or("at+jwt").to_owned());
        jsonwebtoken::encode(&header, &claims, &self.key).unwrap()
    }
}

fn publish(listener: &TcpListener, key_set: &str, answers: &AtomicBool) {
    for mut stream in listener.incoming().flatten() {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut line = String::new();
        while reader.read_line(&mut line).unwrap_or(0) > 2 {
            line.clear();
        }
        let (status, body) =
            if answers.load(Ordering::SeqCst) { ("200 OK", key_set) } else { ("503 Away", "") };
        let length = body.len();
        let _ = write!(
            stream,
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
    }
}
