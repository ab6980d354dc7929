//! Every way in which the gate says no.

use std::sync::Arc;

use serde_json::{Value, json};

use super::challenge::Challenge;
use super::document::Document;
use crate::access::Standing;
use crate::identity::Scheme;
use crate::reply::Response;
use crate::route::DocumentPlace;

/// Why, in a word for the audit log. The wire doesn't show it.
pub(crate) type Reason = &'static str;

/// A refusal: what the caller reads is fixed by the variant, what the audit log reads is the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The path has two readings.
    AmbiguousPath(Reason),
    /// The request can't be read, or says one thing twice (G-13).
    MalformedRequest(Reason),
    /// Two credentials, one that can't be read, or one in the wrong place (T-18, T-19).
    InvalidRequest(Reason),
    /// The endpoint needs a credential, and none came.
    NoCredential,
    /// A credential came in a scheme that isn't ours; as if none had come.
    UnknownScheme,
    /// The token doesn't count.
    InvalidToken(Reason),
    /// The client certificate doesn't count: revoked, or one that a proxy should not have let through.
    InvalidCertificate(Reason),
    /// The proof that came with the token doesn't count (RFC 9449 §7.1).
    InvalidDpopProof(Reason),
    /// The proof has no nonce, or one that is too old (RFC 9449 §9).
    UseDpopNonce {
        /// The one to use.
        nonce: String,
    },
    /// The signature of the request doesn't count (RFC 9421 §3.2).
    InvalidSignature(Reason),
    /// The token is older than the endpoint accepts.
    TooOld {
        /// The age in seconds up to which it would have counted.
        max_age_seconds: u64,
    },
    /// The endpoint needs a token that is bound to a key of the caller's (S-09).
    NeedsBound,
    /// The endpoint needs a request that is signed by the key that the token names (S-11).
    NeedsSignature {
        /// What has to be signed, as `Accept-Signature` has it.
        wanted: String,
    },
    /// The endpoint needs a stronger or a later login (RFC 9470).
    NeedsStepUp {
        /// The ways to log in that count, as the caller's issuer calls them, with single spaces between.
        acr_values: String,
        /// How long ago the login may be.
        auth_age_seconds: Option<u64>,
    },
    /// The endpoint is for other devices.
    NeedsDevice,
    /// The endpoint is for callers in other networks (G-05).
    NeedsNetwork,
    /// The token grants too little.
    InsufficientScope {
        /// The scopes that this route needs, with single spaces.
        scopes: Arc<str>,
    },
    /// The request has a field that only some may send (B-14), and the token doesn't grant it.
    FieldNotGranted {
        /// The scopes that this request needs, with single spaces.
        scopes: Arc<str>,
    },
    /// No such route, no such object, not the caller's, another tenant's, or no id at all: one and the same answer
    ///
    NotFound(Reason),
    /// The path answers other methods.
    MethodNotAllowed {
        /// Those methods, as in `Allow`.
        allow: Arc<str>,
    },
    /// More requests than the endpoint's rule allows.
    OverTheLimit(Standing),
    /// More than is allowed beside the rules: refusals to one address, documents.
    RateLimited {
        /// When to try again.
        retry_after_seconds: u64,
    },
    /// The watch found something about this caller or address: for a time it is let ask little (L-07).
    Throttled {
        /// When to try again.
        retry_after_seconds: u64,
    },
    /// As many streams are open as one caller, or all together, may have (G-06).
    TooManyStreams,
    /// As many requests of the caller are being answered as may be at once (G-11).
    TooManyAtOnce,
    /// The endpoint is a socket, and the request doesn't ask to go on as one (RFC 9110 §15.5.22).
    UpgradeRequired,
    /// The page that sends the request is of another origin (X21).
    ForeignOrigin,
    /// The body didn't come in time.
    BodyTooSlow,
    /// The body is larger than the endpoint takes.
    BodyTooLarge,
    /// The request target is longer than a path may be.
    TargetTooLong,
    /// The headers are larger than the service takes.
    HeadersTooLarge,
    /// The request asks for a host that the service isn't (G-10).
    Misdirected,
    /// The body is of another media type.
    UnsupportedMediaType {
        /// What the endpoint takes, as in `Accept`.
        accept: &'static str,
    },
    /// The body can't be parsed at all.
    MalformedBody(Reason),
    /// Body or query are well formed and not what the endpoint takes.
    InvalidInput(Vec<FieldFault>),
    /// The handler took longer than the endpoint's limit.
    TimedOut,
    /// Something broke: a panic, an error of a store.
    Internal(Reason),
    /// Something that a decision needs doesn't answer: the gate fails closed.
    Unavailable(Reason),
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldFault {
    /// Where: a JSON Pointer (RFC 6901) of declared names and indexes, never of names that came with the request.
    pub(crate) pointer: String,
    /// What is wrong, in a fixed sentence.
    pub(crate) detail: std::borrow::Cow<'static, str>,
}

