//! Whether a token counts here and now: the checks of RFC 9068 §4 and RFC 8725 §3, for PASETO and JWT alike.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use zt_core::contract::RoleInfo;
use zt_core::decide::{Grants, RoleTable, ScopeSet, ScopeTable};

use super::actor;
use super::certificate::PeerCertificate;
use super::claims::{Claims, Confirmed};
use super::confirmation::{Confirmation, Thumbprint};
use super::credential::Credential;
use super::issuer::Issuer;
use super::issuers::{Issuers, SegmentTerms};
use super::memory::Memory;
use super::name::{Client, Tenant};
use super::paseto::Fault;
use super::public_key::PublicKey;
use super::revocation::Revocations;
use super::subject::Subject;
use super::{Identity, Shown, Translation};
use crate::clock::Clock;
use crate::problem::Refusal;

/// Longest `jti`: it is kept for as long as its revocation counts.
const LONGEST_TOKEN_ID: usize = 255;

/// Turns a credential into an [`Identity`], or refuses it.
#[derive(Debug, Clone)]
pub(crate) struct Verifier {
    issuers: Issuers,
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
    /// The key that signed it.
    pub(crate) signer: Option<Thumbprint>,
}

impl Verifier {
    pub(crate) fn new(issuers: impl Into<Issuers>, revocations: Revocations) -> Self {
        Self { issuers: issuers.into(), revocations }
    }

    /// The verifier of a segment: its own audience, perhaps fewer issuers, its own memory, the same revocations.
    pub(crate) fn in_segment(&self, terms: &SegmentTerms, memory: Memory) -> Self {
        let issuers = self.issuers.in_segment(terms, memory);
        Self { issuers, revocations: self.revocations.clone() }
    }

    pub(crate) const fn issuers(&self) -> &Issuers {
        &self.issuers
    }

    pub(crate) const fn revocations(&self) -> &Revocations {
        &self.revocations
    }

    /// Proves that the token counts. Whatever is wrong with it, the wire says `invalid_token` and nothing else.
    pub(crate) async fn verify(
        &self,
        credential: &Credential,
        clock: &Clock,
        grants: &Grants,
    ) -> Result<Holder, Refusal> {
        let (claims, issuer) = self.issuers.claims(credential.expose()).await?;
        // Now, and not when the request came: a token that ran out while its issuer was asked doesn't count.
        let holder = self.holder(&claims, issuer, clock.now(), grants);
        holder.map_err(Refusal::InvalidToken)
    }

    /// Whether what was proved before still counts: what can be told at once, without proving it anew.
    pub(crate) fn check_again(&self, identity: &Identity, now: Timestamp) -> Result<(), Fault> {
        if identity.expires_at() <= now {
            return Err("expired");
        }
        let issuer = self.issuer_of(identity).ok_or("wrong_issuer")?;
        self.revocations.check(identity, issuer.terms.leeway)
    }

    /// How far the clock of the caller's issuer may be ahead.
    pub(super) fn leeway_of(&self, identity: &Identity) -> SignedDuration {
        self.issuer_of(identity).map_or(SignedDuration::ZERO, |issuer| issuer.terms.leeway)
    }

    fn issuer_of(&self, identity: &Identity) -> Option<&Issuer> {
        let issued_by = |issuer: &&Issuer| *issuer.terms.issuer == *identity.subject().issuer();
        self.issuers.iter().find(issued_by)
    }

    fn holder(
        &self,
        claims: &Claims,
        issuer: &Issuer,
        now: Timestamp,
        grants: &Grants,
    ) -> Result<Holder, Fault> {
        issuer.terms.check_parties(claims)?;
        issuer.terms.check_times(claims, now)?;
        let confirmation = claims.cnf.as_ref().map(Confirmed::confirmation).transpose()?;
        let identity = identify(claims, issuer, grants)?;
        self.revocations.check(&identity, issuer.terms.leeway)?;
        Ok(Holder { identity, confirmation })
    }
}

impl Holder {
    /// The key of the proofs that the token asks for (RFC 9449 §6.1).
    pub(crate) fn jkt(&self) -> Option<&Thumbprint> {
        self.confirmation.as_ref()?.jkt.as_ref()
    }

