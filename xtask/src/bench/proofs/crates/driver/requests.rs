//! Whole requests with each kind of credential.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, Header};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::Subject;
use crate::certificates::Certificates;
use crate::connection::{Answer, Connection};
use crate::issuer::{Issuer, OPAQUE};
use crate::keys::{Key, base64_sha256, now};
use crate::server::Server;

/// What counts once has a number of its own.
static NUMBER: AtomicU64 = AtomicU64::new(0);

fn number() -> u64 {
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// So many bytes, as JSON.
const NOTE: usize = 1024;

pub fn note() -> String {
    let empty = json!({ "text": "" }).to_string();
    json!({ "text": "n".repeat(NOTE - empty.len()) }).to_string()
}

/// What is asked for, and what is to come back.
#[derive(Clone, Copy)]
enum Asked {
    Open,
    Guarded,
    OpenNote,
    SignedNote,
}

impl Asked {
    const fn line(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("GET", "/open"),
            Self::Guarded => ("GET", "/guarded"),
            Self::OpenNote => ("POST", "/open"),
            Self::SignedNote => ("POST", "/signed"),
        }
    }

    fn request(self, server: &Server, headers: &str) -> Vec<u8> {
        let (method, path) = self.line();
        let head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n{headers}", server.address);
        match self {
            Self::Open | Self::Guarded => format!("{head}\r\n").into_bytes(),
            Self::OpenNote | Self::SignedNote => {
                let note = note();
                let length = note.len();
                let about = format!("content-type: application/json\r\ncontent-length: {length}");
                format!("{head}{about}\r\n\r\n{note}").into_bytes()
            }
        }
    }

    fn check(self, answer: &Answer) {
        let (status, body) = match self {
            Self::Open | Self::Guarded => ("200", r#"{"number":42}"#),
            Self::OpenNote | Self::SignedNote => ("204", ""),
        };
        assert!(answer.status() == status && answer.body == body, "{answer:?}");
    }
}

pub fn subjects<'s>(
    issuer: &'s Issuer,
    certificates: &Certificates,
    plain: &'s Server,
    remembering: &'s Server,
) -> Vec<Subject<'s>> {
    let open = Asked::Open.request(plain, "");
    let mut all = vec![
        same("request:open", plain, Asked::Open, open),
        same("request:open-note", plain, Asked::OpenNote, Asked::OpenNote.request(plain, "")),
        bearer("v4.public", plain, &issuer.public_token()),
        bearer("v4.local", plain, &issuer.local_token()),
        bearer("opaque", plain, OPAQUE),
        dpop(issuer, plain),
        signed(issuer, plain),
    ];
    for key in &issuer.keys {
        let token = key.sign(&issuer.claims());
        all.push(bearer(key.name, plain, &token));
        all.push(bearer(&format!("remembered-{}", key.name), remembering, &token));
    }
    for (name, asked) in [("open-tls", Asked::Open), ("certificate", Asked::Guarded)] {
        let client = certificates.client();
        let connect = move || Connection::tls(plain.tls, Arc::clone(&client));
        let request = asked.request(plain, "");
        all.push(repeated(format!("request:{name}"), plain, asked, connect, request));
    }
    all
}

fn bearer<'s>(name: &str, server: &'s Server, token: &str) -> Subject<'s> {
    let headers = format!("authorization: Bearer {token}\r\n");
    same(
        &format!("request:{name}"),
        server,
        Asked::Guarded,
        Asked::Guarded.request(server, &headers),
    )
}

/// The same request again and again.
fn same<'s>(name: &str, server: &'s Server, asked: Asked, request: Vec<u8>) -> Subject<'s> {
    let connect = || Connection::plain(server.address);
    repeated(name.to_owned(), server, asked, connect, request)
}

fn repeated<'s>(
    name: String,
    server: &'s Server,
    asked: Asked,
    connect: impl Fn() -> Connection + 's,
    request: Vec<u8>,
) -> Subject<'s> {
    Subject::new(name, move |count| {
        let requests = (0..count).map(|_| request.as_slice());
        each(server, asked, connect(), requests)
    })
}

/// Each request is made before the clock starts.
fn fresh<'s>(
    name: &str,
    server: &'s Server,
    asked: Asked,
    mut make: impl FnMut() -> Vec<u8> + 's,
) -> Subject<'s> {
    Subject::new(name, move |count| {
        let requests: Vec<_> = (0..count).map(|_| make()).collect();
        let connection = Connection::plain(server.address);
        each(server, asked, connection, requests.iter().map(Vec::as_slice))
    })
}