impl Refusal {
    /// The status that goes out.
    pub(crate) const fn status(&self) -> u16 {
        match self {
            Self::AmbiguousPath(_)
            | Self::MalformedRequest(_)
            | Self::InvalidRequest(_)
            | Self::MalformedBody(_) => 400,
            Self::NoCredential
            | Self::UnknownScheme
            | Self::InvalidToken(_)
            | Self::InvalidCertificate(_)
            | Self::InvalidDpopProof(_)
            | Self::UseDpopNonce { .. }
            | Self::InvalidSignature(_)
            | Self::TooOld { .. }
            | Self::NeedsBound
            | Self::NeedsSignature { .. }
            | Self::NeedsStepUp { .. } => 401,
            Self::NeedsDevice
            | Self::NeedsNetwork
            | Self::InsufficientScope { .. }
            | Self::FieldNotGranted { .. }
            | Self::ForeignOrigin => 403,
            Self::NotFound(_) => 404,
            Self::MethodNotAllowed { .. } => 405,
            Self::BodyTooSlow => 408,
            Self::BodyTooLarge => 413,
            Self::TargetTooLong => 414,
            Self::UnsupportedMediaType { .. } => 415,
            Self::Misdirected => 421,
            Self::InvalidInput(_) => 422,
            Self::UpgradeRequired => 426,
            Self::OverTheLimit(_)
            | Self::RateLimited { .. }
            | Self::Throttled { .. }
            | Self::TooManyStreams
            | Self::TooManyAtOnce => 429,
            Self::HeadersTooLarge => 431,
            Self::Internal(_) => 500,
            Self::TimedOut | Self::Unavailable(_) => 503,
        }
    }

    /// What the audit log calls it.
    pub(crate) const fn reason(&self) -> Reason {
        match self {
            Self::AmbiguousPath(reason)
            | Self::MalformedRequest(reason)
            | Self::InvalidRequest(reason)
            | Self::InvalidToken(reason)
            | Self::InvalidCertificate(reason)
            | Self::InvalidDpopProof(reason)
            | Self::InvalidSignature(reason)
            | Self::NotFound(reason)
            | Self::MalformedBody(reason)
            | Self::Internal(reason)
            | Self::Unavailable(reason) => reason,
            Self::NoCredential => "no_credential",
            Self::UnknownScheme => "unknown_scheme",
            Self::UseDpopNonce { .. } => "dpop_nonce_needed",
            Self::TooOld { .. } => "token_too_old",
            Self::NeedsBound => "token_not_bound",
            Self::NeedsStepUp { .. } => "step_up_needed",
            Self::NeedsSignature { .. } => "request_not_signed",
            Self::NeedsDevice => "device_not_admitted",
            Self::NeedsNetwork => "network_not_admitted",
            Self::InsufficientScope { .. } => "insufficient_scope",
            Self::FieldNotGranted { .. } => "field_not_granted",
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::OverTheLimit(_) | Self::RateLimited { .. } => "rate_limited",
            Self::Throttled { .. } => "throttled",
            Self::TooManyStreams => "too_many_streams",
            Self::TooManyAtOnce => "too_many_at_once",
            Self::UpgradeRequired => "upgrade_required",
            Self::ForeignOrigin => "foreign_origin",
            Self::BodyTooSlow => "body_too_slow",
            Self::BodyTooLarge => "body_too_large",
            Self::TargetTooLong => "target_too_long",
            Self::HeadersTooLarge => "headers_too_large",
            Self::Misdirected => "host_unknown",
            Self::UnsupportedMediaType { .. } => "unsupported_media_type",
            Self::InvalidInput(_) => "invalid_input",
            Self::TimedOut => "timed_out",
        }
    }

    /// Whether the service failed, not the caller.
    pub(crate) const fn is_fault(&self) -> bool {
        self.status() >= 500
    }

