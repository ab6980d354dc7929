//! A client that signs its requests, written as somebody would who read the RFC. jsonwebtoken signs.

use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::ledger::Real;
use crate::fixture::issuer::claims;
use crate::fixture::wire::{Wire, WireAnswer};

/// How the token names the client's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Binding {
    /// `cnf.jwk`: the signature is the proof.
    Jwk,
    /// `cnf.jkt`: a DPoP proof is beside the signature, and covered by it.
    Jkt,
}

pub(super) struct Client {
    key: EncodingKey,
    address: SocketAddr,
    authorization: String,
    token: String,
    binding: Binding,
}

/// A request with its signature.
#[derive(Debug, Clone)]
pub(super) struct Signed {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) origin: String,
    pub(super) media: String,
    pub(super) body: String,
    pub(super) chunked: bool,
    pub(super) headers: Vec<(String, String)>,
}

impl Client {
    pub(super) fn new(real: &Real, binding: Binding) -> Self {
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        let key = EncodingKey::from_ec_der(&pair.serialize_der());
        let mut claims = claims("entries:read entries:write");
        let (cnf, scheme) = match binding {
            Binding::Jwk => (json!({ "jwk": public(&key) }), "Bearer"),
            Binding::Jkt => (json!({ "jkt": thumbprint(&key) }), "DPoP"),
        };
        claims["cnf"] = cnf;
        let token = real.issuer.sign(&claims);
        let authorization = format!("{scheme} {token}");
        Self { key, address: real.address, authorization, token, binding }
    }

    /// With a digest of its body, if it has one, and signed now.
    pub(super) fn request(
        &self,
        method: &'static str,
        path: &str,
        media: &str,
        body: &str,
    ) -> Signed {
        let mut headers = vec![("authorization".to_owned(), self.authorization.clone())];
        if !body.is_empty() {
            let digest = STANDARD.encode(Sha256::digest(body));
            headers.push(("content-digest".to_owned(), format!("sha-256=:{digest}:")));
        }
        if self.binding == Binding::Jkt {
            headers.push(("dpop".to_owned(), self.proof(method, path)));
        }
        let request = Signed {
            method,
            path: path.to_owned(),
            origin: format!("http://{}", self.address),
            media: media.to_owned(),
            body: body.to_owned(),
            chunked: false,
            headers,
        };
        request.signed_at(jiff::Timestamp::now().as_second(), self)
    }

    pub(super) fn send(&self, request: &Signed) -> WireAnswer {
        let mut wire = Wire::open(self.address);
        wire.send(request.head());
        wire.send(request.content());
        wire.answer_to(request.method).unwrap()
    }

    pub(super) fn send_head(&self, request: &Signed) -> WireAnswer {
        let mut wire = Wire::open(self.address);
        wire.send(request.head());
        wire.answer().unwrap()
    }

    /// A proof with the nonce that the service gives for one that has none.
    fn proof(&self, method: &str, path: &str) -> String {
        let asks = Signed {
            method: "GET",
            path: "/plain".to_owned(),
            origin: String::new(),
            media: String::new(),
            body: String::new(),
            chunked: false,
            headers: vec![
                ("authorization".to_owned(), self.authorization.clone()),
                ("dpop".to_owned(), self.proof_with("GET", "/plain", "")),
            ],
        };
        let nonce = self.send(&asks).header("dpop-nonce").unwrap().to_owned();
        self.proof_with(method, path, &nonce)
    }

    fn proof_with(&self, method: &str, path: &str, nonce: &str) -> String {
        let path = path.split('?').next().unwrap();
        let claims = json!({
            "jti": unique(), "htm": method, "htu": format!("http://{}{path}", self.address),
            "iat": jiff::Timestamp::now().as_second(), "nonce": nonce,
            "ath": URL_SAFE_NO_PAD.encode(Sha256::digest(&self.token)),
        });
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some("dpop+jwt".to_owned());
        header.jwk = Some(Jwk::from_encoding_key(&self.key, Algorithm::ES256).unwrap());
        jsonwebtoken::encode(&header, &claims, &self.key).unwrap()
    }
}

impl Signed {
    /// Signed again, with all its headers, at this second.
    pub(super) fn signed_at(self, created: i64, client: &Client) -> Self {
        let mut unsigned = self.unsigned();
        let mut lines = vec![
            ("@method", unsigned.method.to_owned()),
            ("@target-uri", format!("{}{}", unsigned.origin, unsigned.path)),
        ];
        lines.extend(unsigned.headers.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let covered: Vec<_> = lines.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let (nonce, keyid) = (unique(), thumbprint(&client.key));
        let input = format!(
            r#"({});created={created};nonce="{nonce}";keyid="{keyid}";alg="ecdsa-p256-sha256";tag="zt""#,
            covered.join(" ")
        );
        let lines: String =
            lines.iter().map(|(name, value)| format!("\"{name}\": {value}\n")).collect();
        let base = format!("{lines}\"@signature-params\": {input}");
        let signature =
            jsonwebtoken::crypto::sign(base.as_bytes(), &client.key, Algorithm::ES256).unwrap();
        let signature = STANDARD.encode(URL_SAFE_NO_PAD.decode(signature).unwrap());
        unsigned.headers.push(("signature-input".to_owned(), format!("sig={input}")));
        unsigned.headers.push(("signature".to_owned(), format!("sig=:{signature}:")));
        unsigned
    }

    pub(super) fn unsigned(&self) -> Self {
        let mut unsigned = self.clone();
        unsigned.headers.retain(|(name, _)| !name.starts_with("signature"));
        unsigned
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With one text in the place of another, in whichever header it stands.
    #[track_caller]
    pub(super) fn replacing(mut self, from: &str, to: &str) -> Self {
        let header = self.headers.iter_mut().find(|(_, value)| value.contains(from)).unwrap();
        header.1 = header.1.replacen(from, to, 1);
        self
    }

    fn head(&self) -> String {
        let Self { method, path, media, body, chunked, .. } = self;
        let lines = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let lines: String = lines.collect();
        let media =
            if media.is_empty() { String::new() } else { format!("content-type: {media}\r\n") };
        let length = match (chunked, body.as_str()) {
            (true, _) => "transfer-encoding: chunked\r\n".to_owned(),
            (false, "") => String::new(),
            (false, body) => format!("content-length: {}\r\n", body.len()),
        };
        format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n{lines}{media}{length}\r\n")
    }

    fn content(&self) -> String {
        if !self.chunked {
            return self.body.clone();
        }
        let (first, second) = self.body.split_at(self.body.len() / 2);
        let pieces = [first, second].into_iter().filter(|piece| !piece.is_empty());
        let pieces = pieces.map(|piece| format!("{:x}\r\n{piece}\r\n", piece.len()));
        format!("{}0\r\n\r\n", pieces.collect::<String>())
    }
}

fn public(key: &EncodingKey) -> Value {
    serde_json::to_value(Jwk::from_encoding_key(key, Algorithm::ES256).unwrap()).unwrap()
}

fn thumbprint(key: &EncodingKey) -> String {
    let jwk = Jwk::from_encoding_key(key, Algorithm::ES256).unwrap();
    jwk.thumbprint(ThumbprintHash::SHA256).unwrap()
}

fn unique() -> String {
    format!("{:032x}", fastrand::u128(..))
}
