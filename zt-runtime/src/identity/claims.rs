//! What a verified token says, read strictly: wrong types are refusals, never absences.

use std::fmt;

use jiff::Timestamp;
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::confirmation::{Confirmation, Thumbprint};
use super::json::{self, CLAIMS};
use super::paseto::Fault;
use super::public_key::{KeyFault, PublicKey};
use super::subject::Kind;

/// Claims of a token (RFC 7519 §4.1, RFC 9068 §2.2), spelled as PASETO does: times are RFC 3339 texts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) sub: String,
    pub(crate) aud: Audience,
    pub(crate) exp: Moment,
    pub(crate) iat: Moment,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) nbf: Option<Moment>,
    pub(crate) jti: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) scope: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) tenant: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<Kind>,
    /// When its holder logged in (OpenID Connect Core 1.0 §2, RFC 9068 §2.2.1), in PASETO's spelling.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) auth_time: Option<Moment>,
    /// How (RFC 9068 §2.2.1): one value.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) acr: Option<String>,
    /// The state of its holder's device.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) device: Option<String>,
    /// Its holder's roles (RFC 9068 §2.2.3.1), as they are written: a service that knows no roles doesn't look at them.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) roles: Option<Value>,
    /// The key that the token is bound to (RFC 7800).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) cnf: Option<Confirmed>,
    /// Who acts for the subject (RFC 8693 §4.1).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(crate) act: Option<Value>,
}

impl Claims {
    /// Reads a verified payload.
    pub(crate) fn parse(payload: &str) -> Result<Self, Fault> {
        const MALFORMED: Fault = "payload_malformed";
        let payload = json::read_object(payload, CLAIMS).map_err(|_| MALFORMED)?;
        Self::deserialize(&payload).map_err(|_| MALFORMED)
    }

    /// What the subject is. A token without `kind` whose subject is its own client was not issued for a person
    /// (RFC 9068 §2.2: no resource owner is involved).
    pub(crate) fn kind(&self) -> Kind {
        let own_client = self.client_id.as_deref() == Some(self.sub.as_str());
        self.kind.unwrap_or(if own_client { Kind::Client } else { Kind::Person })
    }
}

/// `cnf` as it is written. A way to confirm that isn't known here can't be checked, so a token that asks for one
/// doesn't count (RFC 7800 §3.1).
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmed {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    jkt: Option<String>,
    #[serde(
        default,
        rename = "x5t#S256",
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    x5t: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    jwk: Option<Map<String, Value>>,
}

impl Confirmed {
    /// Reads one that names keys.
    pub(crate) fn read(confirmation: &Value) -> Result<Self, Fault> {
        let confirmed = Self::deserialize(confirmation).map_err(|_| "confirmation_malformed")?;
        confirmed.confirmation()?;
        Ok(confirmed)
    }

    /// The keys, of which there is at least one. A JWK beside its own thumbprint would be one key named twice, and beside
    /// another's two keys for one signature.
    pub(crate) fn confirmation(&self) -> Result<Confirmation, Fault> {
        const MALFORMED: Fault = "confirmation_malformed";
        let read = |text: &Option<String>| {
            text.as_deref().map(|text| Thumbprint::parse(text).ok_or(MALFORMED)).transpose()
        };
        let (jkt, x5t) = (read(&self.jkt)?, read(&self.x5t)?);
        let jwk =
            self.jwk.clone().map(PublicKey::of_jwk).transpose().map_err(|fault| match fault {
                KeyFault::Private => "confirmation_private_key",
                KeyFault::Malformed | KeyFault::Unusable | KeyFault::Kind => MALFORMED,
            })?;
        match (&jkt, &x5t, &jwk) {
            (None, None, None) | (Some(_), _, Some(_)) => Err(MALFORMED),
            _ => Ok(Confirmation { jkt, x5t, jwk }),
        }
    }
}

/// A JWK that shows a private key is told to nobody.
impl fmt::Debug for Confirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { jkt, x5t, .. } = self;
        f.debug_struct("Confirmed").field("jkt", jkt).field("x5t", x5t).finish_non_exhaustive()
    }
}

/// For whom a token was made: one name or several (RFC 7519 §4.1.3).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    /// Whether `name` is among them, compared byte by byte.
    pub(crate) fn contains(&self, name: &str) -> bool {
        match self {
            Self::One(one) => one == name,
            Self::Many(many) => many.iter().any(|one| one == name),
        }
    }
}

/// A moment as RFC 3339 §5.6 writes it, with upper-case `T` and `Z` (P-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl Moment {
    fn parse(text: &str) -> Option<Self> {
        // jiff reads more than RFC 3339: spaces, commas, expanded years, zones in brackets.
        if !is_rfc3339(text.as_bytes()) {
            return None;
        }
        text.parse().ok().map(Self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not an RFC 3339 time"))
    }
}

fn is_rfc3339(text: &[u8]) -> bool {
    let Some((clock, rest)) = text.split_at_checked(19) else { return false };
    let zone = match rest.split_first() {
        Some((b'.', rest)) => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !(1..=9).contains(&digits) {
                return false;
            }
            rest.get(digits..).unwrap_or_default()
        }
        _ => rest,
    };
    has_shape(clock, b"dddd-dd-ddTdd:dd:dd") && (zone == b"Z" || is_offset(zone))
}

/// RFC 3339 §5.6, `time-numoffset`: less than a day, whatever jiff reads.
fn is_offset(zone: &[u8]) -> bool {
    let is_shaped = has_shape(zone, b"+dd:dd") || has_shape(zone, b"-dd:dd");
    is_shaped && zone.get(1..3).is_some_and(|hours| hours < b"24".as_slice())
}

/// `d` in the shape stands for a digit, everything else for itself.
fn has_shape(text: &[u8], shape: &[u8]) -> bool {
    let fits =
        |(byte, want): (&u8, &u8)| if *want == b'd' { byte.is_ascii_digit() } else { byte == want };
    text.len() == shape.len() && text.iter().zip(shape).all(fits)
}

/// For an optional claim that is there: `null` is a wrong type, not an absence (T-03).
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn p05_times_are_rfc_3339_and_nothing_else() {
        for good in [
            "2026-01-02T03:04:05Z",
            "2026-01-02T03:04:05.5Z",
            "2026-01-02T03:04:05+00:00",
            "2026-01-02T03:04:05-05:30",
        ] {
            assert!(Moment::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "2026-01-02",
            "2026-01-02 03:04:05Z",
            "2026-01-02t03:04:05Z",
            "2026-01-02T03:04:05z",
            "2026-01-02T03:04:05",
            "2026-01-02T03:04Z",
            "2026-01-02T03:04:05.Z",
            "2026-01-02T03:04:05,5Z",
            "2026-01-02T03:04:05.1234567890Z",
            "2026-02-30T03:04:05Z",
            "2026-01-02T25:04:05Z",
            "+002026-01-02T03:04:05Z",
            "2026-01-02T03:04:05+0000",
            "2026-01-02T03:04:05+00",
            "2026-01-02T03:04:05Z[UTC]",
            "1767322800",
            " 2026-01-02T03:04:05Z",
            "2026-01-02T03:04:05Z ",
            "2026-01-02T03:04:05+25:00",
            "２026-01-02T03:04:05Z",
        ] {
            assert!(Moment::parse(bad).is_none(), "{bad}");
        }
    }
}
