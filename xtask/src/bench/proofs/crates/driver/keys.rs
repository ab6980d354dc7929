//! Keys, and what is signed with them.

use std::time::SystemTime;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use rcgen::KeyPair;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

pub struct Key {
    /// As headers spell it.
    pub name: &'static str,
    pub algorithm: Algorithm,
    pub private: EncodingKey,
    pub public: DecodingKey,
    pub jwk: Jwk,
}

impl Key {
    pub fn all() -> [Self; 4] {
        ["ES256", "EdDSA", "PS256", "RS256"].map(Self::generate)
    }

    pub fn generate(name: &'static str) -> Self {
        let pem = |kind| KeyPair::generate_for(kind).expect("a key").serialize_pem();
        let (algorithm, private) = match name {
            "ES256" => {
                let pem = pem(&rcgen::PKCS_ECDSA_P256_SHA256);
                (Algorithm::ES256, EncodingKey::from_ec_pem(pem.as_bytes()))
            }
            "EdDSA" => (Algorithm::EdDSA, ed25519()),
            _ => {
                let pem = pem(&rcgen::PKCS_RSA_SHA256);
                let algorithm = if name == "PS256" { Algorithm::PS256 } else { Algorithm::RS256 };
                (algorithm, EncodingKey::from_rsa_pem(pem.as_bytes()))
            }
        };
        let private = private.expect("a private key");
        let mut jwk = Jwk::from_encoding_key(&private, algorithm).expect("a JWK");
        jwk.common.key_id = Some(name.to_owned());
        let public = DecodingKey::from_jwk(&jwk).expect("a public key");
        Self { name, algorithm, private, public, jwk }
    }

    pub fn sign(&self, claims: &Value) -> String {
        let typ = Some("at+jwt".to_owned());
        let kid = Some(self.name.to_owned());
        let header = Header { typ, kid, ..Header::new(self.algorithm) };
        jsonwebtoken::encode(&header, claims, &self.private).expect("a token")
    }

    /// RFC 7638.
    pub fn thumbprint(&self) -> String {
        self.jwk.thumbprint(ThumbprintHash::SHA256).expect("a thumbprint")
    }

    /// The JWK with the members that a token or a proof names.
    pub fn bare_jwk(&self) -> Jwk {
        let mut jwk = self.jwk.clone();
        jwk.common = Default::default();
        jwk
    }
}

/// PKCS #8 of the first version, without the public key: what jsonwebtoken makes a JWK of (RFC 8410 §7).
fn ed25519() -> jsonwebtoken::errors::Result<EncodingKey> {
    const HEAD: [u8; 16] = [0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 32];
    let seed = Sha256::digest(KeyPair::generate().expect("a key").serialize_der());
    Ok(EncodingKey::from_ed_der(&[HEAD.as_slice(), seed.as_slice()].concat()))
}

pub fn base64_sha256(text: &str) -> String {
    BASE64.encode(Sha256::digest(text))
}

pub fn now() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().expect("a time").as_secs()
}