    /// The response: problem document, challenge, `no-store`.
    pub(crate) fn response(&self, trace: &str) -> Response {
        self.response_to(trace, Scheme::Bearer, None)
    }

    /// The response for a caller that used `scheme`, in which it is challenged, about a resource that `document`
    /// describes.
    pub(crate) fn response_to(
        &self,
        trace: &str,
        scheme: Scheme,
        document: Option<&DocumentPlace<'_>>,
    ) -> Response {
        let (kind, title) = self.kind_and_title();
        let problem = Document {
            status: self.status(),
            kind: Some(kind),
            title,
            detail: self.detail(),
            trace,
            members: &self.members(),
        };
        problem.into_response(self.headers(scheme, document))
    }

    const fn kind_and_title(&self) -> (&'static str, &'static str) {
        match self {
            Self::AmbiguousPath(_) => ("ambiguous-path", "The path is ambiguous"),
            Self::MalformedRequest(_) => ("malformed-request", "The request is malformed"),
            Self::InvalidRequest(_) => ("invalid-request", "The credential can't be read"),
            Self::NoCredential | Self::UnknownScheme => {
                ("credential-needed", "A credential is needed")
            }
            Self::InvalidToken(_) => ("invalid-token", "The token is not valid"),
            Self::InvalidCertificate(_) => {
                ("invalid-certificate", "The client certificate is not valid")
            }
            Self::InvalidDpopProof(_) => ("invalid-dpop-proof", "The DPoP proof is not valid"),
            Self::UseDpopNonce { .. } => ("dpop-nonce-needed", "The DPoP proof needs a nonce"),
            Self::InvalidSignature(_) => {
                ("invalid-signature", "The request's signature is not valid")
            }
            Self::TooOld { .. } => ("token-too-old", "The token is too old"),
            Self::NeedsBound => ("bound-token-needed", "A token that is bound to a key is needed"),
            Self::NeedsStepUp { .. } => ("step-up-needed", "A stronger or a later login is needed"),
            Self::NeedsSignature { .. } => ("signature-needed", "A signed request is needed"),
            Self::NeedsDevice => ("device-not-admitted", "Another device is needed"),
            Self::NeedsNetwork => ("network-not-admitted", "Another network is needed"),
            Self::InsufficientScope { .. } | Self::FieldNotGranted { .. } => {
                ("insufficient-scope", "The token grants too little")
            }
            Self::NotFound(_) => ("not-found", "Not found"),
            Self::MethodNotAllowed { .. } => ("method-not-allowed", "Method not allowed"),
            Self::OverTheLimit(_) | Self::RateLimited { .. } | Self::Throttled { .. } => {
                ("rate-limited", "Too many requests")
            }
            Self::TooManyStreams => ("too-many-streams", "Too many streams are open"),
            Self::TooManyAtOnce => ("too-many-at-once", "Too many requests at once"),
            Self::UpgradeRequired => ("upgrade-required", "A WebSocket has to be opened"),
            Self::ForeignOrigin => ("foreign-origin", "The page is of another origin"),
            Self::BodyTooSlow => ("body-too-slow", "The body came too slowly"),
            Self::BodyTooLarge => ("too-large", "Content too large"),
            Self::TargetTooLong => ("target-too-long", "The request target is too long"),
            Self::HeadersTooLarge => ("headers-too-large", "The headers are too large"),
            Self::Misdirected => ("misdirected", "The service has another name"),
            Self::UnsupportedMediaType { .. } => {
                ("unsupported-media-type", "Unsupported media type")
            }
            Self::MalformedBody(_) => ("malformed-body", "The body is malformed"),
            Self::InvalidInput(_) => ("invalid-input", "The input is not valid"),
            Self::TimedOut => ("timed-out", "The answer took too long"),
            Self::Internal(_) => ("internal", "Internal error"),
            Self::Unavailable(_) => ("unavailable", "Service unavailable"),
        }
    }