/// Nanoseconds of the service's for each. The first is not counted: it makes the handshake, and wakes what slept.
fn each<'r>(
    server: &Server,
    asked: Asked,
    mut connection: Connection,
    mut requests: impl ExactSizeIterator<Item = &'r [u8]>,
) -> f64 {
    let first = requests.next().expect("a request");
    asked.check(&connection.ask(first));
    let (count, started) = (requests.len(), server.spent());
    for request in requests {
        asked.check(&connection.ask(request));
    }
    (server.spent() - started) as f64 / count as f64
}

/// A caller whose token is bound to its key (RFC 9449).
pub struct DpopClient {
    key: Key,
    pub token: String,
}

impl DpopClient {
    pub fn new(issuer: &Issuer) -> Self {
        let [signer, ..] = &issuer.keys;
        let key = Key::generate("ES256");
        let mut claims = issuer.claims();
        claims["cnf"] = json!({ "jkt": key.thumbprint() });
        Self { key, token: signer.sign(&claims) }
    }

    pub fn proof(&self, url: &str, nonce: &str) -> String {
        let typ = Some("dpop+jwt".to_owned());
        let header =
            Header { typ, jwk: Some(self.key.bare_jwk()), ..Header::new(Algorithm::ES256) };
        let claims = json!({
            "htm": "GET", "htu": url, "iat": now(), "jti": format!("proof-{}", number()),
            "ath": base64_sha256(&self.token), "nonce": nonce,
        });
        jsonwebtoken::encode(&header, &claims, &self.key.private).expect("a proof")
    }

    fn request(&self, server: &Server, nonce: &str) -> Vec<u8> {
        let proof = self.proof(&format!("http://{}/guarded", server.address), nonce);
        let token = &self.token;
        let headers = format!("authorization: DPoP {token}\r\ndpop: {proof}\r\n");
        Asked::Guarded.request(server, &headers)
    }
}

fn dpop<'s>(issuer: &Issuer, server: &'s Server) -> Subject<'s> {
    let client = DpopClient::new(issuer);
    // A nonce counts for five minutes; it is asked for anew when it is older than this.
    let mut nonce = (0, String::new());
    fresh("request:dpop", server, Asked::Guarded, move || {
        if now() - nonce.0 > 60 {
            let answer = Connection::plain(server.address).ask(&client.request(server, ""));
            nonce = (now(), answer.header("dpop-nonce").expect("a nonce").to_owned());
        }
        client.request(server, &nonce.1)
    })
}

/// RFC 9421, with the key that the token names.
fn signed<'s>(issuer: &Issuer, server: &'s Server) -> Subject<'s> {
    let key = Key::generate("EdDSA");
    let signer = issuer.keys.iter().find(|key| key.name == "EdDSA").expect("a key");
    let mut claims = issuer.claims();
    claims["cnf"] = json!({ "jwk": key.bare_jwk() });
    let authorization = format!("Bearer {}", signer.sign(&claims));
    let digest = format!("sha-256=:{}:", BASE64_STANDARD.encode(Sha256::digest(note())));
    fresh("request:signed", server, Asked::SignedNote, move || {
        let headers = signature(&key, server, &authorization, &digest);
        Asked::SignedNote.request(server, &headers)
    })
}

fn signature(key: &Key, server: &Server, authorization: &str, digest: &str) -> String {
    let (method, path) = Asked::SignedNote.line();
    let lines = [
        ("@method", method.to_owned()),
        ("@target-uri", format!("http://{}{path}", server.address)),
        ("authorization", authorization.to_owned()),
        ("content-digest", digest.to_owned()),
    ];
    let covered: Vec<_> = lines.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let (created, nonce, keyid) = (now(), number(), key.thumbprint());
    let parameters =
        format!(r#";created={created};nonce="n-{nonce}-of-a-run";keyid="{keyid}";tag="zt""#);
    let input = format!("({}){parameters}", covered.join(" "));
    let lines: String =
        lines.iter().map(|(name, value)| format!("\"{name}\": {value}\n")).collect();
    let base = format!("{lines}\"@signature-params\": {input}");
    let signature = jsonwebtoken::crypto::sign(base.as_bytes(), &key.private, key.algorithm);
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature.expect("a signature"));
    let signature = BASE64_STANDARD.encode(signature.expect("base64url"));
    format!(
        "authorization: {authorization}\r\ncontent-digest: {digest}\r\nsignature-input: sig={input}\r\n\
         signature: sig=:{signature}:\r\n"
    )
}
