//! `shop as alice POST <url>`: the two headers of one request whose token is bound to a key, for curl to send. It does what any
//! client does for DPoP (RFC 9449): makes a key, has a token bound to it, asks for the service's nonce, proves the key.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::{SystemRandom, fill};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::jwk::{CommonParameters, Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header, get_current_timestamp};
use reqwest::{Client, Method, StatusCode};
use serde_json::json;
use zt::TokenBuilder;

/// A key, and the token that is bound to it.
pub(crate) struct Caller {
    key: EncodingKey,
    public: Jwk,
    token: String,
}

impl Caller {
    /// A new key for each: it is gone when the program ends, and nobody can use the token then.
    pub(crate) fn with(token: TokenBuilder<'_>) -> zt::Result<Self> {
        let key =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())?;
        let key = EncodingKey::from_ec_der(key.as_ref());
        let mut public = Jwk::from_encoding_key(&key, Algorithm::ES256)?;
        public.common = CommonParameters::default();
        let thumbprint = public.thumbprint(ThumbprintHash::SHA256)?;
        let token = token.bound_to(&json!({ "jkt": thumbprint })).issue()?;
        Ok(Self { key, public, token })
    }

    /// For this request, once.
    pub(crate) async fn headers(&self, method: &str, url: &str) -> zt::Result<String> {
        let nonce = self.nonce(method, url).await?;
        let proof = self.proof(method, url, Some(&nonce))?;
        Ok(format!("authorization: {}\ndpop: {proof}\n", self.authorization()))
    }

    /// The service tells it to whoever comes without: the request is refused, and that is no fault.
    async fn nonce(&self, method: &str, url: &str) -> zt::Result<String> {
        let proof = self.proof(method, url, None)?;
        let request = client()?.request(Method::from_bytes(method.as_bytes())?, url);
        let request = request.header("authorization", self.authorization()).header("dpop", proof);
        let answer = request.send().await?;
        let nonce = answer
            .headers()
            .get("dpop-nonce")
            .filter(|_| answer.status() == StatusCode::UNAUTHORIZED);
        let nonce = nonce
            .ok_or_else(|| zt::Error::new(format!("{url} told no nonce: {}", answer.status())))?;
        Ok(nonce.to_str()?.to_owned())
    }

    /// RFC 9449 §4.2.
    fn proof(&self, method: &str, url: &str, nonce: Option<&str>) -> zt::Result<String> {
        let typ = Some("dpop+jwt".to_owned());
        let header =
            Header { typ, jwk: Some(self.public.clone()), ..Header::new(Algorithm::ES256) };
        let mut claims = json!({
            "jti": used_once()?,
            "htm": method,
            "htu": url.split(['?', '#']).next(),
            "iat": get_current_timestamp(),
            "ath": BASE64.encode(digest(&SHA256, self.token.as_bytes())),
        });
        if let (Some(nonce), Some(claims)) = (nonce, claims.as_object_mut()) {
            claims.insert("nonce".to_owned(), nonce.into());
        }
        Ok(jsonwebtoken::encode(&header, &claims, &self.key)?)
    }

    fn authorization(&self) -> String {
        format!("DPoP {}", self.token)
    }
}

/// 128 random bits.
fn used_once() -> zt::Result<String> {
    let mut bytes = [0; 16];
    fill(&mut bytes)?;
    Ok(BASE64.encode(bytes))
}

/// The shop is on this machine: no proxy is asked for it.
fn client() -> zt::Result<Client> {
    // It speaks no TLS here, yet isn't made without. Whoever installed one before is as good.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    Ok(Client::builder().no_proxy().build()?)
}
