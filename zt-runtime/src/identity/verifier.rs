//! Whether a token counts here and now: the checks of RFC 9068 §4 and RFC 8725 §3, for PASETO and JWT alike.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use zt_core::decide::{ScopeSet, ScopeTable};

use super::Identity;
use super::actor;
use super::claims::{Claims, Confirmed};
use super::confirmation::{Confirmation, Thumbprint};
use super::credential::Credential;
use super::jws;
use super::jwt::JwtTrust;
use super::keyring::Keyring;
use super::name::{Client, Tenant};
use super::paseto::{Fault, Footer, Unverified};
use super::revocation::Revocations;
use super::subject::Subject;
use crate::clock::Clock;
use crate::problem::Refusal;

/// Longest `jti`: it is kept for as long as its revocation counts.
const LONGEST_TOKEN_ID: usize = 255;

/// Which PASETO tokens a service accepts.
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

/// Whose tokens count.
#[derive(Debug, Clone)]
pub(crate) enum Issuer {
    /// An issuer of PASETO `v4.public`.
    Paseto(Trust),
    /// An issuer of JWT access tokens.
    Jwt(JwtTrust),
}

impl From<Trust> for Issuer {
    fn from(trust: Trust) -> Self {
        Self::Paseto(trust)
    }
}

/// Turns a credential into an [`Identity`], or refuses it.
#[derive(Debug, Clone)]
pub(crate) struct Verifier {
    issuers: Arc<[Issuer]>,
    revocations: Revocations,
}

/// A caller whose token counts, if the token was the caller's own: made by [`Verifier::verify`] only, and an identity
/// only after [`Holder::bound`].
#[derive(Debug)]
pub(crate) struct Holder {
    identity: Identity,
    confirmation: Option<Confirmation>,
}

/// The keys that a request proved to hold.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Presented {
    /// The key of its DPoP proof. There exactly when the token came under the scheme `DPoP`.
    pub(crate) jkt: Option<Thumbprint>,
    /// The client certificate of its connection.
    pub(crate) x5t: Option<Thumbprint>,
}

/// What every token of an issuer is held against.
struct Terms<'t> {
    issuer: &'t str,
    audience: &'t str,
    life: SignedDuration,
    leeway: SignedDuration,
}

impl Verifier {
    pub(crate) fn new(issuer: impl Into<Issuer>, revocations: Revocations) -> Self {
        Self::of(vec![issuer.into()], revocations)
    }

    pub(crate) fn of(issuers: Vec<Issuer>, revocations: Revocations) -> Self {
        Self { issuers: issuers.into(), revocations }
    }

    /// Where clients get tokens that count here (RFC 9728 §2, `authorization_servers`): of issuers with an address, so not
    /// of PASETO's.
    pub(crate) fn authorization_servers(&self) -> Vec<Arc<str>> {
        self.issuers.iter().filter_map(Issuer::jwt).map(|trust| Arc::clone(&trust.issuer)).collect()
    }

    /// Proves that the token counts. Whatever is wrong with it, the wire says `invalid_token` and nothing else.
    pub(crate) async fn verify(
        &self,
        credential: &Credential,
        clock: &Clock,
        table: &ScopeTable,
    ) -> Result<Holder, Refusal> {
        let token = credential.expose();
        let (claims, terms) = self.known_claims(token).await?;
        // Now, and not when the request came: a token that ran out while its issuer was asked doesn't count.
        let holder = self.holder(&claims, &terms, clock.now(), table);
        holder.map_err(Refusal::InvalidToken)
    }

    /// A token without a dot is neither PASETO nor JWT: only its issuer can tell what it says.
    async fn known_claims(&self, token: &str) -> Result<(Claims, Terms<'_>), Refusal> {
        match self.issuer_to_ask() {
            Some(trust) if !token.contains('.') => {
                Ok((trust.asked_claims(token).await?, Terms::of_jwt(trust)))
            }
            _ => self.signed_claims(token).await,
        }
    }

    /// The one issuer that is asked about tokens. Of several, nobody could tell whose a token is, and to try them all
    /// would give one's tokens to the others.
    fn issuer_to_ask(&self) -> Option<&JwtTrust> {
        let jwts = self.issuers.iter().filter_map(Issuer::jwt);
        let mut asked = jwts.filter(|trust| trust.introspection.is_some());
        let first = asked.next()?;
        asked.next().is_none().then_some(first)
    }

