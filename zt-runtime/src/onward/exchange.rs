//! The caller's token, traded for one that counts at another service (RFC 8693).

use std::fmt;
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use reqwest::header::HeaderValue;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq as _;
use url::form_urlencoded::Serializer;
use zeroize::Zeroizing;

use super::OnwardFault;
use crate::Secret;
use crate::breaker::{Breaker, Health, Paused};
use crate::clock::Clock;
use crate::identity::Credential;
use crate::identity::credential::{LONGEST_TOKEN, is_b64token};
use crate::identity::introspection::ClientCredentials;
use crate::identity::json::{self, CLAIMS};
use crate::outbound::{FetchFault, Outbound, SafeUrl};

/// RFC 8693 §2.1.
const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// RFC 8693 §3: what is given, what is asked for, and what has to come back.
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

const LARGEST_ANSWER: usize = 64 * 1024;

/// Why an answer is none.
type Fault = &'static str;

const MALFORMED: Fault = "the token endpoint's answer is malformed";

/// Why there is no token. It is told to the log, with the request's trace.
#[derive(Debug)]
pub(super) enum NoToken {
    /// Nobody asks now: too much failed before.
    Paused,
    /// Nothing usable came back.
    Failed(FetchFault),
    /// The answer isn't what was asked for, or the token isn't to be exchanged there.
    Refused(Fault),
}

/// Where, as whom and for what tokens are exchanged.
pub(super) struct Exchange {
    endpoint: SafeUrl,
    credentials: ClientCredentials,
    audience: Box<str>,
    scope: Box<str>,
    clock: Clock,
    breaker: Mutex<Breaker>,
}

/// The value of `Authorization` for one caller at one service. It is overwritten when its request ends.
#[derive(Debug, Clone)]
pub(super) struct Exchanged(Rc<Secret<String>>);

impl Exchange {
    pub(super) fn new(
        endpoint: SafeUrl,
        credentials: ClientCredentials,
        audience: &str,
        scope: &str,
        clock: Clock,
    ) -> Self {
        let (audience, scope, breaker) = (audience.into(), scope.into(), Mutex::default());
        Self { endpoint, credentials, audience, scope, clock, breaker }
    }

    /// Asks for a token in the place of `subject`'s. Whatever fails, there is none.
    pub(super) async fn exchanged(
        &self,
        outbound: &Outbound,
        subject: &str,
    ) -> Result<Zeroizing<String>, NoToken> {
        let admitted = self.breaker().admit(self.clock.elapsed());
        admitted.map_err(|Paused| NoToken::Paused)?;
        let body = self.ask(outbound, subject).await;
        self.settle(body.as_ref().err());
        self.read(&body.map_err(NoToken::Failed)?, subject).map_err(NoToken::Refused)
    }

    async fn ask(&self, outbound: &Outbound, subject: &str) -> Result<Vec<u8>, FetchFault> {
        let form = Serializer::new(String::new())
            .append_pair("grant_type", GRANT)
            .append_pair("subject_token", subject)
            .append_pair("subject_token_type", ACCESS_TOKEN)
            .append_pair("requested_token_type", ACCESS_TOKEN)
            .append_pair("audience", &self.audience)
            .append_pair("scope", &self.scope)
            .finish();
        let authorization = self.credentials.authorization()?;
        outbound.post_form(&self.endpoint, authorization, form, LARGEST_ANSWER).await
    }

    fn settle(&self, fault: Option<&FetchFault>) {
        let health = fault.map_or(Some(Health::Answers), Health::after);
        if let Some(health) = health {
            self.breaker().settled(health, self.clock.elapsed());
        }
    }

    /// RFC 8693 §2.2.1, to the letter: another kind of token, or one that grants more, isn't the one that was asked for.
    fn read(&self, body: &[u8], subject: &str) -> Result<Zeroizing<String>, Fault> {
        let mut answer = object(body)?;
        let Some(Value::String(token)) = answer.remove("access_token") else {
            return Err(MALFORMED);
        };
        let token = Zeroizing::new(token);
        check_kind(&answer)?;
        self.check_scope(answer.get("scope"))?;
        if !is_b64token(&token) || token.len() > LONGEST_TOKEN {
            return Err(MALFORMED);
        }
        if token.as_bytes().ct_eq(subject.as_bytes()).into() {
            return Err("the caller's own token came back");
        }
        Ok(token)
    }

    /// Left out, it is what was asked for.
    fn check_scope(&self, granted: Option<&Value>) -> Result<(), Fault> {
        let Some(granted) = granted else { return Ok(()) };
        let granted = granted.as_str().ok_or("the scope is no text")?;
        let asked = |scope: &str| self.scope.split(' ').any(|asked| asked == scope);
        if granted.split(' ').all(asked) { Ok(()) } else { Err("more was granted than asked for") }
    }

    // What is inside is whole between any two statements that hold the lock.
    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn object(body: &[u8]) -> Result<Map<String, Value>, Fault> {
    let text = str::from_utf8(body).map_err(|_| MALFORMED)?;
    json::read_object(text, CLAIMS).map_err(|_| MALFORMED)
}

/// An access token that whoever holds it may use, for now or for a time that is told.
fn check_kind(answer: &Map<String, Value>) -> Result<(), Fault> {
    if answer.get("issued_token_type").and_then(Value::as_str) != Some(ACCESS_TOKEN) {
        return Err("another kind of token was issued");
    }
    let kind = answer.get("token_type").and_then(Value::as_str).ok_or(MALFORMED)?;
    if !kind.eq_ignore_ascii_case("bearer") {
        return Err("the token is no bearer token");
    }
    let lives = |seconds: &Value| seconds.as_u64().is_some_and(|seconds| seconds > 0);
    if answer.get("expires_in").is_none_or(lives) { Ok(()) } else { Err(MALFORMED) }
}

impl NoToken {
    pub(super) const fn fault(&self) -> OnwardFault {
        match self {
            Self::Paused => OnwardFault::Unavailable,
            Self::Failed(fault) if Health::after(fault).is_some() => OnwardFault::Unavailable,
            Self::Failed(_) | Self::Refused(_) => OnwardFault::NotGranted,
        }
    }
}

impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paused => f.write_str("the token endpoint failed, and isn't asked for a while"),
            Self::Failed(fault) => write!(f, "the token endpoint: {fault}"),
            Self::Refused(fault) => f.write_str(fault),
        }
    }
}

impl Exchanged {
    pub(super) fn of(token: &Zeroizing<String>) -> Self {
        Self(Rc::new(Secret::new(format!("Bearer {}", **token))))
    }

    /// Marked, so that nothing on the way prints it either.
    pub(super) fn authorization(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_str(self.0.expose()).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

/// The caller's own token, for the exchange alone.
pub(super) fn subject_token(credential: &Credential) -> Zeroizing<String> {
    Zeroizing::new(credential.expose().to_owned())
}
