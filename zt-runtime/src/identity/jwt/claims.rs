//! The claims of a JWT access token, read strictly into the same form as a PASETO's.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::identity::Kind;
use crate::identity::claims::{Audience, Claims, Confirmed, Moment};
use crate::identity::paseto::Fault;
use crate::identity::words::Translation;

const MALFORMED: Fault = "payload_malformed";

/// The largest integer that every reader of JSON agrees about (RFC 8259 §6).
const LARGEST: u64 = (1 << 53) - 1;

/// By which names an issuer tells what zt asks.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    /// Scopes as one text with spaces: `scope` (RFC 9068 §2.2.3). Under another name an array counts too, as some
    /// providers write `scp`.
    pub(crate) scope: Box<str>,
    /// Roles, as an array of texts: `roles` (RFC 9068 §2.2.3.1).
    pub(crate) roles: Box<str>,
    /// The program: `client_id` (RFC 9068 §2.2), elsewhere `azp` or `cid`.
    pub(crate) client: Box<str>,
    /// The organisation.
    pub(crate) tenant: Box<str>,
    /// The token's own name: `jti` (RFC 9068 §2.2), elsewhere `uti`.
    pub(crate) token_id: Box<str>,
    /// What the subject is, where a claim says it.
    pub(crate) kind: Option<KindClaim>,
    /// The state of its holder's device, where a claim says it.
    pub(crate) device: Option<Box<str>>,
}

/// A claim that says whether the subject is a person, a client or a workload.
#[derive(Debug, Clone)]
pub(crate) struct KindClaim {
    pub(crate) claim: Box<str>,
    pub(crate) values: Translation,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            scope: "scope".into(),
            roles: "roles".into(),
            client: "client_id".into(),
            tenant: "tenant".into(),
            token_id: "jti".into(),
            kind: None,
            device: None,
        }
    }
}

impl Mapping {
    /// Reads what was signed or answered. What RFC 9068 §2.2 requires has to be there (T-07), and in its type (T-03).
    pub(crate) fn read(&self, claims: &Map<String, Value>) -> Result<Claims, Fault> {
        Ok(Claims {
            iss: needed(text(claims, "iss")?)?,
            sub: needed(text(claims, "sub")?)?,
            aud: audience(claims)?,
            exp: needed(moment(claims, "exp")?)?,
            iat: needed(moment(claims, "iat")?)?,
            nbf: moment(claims, "nbf")?,
            jti: needed(text(claims, &self.token_id)?)?,
            scope: self.scopes(claims)?,
            roles: claims.get(&*self.roles).cloned(),
            tenant: text(claims, &self.tenant)?,
            client_id: Some(needed(text(claims, &self.client)?)?),
            kind: self.kind(claims)?,
            device: self.device(claims)?,
            auth_time: moment(claims, "auth_time")?,
            acr: text(claims, "acr")?,
            cnf: confirmed(claims)?,
            act: claims.get("act").cloned(),
        })
    }

    /// A kind that nobody gave a meaning is no reason to take the subject for a person.
    fn kind(&self, claims: &Map<String, Value>) -> Result<Option<Kind>, Fault> {
        const UNKNOWN: Fault = "kind_unknown";
        let Some(KindClaim { claim, values }) = &self.kind else { return Ok(None) };
        let Some(theirs) = text(claims, claim)? else { return Ok(None) };
        let ours = values.ours(&theirs).ok_or(UNKNOWN)?;
        ours.parse().map(Some).map_err(|_| UNKNOWN)
    }

    /// A text, or a truth value: `true` is how some providers say that a device is managed.
    fn device(&self, claims: &Map<String, Value>) -> Result<Option<String>, Fault> {
        let Some(claim) = &self.device else { return Ok(None) };
        match claims.get(&**claim) {
            Some(Value::Bool(truth)) => Ok(Some(truth.to_string())),
            _ => text(claims, claim),
        }
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
