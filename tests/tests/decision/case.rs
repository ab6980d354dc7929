//! What both cores are asked, and what they answer: plain words, numbers and lists.

/// A request to an endpoint, and all that stands in the annotations around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) service: Words,
    pub(super) group: Option<Words>,
    pub(super) endpoint: Endpoint,
    /// What the service lists.
    pub(super) roles: &'static [Role],
    /// `None` where none came.
    pub(super) token: Option<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    pub(super) method: &'static str,
    /// The word `reads`.
    pub(super) reads: bool,
    pub(super) access: Access,
    pub(super) words: Words,
}

/// Who may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Access {
    Probe,
    Public,
    Authenticated,
    /// `scopes(any(..), ..)`: a clause with one scope is a scope that stands by itself.
    Scopes(Vec<Vec<Scope>>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) name: &'static str,
    pub(super) writes: bool,
}

/// `#[role("support", grants(..))]`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) name: &'static str,
    pub(super) grants: &'static [Scope],
}

/// What is inherited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) rate: Option<Rate>,
    /// `proof(max_age)` in milliseconds.
    pub(super) max_age: Option<u64>,
    /// `proof(auth_age)` in milliseconds.
    pub(super) auth_age: Option<u64>,
    /// `proof(acr)`: one of [`WAYS`]; none where nothing is said.
    pub(super) acr: &'static [&'static str],
    /// `proof(bound)`
    pub(super) bound: bool,
    /// `proof(issuer)`: one of [`ISSUERS`]; none where nothing is said.
    pub(super) issuer: &'static [&'static str],
    /// `proof(signed)`
    pub(super) signed: bool,
    /// `proof(device)`: one of [`DEVICES`]; none where nothing is said.
    pub(super) device: &'static [&'static str],
    /// `limits(body)` in bytes.
    pub(super) body: Option<u64>,
    /// `limits(time)` in milliseconds.
    pub(super) time: Option<u64>,
}

/// `rate("60/min", by = subject)`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) requests: u32,
    pub(super) period: &'static str,
    pub(super) by: &'static str,
}

/// A token that was proved genuine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Its claim `scope`.
    pub(super) scope: String,
    /// Its roles, in the service's own words.
    pub(super) roles: Vec<String>,
    /// Whole seconds since it was issued; of a part of one, the next.
    pub(super) age: u64,
    /// Its claim `acr`.
    pub(super) acr: Option<&'static str>,
    /// Whole seconds since its holder logged in, likewise, if it has an `auth_time`.
    pub(super) auth_age: Option<u64>,
    /// Bound to a key that the caller proved to hold.
    pub(super) bound: bool,
    /// What the configuration calls its issuer, if it has a name there.
    pub(super) issuer: Option<&'static str>,
    /// The request is signed by the key that it names.
    pub(super) signed: bool,
    /// Its device.
    pub(super) device: Option<&'static str>,
}

/// Lists of ways to log in that annotations have here: some of them within others, some apart.
pub(super) const WAYS: [&[&str]; 9] = [
    &["mfa"],
    &["passkey"],
    &["Mfa"],
    &["mfa", "passkey"],
    &["passkey", "mfa"],
    &["mfa", "passkey", "sms"],
    &["mfa", "sms"],
    &["sms"],
    &["mf", "mfaa"],
];

/// Lists of issuers, likewise.
pub(super) const ISSUERS: [&[&str]; 6] = [
    &["corp"],
    &["partner"],
    &["corp", "partner"],
    &["partner", "corp"],
    &["cor", "corps"],
    &["agency"],
];

/// Lists of devices, likewise.
pub(super) const DEVICES: [&[&str]; 6] = [
    &["managed"],
    &["Managed"],
    &["managed", "shared"],
    &["shared", "managed"],
    &["shared"],
    &["manage"],
];

/// The rule after inheritance, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) effective: Effective,
    pub(super) verdict: Verdict,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Effective {
    pub(super) rate: Rate,
    pub(super) max_age: Option<u64>,
    pub(super) auth_age: Option<u64>,
    pub(super) acr: &'static [&'static str],
    pub(super) bound: bool,
    pub(super) issuer: &'static [&'static str],
    pub(super) signed: bool,
    pub(super) device: &'static [&'static str],
    pub(super) body: u64,
    pub(super) time: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Verdict {
    Admitted,
    /// 401, and which scope would be needed isn't said.
    CredentialNeeded,
    /// 401, for whatever makes a token invalid.
    InvalidToken,
    /// The same 401: it is invalid here.
    IssuerNotAdmitted,
    /// 401 with the scheme `DPoP`.
    BoundTokenNeeded,
    /// 401 with `Accept-Signature`.
    SignatureNeeded,
    /// 401 with `max_age` in seconds.
    TokenTooOld(u64),
    /// 401 with `acr_values` and `max_age` in seconds.
    LoginNeeded(&'static [&'static str], Option<u64>),
    /// 403 without an error of OAuth.
    DeviceNotAdmitted,
    /// 403
    InsufficientScope,
}

/// What keeps an endpoint from being built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(super) struct Mistakes {
    pub(super) changes_by_reading_scopes: bool,
    pub(super) loosens: bool,
}
