//! An issuer for tests: keys that sign, and a server that publishes what it is told to.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

/// A private key with an id.
pub(super) struct Key {
    algorithm: Algorithm,
    encoding: EncodingKey,
    public: Value,
    id: String,
}

impl Key {
    pub(super) fn generate(algorithm: Algorithm, id: &str) -> Self {
        crate::crypto::install();
        if algorithm == Algorithm::EdDSA {
            return Self::ed25519(id);
        }
        let pem = |kind| rcgen::KeyPair::generate_for(kind).unwrap().serialize_pem();
        let encoding = match algorithm {
            Algorithm::ES256 => {
                EncodingKey::from_ec_pem(pem(&rcgen::PKCS_ECDSA_P256_SHA256).as_bytes()).unwrap()
            }
            _ => EncodingKey::from_rsa_pem(pem(&rcgen::PKCS_RSA_SHA256).as_bytes()).unwrap(),
        };
        let jwk = Jwk::from_encoding_key(&encoding, algorithm).unwrap();
        Self::new(encoding, algorithm, serde_json::to_value(jwk).unwrap(), id)
    }

    fn ed25519(id: &str) -> Self {
        let pair = Ed25519KeyPair::generate().unwrap();
        let x = URL_SAFE_NO_PAD.encode(pair.public_key());
        let encoding = EncodingKey::from_ed_der(pair.to_pkcs8().unwrap().as_ref());
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "alg": "EdDSA" });
        Self::new(encoding, Algorithm::EdDSA, jwk, id)
    }

    fn new(encoding: EncodingKey, algorithm: Algorithm, mut public: Value, id: &str) -> Self {
        public["kid"] = json!(id);
        public["use"] = json!("sig");
        Self { algorithm, encoding, public, id: id.to_owned() }
    }

    pub(super) fn header(&self) -> Value {
        json!({ "typ": "at+jwt", "alg": format!("{:?}", self.algorithm), "kid": self.id })
    }

    pub(super) fn public(&self) -> Value {
        self.public.clone()
    }

    pub(super) fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(header, &claims.to_string())
    }

    /// Signs these very bytes, whatever they are.
    pub(super) fn sign_text(&self, header: &Value, claims: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let signed = format!("{}.{}", encode(&header.to_string()), encode(claims));
        let signature =
            jsonwebtoken::crypto::sign(signed.as_bytes(), &self.encoding, self.algorithm).unwrap();
        format!("{signed}.{signature}")
    }
}

/// Answers every GET with what it was told to publish, and counts.
#[derive(Clone)]
pub(super) struct KeyServer {
    address: SocketAddr,
    answer: Arc<Mutex<(u16, String)>>,
    asked: Arc<AtomicUsize>,
    /// What happens before an answer goes out.
    meanwhile: Arc<Mutex<Option<Meanwhile>>>,
}

type Meanwhile = Box<dyn FnMut() + Send>;

impl KeyServer {
    pub(super) fn start(keys: &[&Key]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            answer: Arc::default(),
            asked: Arc::default(),
            meanwhile: Arc::default(),
        };
        server.publish(keys);
        let answering = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut line = String::new();
                while reader.read_line(&mut line).unwrap_or(0) > 2 {
                    line.clear();
                }
                answering.asked.fetch_add(1, Ordering::SeqCst);
                if let Some(meanwhile) = answering.meanwhile.lock().unwrap().as_mut() {
                    meanwhile();
                }
                let (status, body) = answering.answer.lock().unwrap().clone();
                let length = body.len();
                let head = format!(
                    "content-length: {length}\r\nlocation: /elsewhere\r\nconnection: close"
                );
                let _ = write!(stream, "HTTP/1.1 {status} X\r\n{head}\r\n\r\n{body}");
            }
        });
        server
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn publish(&self, keys: &[&Key]) {
        let keys: Vec<_> = keys.iter().map(|key| key.public()).collect();
        self.answer_with(200, &json!({ "keys": keys }).to_string());
    }

    pub(super) fn answer_with(&self, status: u16, body: &str) {
        *self.answer.lock().unwrap() = (status, body.to_owned());
    }

    pub(super) fn before_answering(&self, meanwhile: impl FnMut() + Send + 'static) {
        *self.meanwhile.lock().unwrap() = Some(Box::new(meanwhile));
    }

    pub(super) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}
