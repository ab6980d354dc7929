//! Whether a token counts here and now: the checks of RFC 9068 §4 and RFC 8725 §3, for PASETO.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use zt_core::decide::{ScopeSet, ScopeTable};

use super::Identity;
use super::claims::Claims;
use super::credential::Credential;
use super::keyring::Keyring;
use super::name::{Client, Tenant};
use super::paseto::{Fault, Footer, Unverified};
use super::revocation::Revocations;
use super::subject::Subject;
use crate::problem::Refusal;

/// Longest `jti`: it is kept for as long as its revocation counts.
const LONGEST_TOKEN_ID: usize = 255;

/// Which tokens a service accepts.
#[derive(Debug, Clone)]
pub(crate) struct Trust {
    /// The only issuer, compared byte by byte.
    pub(crate) issuer: Arc<str>,
    /// This service's name in `aud`.
    pub(crate) audience: Arc<str>,
    /// The issuer's keys.
    pub(crate) keys: Keyring,
    /// What the issuer signs along without sending it (P-06).
    pub(crate) implicit: Box<[u8]>,
    /// The longest `exp` − `iat` that counts.
    pub(crate) life: SignedDuration,
    /// How far the issuer's clock may be ahead of ours. Expiry is exact: a slow clock of ours prolongs nothing.
    pub(crate) leeway: SignedDuration,
    /// The embedded authority that these tokens must name in their footer; `None` for an issuer of its own.
    pub(crate) authority: Option<&'static str>,
}

/// Turns a credential into an [`Identity`], or refuses it.
#[derive(Debug, Clone)]
pub(crate) struct Verifier {
    trust: Arc<Trust>,
    revocations: Revocations,
}

impl Verifier {
    pub(crate) fn new(trust: Trust, revocations: Revocations) -> Self {
        Self { trust: Arc::new(trust), revocations }
    }

    /// Proves who calls. Whatever is wrong with the token, the wire says `invalid_token` and nothing else.
    pub(crate) fn verify(
        &self,
        credential: &Credential,
        now: Timestamp,
        table: &ScopeTable,
    ) -> Result<Identity, Refusal> {
        self.identity(credential.expose(), now, table).map_err(Refusal::InvalidToken)
    }

    fn identity(&self, token: &str, now: Timestamp, table: &ScopeTable) -> Result<Identity, Fault> {
        let claims = Claims::parse(&self.signed_payload(token)?)?;
        self.check_parties(&claims)?;
        self.check_times(&claims, now)?;
        let identity = identify(&claims, table)?;
        self.revocations.check(&identity, self.trust.leeway)?;
        Ok(identity)
    }

    fn signed_payload(&self, token: &str) -> Result<String, Fault> {
        let unverified = Unverified::parse(token)?;
        let footer = unverified.footer()?;
        self.check_authority(&footer)?;
        let key = self.trust.keys.find(&footer.kid).ok_or("unknown_key")?;
        unverified.verify(key, &self.trust.implicit)
    }

    /// Tokens of an embedded authority say so, and count only where that authority runs.
    fn check_authority(&self, footer: &Footer) -> Result<(), Fault> {
        match (self.trust.authority, footer.authority.as_deref()) {
            (None, Some("dev" | "test")) => Err("development_token"),
            (Some(ours), theirs) if theirs != Some(ours) => Err("wrong_authority"),
            _ => Ok(()),
        }
    }

    fn check_parties(&self, claims: &Claims) -> Result<(), Fault> {
        if claims.iss != *self.trust.issuer {
            return Err("wrong_issuer");
        }
        if !claims.aud.contains(&self.trust.audience) {
            return Err("wrong_audience");
        }
        if claims.cnf.is_some() {
            return Err("bound_token_as_bearer");
        }
        Ok(())
    }

    fn check_times(&self, claims: &Claims, now: Timestamp) -> Result<(), Fault> {
        let (issued, expires) = (claims.iat.0, claims.exp.0);
        let latest = now.checked_add(self.trust.leeway).unwrap_or(Timestamp::MAX);
        if expires <= now {
            return Err("expired");
        }
        if issued > latest {
            return Err("issued_in_the_future");
        }
        if claims.nbf.is_some_and(|moment| moment.0 > latest) {
            return Err("not_yet_valid");
        }
        let life = expires.duration_since(issued);
        if life.is_negative() || life > self.trust.life {
            return Err("life_too_long");
        }
        Ok(())
    }
}

fn identify(claims: &Claims, table: &ScopeTable) -> Result<Identity, Fault> {
    let subject =
        Subject::new(&claims.iss, &claims.sub, claims.kind()).map_err(|_| "subject_malformed")?;
    let tenant =
        claims.tenant.as_deref().map(Tenant::new).transpose().map_err(|_| "tenant_malformed")?;
    let client =
        claims.client_id.as_deref().map(Client::new).transpose().map_err(|_| "client_malformed")?;
    if claims.jti.is_empty() || claims.jti.len() > LONGEST_TOKEN_ID {
        return Err("token_id_malformed");
    }
    let scopes = claims.scope.as_deref().unwrap_or_default();
    Ok(Identity {
        subject,
        tenant,
        client,
        scopes: Box::from(scopes),
        scope_set: scope_set(scopes, table)?,
        token_id: Arc::from(claims.jti.as_str()),
        issued_at: claims.iat.0,
        expires_at: claims.exp.0,
        auth_time: claims.auth_time.map(|moment| moment.0),
        acr: claims.acr.as_deref().map(Box::from),
        is_bound: false,
    })
}

/// No scope claim and an empty one grant nothing (T-16, X32).
fn scope_set(scopes: &str, table: &ScopeTable) -> Result<ScopeSet, Fault> {
    if scopes.is_empty() {
        return Ok(ScopeSet::default());
    }
    table.parse(scopes).map_err(|_| "scope_malformed")
}
