//! Who may call, with which credential, how often.

use serde::{Deserialize, Serialize};

/// Who may call an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Access {
    /// Callers who hold, of each clause, at least one scope: an AND of ORs, by the scopes' names.
    Scopes(Vec<Vec<String>>),
    /// Any caller with a valid credential.
    Authenticated(Waiver),
    /// Everybody.
    Public(Waiver),
    /// Everybody, for liveness and readiness only.
    Probe,
}

/// A rule deliberately lifted, by whom, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Why it is harmless here.
    pub why: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which it stands, as YYYY-MM-DD.
    pub until: Option<String>,
}

/// Which credentials count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// How long ago the credential may have been issued, in milliseconds; `null` for no limit but its own expiry.
    pub max_age_ms: Option<u64>,
    /// How long ago its holder may have logged in, in milliseconds; `null` for no limit.
    pub auth_age_ms: Option<u64>,
    /// The ways to log in that count, any of them, as values of `acr`; none for any way.
    pub acr: Vec<String>,
    /// Whether it has to be bound to a key that the caller proves to hold.
    pub bound: bool,
    /// The issuers whose credentials count, any of them, by their names in the configuration; none for every issuer.
    pub issuer: Vec<String>,
    /// Whether the request has to be signed by the key that the credential names.
    pub signed: bool,
    /// The devices that may be called from, any of them, by what tokens call them; none for any device.
    pub device: Vec<String>,
}

/// How many requests count as too many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// So many requests
    pub count: u32,
    /// in so many milliseconds
    pub per_ms: u64,
    /// from one of these.
    pub by: RateBy,
    /// Where the rule was written. What inherits it from one group or service shares its count; a probe always has a
    /// count of its own.
    pub origin: RateOrigin,
}

/// Whose requests a limit counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateBy {
    /// The person or workload that the token names.
    Subject,
    /// The client that the token was issued to.
    Client,
    /// The tenant that the token names.
    Tenant,
    /// The address that the request came from.
    Ip,
}

/// Where a rate was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateOrigin {
    /// At the endpoint.
    Endpoint,
    /// At its group.
    Group,
    /// At the service.
    Service,
    /// Nowhere: zt's default.
    Default,
}
