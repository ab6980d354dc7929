//! A finding as a Security Event Token (RFC 8417), so that whoever takes such events takes ours.
//!
//! About a caller it is an event of CAEP: its risk level is high, or its sessions are revoked. About an address, which has
//! neither, it is one of our own. What the audit log says of the finding stands in each.

use aws_lc_rs::signature::Ed25519KeyPair;
use jiff::Timestamp;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rustls::SignatureScheme;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::PrivateKeyDer;
use serde_json::{Map, Value, json};
use zt_watch::{Culprit, Finding};

use crate::audit::FindingRecord;
use crate::crypto;

const RISK: &str = "https://schemas.openid.net/secevent/caep/event-type/risk-level-change";
const REVOKED: &str = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
const FINDING: &str = "urn:zt:event:finding";

/// The key that signs events.
#[derive(Clone)]
pub(crate) struct EventKey {
    key: EncodingKey,
    algorithm: Algorithm,
    /// RFC 7638.
    id: String,
}

impl EventKey {
    /// A private key in PKCS #8: Ed25519, or ECDSA on P-256. `None` for any other.
    pub(crate) fn read(der: &PrivateKeyDer<'_>) -> Option<Self> {
        crypto::install();
        let PrivateKeyDer::Pkcs8(bytes) = der else { return None };
        let bytes = bytes.secret_pkcs8_der();
        let signs = any_supported_type(der).ok()?;
        let can = |scheme| signs.choose_scheme(&[scheme]).is_some();
        let (key, algorithm) = if can(SignatureScheme::ED25519) {
            // Some tools write the public key beside it, which jsonwebtoken doesn't read.
            let plain = Ed25519KeyPair::from_pkcs8(bytes).ok()?.to_pkcs8v1().ok()?;
            (EncodingKey::from_ed_der(plain.as_ref()), Algorithm::EdDSA)
        } else if can(SignatureScheme::ECDSA_NISTP256_SHA256) {
            (EncodingKey::from_ec_der(bytes), Algorithm::ES256)
        } else {
            return None;
        };
        let public = Jwk::from_encoding_key(&key, algorithm).ok()?;
        Some(Self { key, algorithm, id: public.thumbprint(ThumbprintHash::SHA256).ok()? })
    }

    /// A signed token (RFC 8417 §2.3: `typ` is `secevent+jwt`).
    pub(super) fn sign(&self, event: &Value) -> Option<String> {
        let header = Header {
            typ: Some("secevent+jwt".to_owned()),
            kid: Some(self.id.clone()),
            ..Header::new(self.algorithm)
        };
        jsonwebtoken::encode(&header, event, &self.key).ok()
    }
}

impl std::fmt::Debug for EventKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The claims. `lost` alerts before this one reached nobody.
pub(super) fn event(
    finding: &Finding,
    record: &FindingRecord,
    parties: (&str, &str),
    id: &str,
    now: Timestamp,
    lost: u64,
) -> Value {
    let (issuer, audience) = parties;
    let mut about = Map::new();
    about.insert("event_timestamp".to_owned(), finding.at.as_second().into());
    about.insert("initiating_entity".to_owned(), "policy".into());
    about.insert("reason_admin".to_owned(), json!({ "en": finding.detection.sentence() }));
    about.insert("finding".to_owned(), serde_json::to_value(record).unwrap_or_default());
    let (kind, subject) = match &finding.culprit {
        Culprit::Address(network) => {
            (FINDING, json!({ "format": "opaque", "id": network.to_string() }))
        }
        Culprit::Caller(verified) => {
            let who = verified.who();
            let subject = json!({ "format": "iss_sub", "iss": &*who.issuer, "sub": &*who.name });
            if record.has_revoked() {
                (REVOKED, subject)
            } else {
                about.insert("principal".to_owned(), principal(&who.kind).into());
                about.insert("current_level".to_owned(), "HIGH".into());
                about.insert("risk_reason".to_owned(), finding.detection.name().into());
                (RISK, subject)
            }
        }
    };
    let mut event = json!({
        "iss": issuer,
        "aud": audience,
        "iat": now.as_second(),
        "jti": id,
        "txn": &*finding.trace,
        "sub_id": subject,
        "events": { kind: about },
    });
    if let (1.., Some(event)) = (lost, event.as_object_mut()) {
        event.insert("lost".to_owned(), lost.into());
    }
    event
}

fn principal(kind: &str) -> &'static str {
    if kind == "person" { "USER" } else { "WORKLOAD" }
}