    const fn detail(&self) -> Option<&'static str> {
        match self {
            Self::AmbiguousPath(_) => Some("Write the path in its one canonical form"),
            Self::InvalidRequest(_) => Some(
                "Send one token, in one Authorization header, as `Bearer <token>` or `DPoP <token>`",
            ),
            Self::NoCredential | Self::UnknownScheme => {
                Some("Send a token in the Authorization header")
            }
            Self::NeedsBound => Some(
                "Ask for a token that is bound to a key, and prove with each request that you hold it",
            ),
            Self::NeedsSignature { .. } => Some(
                "Sign the request with the key that the token names, as the Accept-Signature header says",
            ),
            Self::NeedsDevice => Some("Call from a device that this endpoint is for"),
            Self::NeedsNetwork => Some("Call from a network that this endpoint is for"),
            Self::NeedsStepUp { .. } => {
                Some("Let the user log in again as the challenge says, and ask for a new token")
            }
            Self::InvalidDpopProof(_) => {
                Some("Sign one proof for this method, this address and this token, and use it once")
            }
            Self::UseDpopNonce { .. } => {
                Some("Sign a new proof with the nonce in the DPoP-Nonce header, and try again")
            }
            Self::InvalidSignature(_) => Some(
                "Sign what this service asks for with the key that the token is bound to, and use it once",
            ),
            Self::FieldNotGranted { .. } => {
                Some("Leave out what only some callers may send, or ask for a token that grants it")
            }
            Self::TooOld { .. } => Some("Ask for a fresh token and try again"),
            Self::UpgradeRequired => {
                Some("Open a WebSocket of version 13, with the token in its Authorization header")
            }
            Self::TooManyAtOnce => Some("Wait for an answer before you ask for the next"),
            Self::TooManyStreams => Some("Close one of the streams that are open, and try again"),
            _ => None,
        }
    }

    /// Whether the caller is challenged, in its own scheme.
    pub(crate) fn is_challenge(&self) -> bool {
        self.challenge().is_some()
    }

    /// What a caller whose credential was refused can do.
    fn challenge(&self) -> Option<Challenge<'_>> {
        match self {
            Self::NoCredential | Self::UnknownScheme | Self::InvalidCertificate(_) => {
                Some(Challenge::Needed)
            }
            Self::InvalidRequest(_) => Some(Challenge::InvalidRequest),
            Self::InvalidToken(_) => Some(Challenge::InvalidToken),
            Self::InvalidDpopProof(_) => Some(Challenge::InvalidDpopProof),
            Self::UseDpopNonce { .. } => Some(Challenge::UseDpopNonce),
            Self::InvalidSignature(_) => Some(Challenge::InvalidSignature),
            Self::TooOld { max_age_seconds } => {
                Some(Challenge::Stale { max_age: *max_age_seconds })
            }
            Self::NeedsBound => Some(Challenge::NeedsBound),
            Self::NeedsStepUp { acr_values, auth_age_seconds } => {
                Some(Challenge::StepUp { acr_values, auth_age_seconds: *auth_age_seconds })
            }
            Self::NeedsSignature { .. } | Self::NeedsDevice => Some(Challenge::NotOfTheToken),
            Self::InsufficientScope { scopes } | Self::FieldNotGranted { scopes } => {
                Some(Challenge::InsufficientScope(scopes))
            }
            _ => None,
        }
    }

    fn headers(
        &self,
        scheme: Scheme,
        document: Option<&DocumentPlace<'_>>,
    ) -> Vec<(&'static str, String)> {
        let challenged = self.challenge().map(|challenge| {
            let url = document.and_then(DocumentPlace::url);
            challenge.headers(scheme, url.as_ref())
        });
        let mut headers = challenged.unwrap_or_default();
        headers.extend(self.other_headers());
        headers
    }

    fn other_headers(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::UseDpopNonce { nonce } => vec![("dpop-nonce", nonce.clone())],
            Self::NeedsSignature { wanted } => vec![("accept-signature", wanted.clone())],
            Self::MethodNotAllowed { allow } => vec![("allow", allow.to_string())],
            Self::UpgradeRequired => vec![("upgrade", "websocket".to_owned())],
            Self::OverTheLimit(standing) => {
                let retry = ("retry-after", standing.seconds().to_string());
                standing.headers().into_iter().chain([retry]).collect()
            }
            Self::RateLimited { retry_after_seconds } | Self::Throttled { retry_after_seconds } => {
                vec![("retry-after", retry_after_seconds.to_string())]
            }
            Self::UnsupportedMediaType { accept } => vec![("accept", (*accept).to_owned())],
            _ => Vec::new(),
        }
    }

    fn members(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::InvalidInput(faults) => {
                vec![("errors", faults.iter().map(FieldFault::to_json).collect())]
            }
            _ => Vec::new(),
        }
    }
}

impl FieldFault {
    fn to_json(&self) -> Value {
        json!({ "pointer": self.pointer, "detail": self.detail })
    }
}
