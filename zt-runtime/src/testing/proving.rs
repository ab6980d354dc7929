//! How a caller of a test proves for each request that it holds the key of its token (DPoP, RFC 9449 §4.2), as any client
//! does it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::held::Unproved;
use super::signing::{SigningKey, used_once};
use crate::gate::Gate;

/// A proof for this request beside this token.
pub(super) fn proof(
    key: &SigningKey,
    gate: &Gate,
    request: &Unproved<'_>,
    token: String,
) -> String {
    let path = request.target.split('?').next().unwrap_or_default();
    let header = json!({ "typ": "dpop+jwt", "alg": "EdDSA", "jwk": key.jwk() });
    let claims = json!({
        "jti": used_once(),
        "htm": request.method,
        "htu": format!("{}{path}", gate.test_origin()),
        "iat": gate.now().as_second(),
        "ath": URL_SAFE_NO_PAD.encode(Sha256::digest(token)),
        "nonce": gate.test_nonce(),
    });
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let signed = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(key.signature(signed.as_bytes()));
    format!("{signed}.{signature}")
}