    /// Each kind of token has its own way to be signed, and only issuers of that kind are asked.
    async fn signed_claims(&self, token: &str) -> Result<(Claims, Terms<'_>), Refusal> {
        if token.starts_with('v') {
            let trust = self.issuers.iter().find_map(Issuer::paseto);
            let trust = trust.ok_or(Refusal::InvalidToken("token_malformed"))?;
            let payload = trust.signed_payload(token);
            let claims = payload.and_then(|payload| Claims::parse(&payload));
            return Ok((claims.map_err(Refusal::InvalidToken)?, trust.terms()));
        }
        let mut jwts = self.issuers.iter().filter_map(Issuer::jwt).peekable();
        if jwts.peek().is_none() {
            return Err(Refusal::InvalidToken("not_v4_public"));
        }
        let token = jws::Unverified::parse(token).map_err(Refusal::InvalidToken)?;
        let named = token.untrusted_issuer().map_err(Refusal::InvalidToken)?;
        let trust = jwts.find(|trust| *trust.issuer == *named);
        let trust = trust.ok_or(Refusal::InvalidToken("wrong_issuer"))?;
        Ok((trust.signed_claims(&token).await?, Terms::of_jwt(trust)))
    }

    fn holder(
        &self,
        claims: &Claims,
        terms: &Terms<'_>,
        now: Timestamp,
        table: &ScopeTable,
    ) -> Result<Holder, Fault> {
        terms.check_parties(claims)?;
        terms.check_times(claims, now)?;
        let confirmation = claims.cnf.as_ref().map(Confirmed::confirmation).transpose()?;
        let identity = identify(claims, table)?;
        self.revocations.check(&identity, terms.leeway)?;
        Ok(Holder { identity, confirmation })
    }
}

impl Holder {
    /// The key of the proofs that the token asks for (RFC 9449 §6.1).
    pub(crate) fn jkt(&self) -> Option<&Thumbprint> {
        self.confirmation.as_ref()?.jkt.as_ref()
    }

    /// The identity, if the request proved to hold every key that the token is bound to (S-01, S-07). A token that is
    /// bound to none may not come as if it were: a client that thinks so is mistaken about its token (RFC 9449 §7.1).
    pub(crate) fn bound(self, presented: Presented) -> Result<Identity, Refusal> {
        let Self { mut identity, confirmation } = self;
        let bound = check_binding(confirmation, presented).map_err(Refusal::InvalidToken)?;
        identity.is_bound = bound;
        Ok(identity)
    }
}

fn check_binding(confirmation: Option<Confirmation>, presented: Presented) -> Result<bool, Fault> {
    let Some(Confirmation { jkt, x5t }) = confirmation else {
        return if presented.jkt.is_some() { Err("unbound_token_as_dpop") } else { Ok(false) };
    };
    match (jkt, presented.jkt) {
        (Some(_), None) => return Err("bound_token_as_bearer"),
        (None, Some(_)) => return Err("unbound_token_as_dpop"),
        (Some(jkt), Some(shown)) if jkt != shown => return Err("wrong_proof_key"),
        _ => {}
    }
    if x5t.is_some() && x5t != presented.x5t {
        return Err("wrong_certificate");
    }
    Ok(true)
}

impl Issuer {
    const fn paseto(&self) -> Option<&Trust> {
        match self {
            Self::Paseto(trust) => Some(trust),
            Self::Jwt(_) => None,
        }
    }

    const fn jwt(&self) -> Option<&JwtTrust> {
        match self {
            Self::Jwt(trust) => Some(trust),
            Self::Paseto(_) => None,
        }
    }
}

impl Trust {
    fn terms(&self) -> Terms<'_> {
        Terms {
            issuer: &self.issuer,
            audience: &self.audience,
            life: self.life,
            leeway: self.leeway,
        }
    }

    fn signed_payload(&self, token: &str) -> Result<String, Fault> {
        let unverified = Unverified::parse(token)?;
        let footer = unverified.footer()?;
        self.check_authority(&footer)?;
        let key = self.keys.find(&footer.kid).ok_or("unknown_key")?;
        unverified.verify(key, &self.implicit)
    }

    /// Tokens of an embedded authority say so, and count only where that authority runs.
    fn check_authority(&self, footer: &Footer) -> Result<(), Fault> {
        match (self.authority, footer.authority.as_deref()) {
            (None, Some("dev" | "test")) => Err("development_token"),
            (Some(ours), theirs) if theirs != Some(ours) => Err("wrong_authority"),
            _ => Ok(()),
        }
    }
}

impl<'t> Terms<'t> {
    fn of_jwt(trust: &'t JwtTrust) -> Self {
        Self {
            issuer: &trust.issuer,
            audience: &trust.audience,
            life: trust.life,
            leeway: trust.leeway,
        }
    }

    fn check_parties(&self, claims: &Claims) -> Result<(), Fault> {
        if claims.iss != *self.issuer {
            return Err("wrong_issuer");
        }
        if !claims.aud.contains(self.audience) {
            return Err("wrong_audience");
        }
        Ok(())
    }

    fn check_times(&self, claims: &Claims, now: Timestamp) -> Result<(), Fault> {
        let (issued, expires) = (claims.iat.0, claims.exp.0);
        let latest = now.checked_add(self.leeway).unwrap_or(Timestamp::MAX);
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
        if life.is_negative() || life > self.life {
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
    let actor = claims.act.as_ref().map(actor::current).transpose()?;
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
        actor,
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