    /// The key that requests with this token are signed with. The token names it, or names what the request shows of it;
    /// a signature's `keyid` chooses nothing (S-11).
    pub(crate) fn signing_key<'k>(
        &'k self,
        proof: Option<&'k PublicKey>,
        certificate: Option<&'k PeerCertificate>,
    ) -> Option<&'k PublicKey> {
        let Confirmation { jkt, x5t, jwk } = self.confirmation.as_ref()?;
        if jwk.is_some() {
            return jwk.as_ref();
        }
        if let Some(jkt) = jkt {
            return proof.filter(|key| key.thumbprint() == jkt);
        }
        certificate.filter(|shown| x5t.as_ref() == Some(shown.thumbprint()))?.key()
    }

    /// Whether the token counts in a signed request only: its key is shown by nothing else.
    pub(crate) fn needs_signature(&self) -> bool {
        self.confirmation.as_ref().is_some_and(|confirmation| confirmation.jwk.is_some())
    }

    /// The identity, if the request proved to hold every key that the token is bound to (S-01, S-07). A token that is
    /// bound to none may not come as if it were: a client that thinks so is mistaken about its token (RFC 9449 §7.1).
    pub(crate) fn bound(self, presented: Presented) -> Result<Identity, Refusal> {
        let Self { mut identity, confirmation } = self;
        let bound = check_binding(confirmation, presented).map_err(Refusal::InvalidToken)?;
        identity.is_bound = bound;
        identity.is_signed = presented.signer.is_some();
        Ok(identity)
    }
}

fn check_binding(confirmation: Option<Confirmation>, presented: Presented) -> Result<bool, Fault> {
    let Some(Confirmation { jkt, x5t, jwk }) = confirmation else {
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
    if jwk.is_some_and(|key| presented.signer != Some(*key.thumbprint())) {
        return Err("bound_token_unsigned");
    }
    Ok(true)
}

fn identify(claims: &Claims, issuer: &Issuer, grants: &Grants) -> Result<Identity, Fault> {
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
    let words = &issuer.words;
    let mut scope_set = scope_set(scopes, &grants.scopes)?;
    let roles = roles(claims.roles.as_ref(), &words.role, &grants.roles)?;
    roles.iter().for_each(|(_, granted)| scope_set.extend(granted));
    Ok(Identity {
        subject,
        tenant,
        client,
        scopes: Box::from(scopes),
        roles: roles.into_iter().map(|(role, _)| role).collect(),
        scope_set,
        token_id: Arc::from(claims.jti.as_str()),
        issued_at: claims.iat.0,
        expires_at: claims.exp.0,
        auth_time: claims.auth_time.map(|moment| moment.0),
        actor,
        issuer_name: issuer.name.clone(),
        acr: claims.acr.as_deref().and_then(|acr| words.acr.ours(acr)).map(Box::from),
        acr_words: words.acr.clone(),
        device: claims
            .device
            .as_deref()
            .and_then(|device| words.device.ours(device))
            .map(Box::from),
        is_bound: false,
        is_signed: false,
        shown: Shown::Token,
    })
}

/// No scope claim and an empty one grant nothing (T-16, X32).
fn scope_set(scopes: &str, table: &ScopeTable) -> Result<ScopeSet, Fault> {
    if scopes.is_empty() {
        return Ok(ScopeSet::default());
    }
    table.parse(scopes).map_err(|_| "scope_malformed")
}

/// Those of a token's roles that the service knows, in its own words, each once, with what they grant. What else is there
/// grants nothing; but a list that isn't one says nothing that could be relied on.
fn roles(
    said: Option<&Value>,
    words: &Translation,
    table: &RoleTable,
) -> Result<Vec<(RoleInfo, ScopeSet)>, Fault> {
    const MALFORMED: Fault = "roles_malformed";
    let Some(said) = said.filter(|_| !table.is_empty()) else { return Ok(Vec::new()) };
    let mut known: Vec<(RoleInfo, ScopeSet)> = Vec::new();
    for theirs in said.as_array().ok_or(MALFORMED)? {
        let theirs = theirs.as_str().ok_or(MALFORMED)?;
        let found = words.ours(theirs).and_then(|ours| table.find(ours));
        let is_new = |(role, _): &(RoleInfo, _)| known.iter().all(|(it, _)| it.name != role.name);
        let found = found.filter(is_new);
        known.extend(found);
    }
    Ok(known)
}
