//! An issuer of JWTs on a port of its own, that signs whatever it is told to.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
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
    address: SocketAddr,
    desk: Arc<Desk>,
    issued: AtomicU64,
}

/// What whoever asks for keys finds.
struct Desk {
    key: Mutex<Key>,
    answers: AtomicBool,
    asked: AtomicUsize,
}

/// The one that it signs with.
struct Key {
    id: &'static str,
    key: EncodingKey,
    key_set: String,
}

impl Key {
    fn generate(id: &'static str) -> Self {
        let pair = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        let (x, y) = pair.der_bytes()[1..].split_at(32);
        let [x, y] = [x, y].map(|it| URL_SAFE_NO_PAD.encode(it));
        let jwk = json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": id, "x": x, "y": y });
        let key_set = json!({ "keys": [jwk] }).to_string();
        Self { id, key: EncodingKey::from_ec_der(&pair.serialize_der()), key_set }
    }
}

impl Issuer {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::new(Desk {
            key: Mutex::new(Key::generate("k1")),
            answers: AtomicBool::new(true),
            asked: AtomicUsize::new(0),
        });
        let published = Arc::clone(&desk);
        thread::spawn(move || publish(&listener, &published));
        Self { address, desk, issued: AtomicU64::new(0) }
    }

    pub(crate) fn name(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn key_set_url(&self) -> String {
        format!("http://{}/jwks", self.address)
    }

    pub(crate) fn key_set(&self) -> String {
        self.desk.key.lock().unwrap().key_set.clone()
    }

    /// Another key in the place of the one that it signed with until now.
    pub(crate) fn drops_its_key(&self) {
        *self.desk.key.lock().unwrap() = Key::generate("k2");
    }

    /// How often somebody asked for its keys.
    pub(crate) fn asked(&self) -> usize {
        self.desk.asked.load(Ordering::SeqCst)
    }

    /// Whether it answers who asks for its keys.
    pub(crate) fn answers(&self, answers: bool) {
        self.desk.answers.store(answers, Ordering::SeqCst);
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
        let key = self.desk.key.lock().unwrap();
        header.kid = Some(key.id.to_owned());
        header.typ = Some(altered.and_then(|it| it.typ).unwrap_or("at+jwt").to_owned());
        jsonwebtoken::encode(&header, &claims, &key.key).unwrap()
    }
}

fn publish(listener: &TcpListener, desk: &Desk) {
    for mut stream in listener.incoming().flatten() {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut line = String::new();
        while reader.read_line(&mut line).unwrap_or(0) > 2 {
            line.clear();
        }
        desk.asked.fetch_add(1, Ordering::SeqCst);
        let (status, body) = match desk.answers.load(Ordering::SeqCst) {
            true => ("200 OK", desk.key.lock().unwrap().key_set.clone()),
            false => ("500 Broken", String::new()),
        };
        let length = body.len();
        let _ = write!(
            stream,
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
    }
}
