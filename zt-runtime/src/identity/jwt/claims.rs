//! The claims of a JWT access token, read strictly into the same form as a PASETO's.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::identity::claims::{Audience, Claims, Confirmed, Moment};
use crate::identity::paseto::Fault;

const MALFORMED: Fault = "payload_malformed";

/// The largest integer that every reader of JSON agrees about (RFC 8259 §6).
const LARGEST: u64 = (1 << 53) - 1;

/// By which names an issuer tells what zt asks.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    /// Scopes as one text with spaces: `scope` (RFC 9068 §2.2.3). Under another name an array counts too, as some
    /// providers write `scp`.
    pub(crate) scope: Box<str>,
    /// The program: `client_id` (RFC 9068 §2.2), elsewhere `azp` or `cid`.
    pub(crate) client: Box<str>,
    /// The organisation.
    pub(crate) tenant: Box<str>,
}

impl Default for Mapping {
    fn default() -> Self {
        Self { scope: "scope".into(), client: "client_id".into(), tenant: "tenant".into() }
    }
}

impl Mapping {
    /// Reads a verified payload. What RFC 9068 §2.2 requires has to be there (T-07), and in its type (T-03).
    pub(crate) fn read(&self, payload: &str) -> Result<Claims, Fault> {
        self.read_object(&serde_json::from_str(payload).map_err(|_| MALFORMED)?)
    }

    /// The same, of an object that was read strictly.
    pub(crate) fn read_object(&self, claims: &Map<String, Value>) -> Result<Claims, Fault> {
        Ok(Claims {
            iss: needed(text(claims, "iss")?)?,
            sub: needed(text(claims, "sub")?)?,
            aud: audience(claims)?,
            exp: needed(moment(claims, "exp")?)?,
            iat: needed(moment(claims, "iat")?)?,
            nbf: moment(claims, "nbf")?,
            jti: needed(text(claims, "jti")?)?,
            scope: self.scopes(claims)?,
            tenant: text(claims, &self.tenant)?,
            client_id: Some(needed(text(claims, &self.client)?)?),
            kind: None,
            auth_time: moment(claims, "auth_time")?,
            acr: text(claims, "acr")?,
            cnf: confirmed(claims)?,
            act: claims.get("act").cloned(),
        })
    }

    fn scopes(&self, claims: &Map<String, Value>) -> Result<Option<String>, Fault> {
        match claims.get(&*self.scope) {
            Some(Value::Array(scopes)) if *self.scope != *"scope" => {
                // One item is one scope: joined, one with a space in it would become two.
                let one = |scope: &&str| !scope.is_empty() && !scope.contains(char::is_whitespace);
                let scopes: Option<Vec<_>> =
                    scopes.iter().map(|scope| scope.as_str().filter(one)).collect();
                Ok(Some(scopes.ok_or(MALFORMED)?.join(" ")))
            }
            _ => text(claims, &self.scope),
        }
    }
}

fn needed<T>(claim: Option<T>) -> Result<T, Fault> {
    claim.ok_or(MALFORMED)
}

fn text(claims: &Map<String, Value>, name: &str) -> Result<Option<String>, Fault> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(MALFORMED),
    }
}

/// RFC 7519 §2, NumericDate, whole seconds: a fraction is nothing that two readers round alike.
fn moment(claims: &Map<String, Value>, name: &str) -> Result<Option<Moment>, Fault> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    let seconds = value.as_u64().filter(|seconds| *seconds <= LARGEST).ok_or(MALFORMED)?;
    let timestamp = Timestamp::from_second(seconds.cast_signed()).map_err(|_| MALFORMED)?;
    Ok(Some(Moment(timestamp)))
}

fn audience(claims: &Map<String, Value>) -> Result<Audience, Fault> {
    match claims.get("aud") {
        Some(Value::String(one)) => Ok(Audience::One(one.clone())),
        Some(Value::Array(many)) => {
            let names: Option<Vec<_>> =
                many.iter().map(|name| name.as_str().map(str::to_owned)).collect();
            names.map(Audience::Many).ok_or(MALFORMED)
        }
        _ => Err(MALFORMED),
    }
}

fn confirmed(claims: &Map<String, Value>) -> Result<Option<Confirmed>, Fault> {
    let confirmed = claims.get("cnf").map(|cnf| serde_json::from_value(cnf.clone()));
    confirmed.transpose().map_err(|_| "confirmation_malformed")
}
