//! An issuer inside the service: for development and for tests.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use zt_core::grammar::segment_name::MAIN;

use super::fault::AuthorityFault;
use super::signer::Signer;
use crate::clock::Clock;
use crate::hex::hex;
use crate::identity::claims::{Audience, Claims, Confirmed, Moment};
use crate::identity::keyring::{Keyring, LocalKeyring};
use crate::identity::{Client, Issuer, Kind, PasetoTrust, Subject, Tenant, Terms, Tokens, Words};
use crate::{Acr, Device, Role, Scope, Segment};

/// What the tests' authority calls itself.
pub(crate) const TEST: &str = "test";

const USUAL_LIFE: Duration = Duration::from_secs(3600);
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 3600);

/// Issuers that share a clock: one without a name, and one for each that the service's rules name.
#[derive(Debug)]
pub(crate) struct LocalAuthority {
    kind: &'static str,
    /// Audience of all, and issuer of what has no name: `dev:shop`.
    name: Arc<str>,
    house: House,
    named: Vec<(&'static str, House)>,
    clock: Clock,
}

/// One issuer.
#[derive(Debug)]
struct House {
    signer: Signer,
    /// `dev:shop`, or `dev:shop:corp`.
    issuer: Arc<str>,
}

impl LocalAuthority {
    /// The authority `<kind>:<service>`, whose own tokens name no issuer of the configuration.
    pub(crate) fn new(signer: Signer, kind: &'static str, service: &str, clock: Clock) -> Self {
        let name: Arc<str> = Arc::from(format!("{kind}:{service}"));
        let house = House { signer, issuer: Arc::clone(&name) };
        Self { kind, name, house, named: Vec::new(), clock }
    }

    /// With an issuer that rules call `name`.
    pub(crate) fn with_issuer(mut self, name: &'static str, signer: Signer) -> Self {
        let issuer = Arc::from(format!("{}:{name}", self.name));
        self.named.push((name, House { signer, issuer }));
        self
    }

    /// The authority of one test: its keys live as long as the test.
    pub(crate) fn for_test(service: &str, clock: Clock) -> Result<Self, AuthorityFault> {
        Ok(Self::new(Signer::generate()?, TEST, service, clock))
    }

    /// With issuers that rules call so, and new keys.
    pub(crate) fn with_issuers(
        self,
        names: &BTreeSet<&'static str>,
    ) -> Result<Self, AuthorityFault> {
        names.iter().try_fold(self, |all, name| Ok(all.with_issuer(name, Signer::generate()?)))
    }

    /// `dev:shop`: what its tokens say in `iss` and `aud`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What a service has to trust to accept this authority's tokens.
    pub(crate) fn issuers(&self) -> Vec<Issuer> {
        let named = self.named.iter().map(|(name, house)| self.issuer(Some(name), house));
        std::iter::once(self.issuer(None, &self.house)).chain(named).collect()
    }

    fn issuer(&self, name: Option<&str>, house: &House) -> Issuer {
        let mut keys = Keyring::default();
        // A key that was just made is well formed, and an empty ring trusts nobody.
        let _ = keys.add(&house.signer.public_paserk());
        let terms = Terms {
            issuer: Arc::clone(&house.issuer),
            audience: Arc::clone(&self.name),
            life: SignedDuration::try_from(LONGEST_LIFE).unwrap_or(SignedDuration::ZERO),
            // Issuer and service share one clock.
            leeway: SignedDuration::ZERO,
        };
        let implicit = Box::from(house.issuer.as_bytes());
        let (local_keys, authority) = (LocalKeyring::default(), Some(self.kind));
        let tokens = Tokens::Paseto(PasetoTrust { keys, local_keys, implicit, authority });
        Issuer { name: name.map(Arc::from), terms, words: Words::default(), tokens }
    }

    /// The issuer that rules call so.
    fn house(&self, name: Option<&'static str>) -> Result<&House, AuthorityFault> {
        let Some(name) = name else { return Ok(&self.house) };
        let named = self.named.iter().find(|(known, _)| *known == name);
        named.map(|(_, house)| house).ok_or(AuthorityFault::NoSuchIssuer(name))
    }

    /// What a token for a segment says in `aud`: no name of a service has a `/`.
    pub(crate) fn audience_of(&self, segment: &str) -> Arc<str> {
        if segment == MAIN {
            return Arc::clone(&self.name);
        }
        Arc::from(format!("{}/{segment}", self.name))
    }

    /// The subject that a token for `name` stands for.
    pub(crate) fn subject(&self, name: &str, kind: Kind) -> Result<Subject, AuthorityFault> {
        Ok(Subject::new(&self.name, name, kind)?)
    }

    pub(crate) fn token_for(&self, name: &str) -> TokenBuilder<'_> {
        TokenBuilder {
            authority: self,
            name: name.to_owned(),
            kind: Kind::Person,
            scopes: Vec::new(),
            tenant: None,
            client: None,
            logged_in_ago: None,
            acr: None,
            device: None,
            roles: Vec::new(),
            issuer: None,
            confirmation: None,
            life: USUAL_LIFE,
            segment: None,
        }
    }
}

/// A token in the making. Without [`TokenBuilder::holding`] it grants nothing.
#[derive(Debug, Clone)]
#[must_use = "a token is made by `issue()`"]
pub struct TokenBuilder<'a> {
    authority: &'a LocalAuthority,
    name: String,
    kind: Kind,
    scopes: Vec<Cow<'static, str>>,
    tenant: Option<String>,
    client: Option<String>,
    logged_in_ago: Option<Duration>,
    acr: Option<Cow<'static, str>>,
    device: Option<&'static str>,
    roles: Vec<Cow<'static, str>>,
    issuer: Option<&'static str>,
    confirmation: Option<Value>,
    life: Duration,
    segment: Option<&'static str>,
}

#[allow(
    clippy::wrong_self_convention,
    reason = "`token_for(\"billing\").as_client()` reads as it is meant"
)]
impl TokenBuilder<'_> {
    /// Grants a scope.
    pub fn holding<S: Scope>(self) -> Self {
        self.holding_named(S::INFO.name)
    }

    /// Grants a scope that is known by its declaration only, as tests that go through all routes do.
    pub(crate) fn holding_named(mut self, scope: &'static str) -> Self {
        if !self.scopes.iter().any(|known| known == scope) {
            self.scopes.push(scope.into());
        }
        self
    }

    /// Grants whatever this text is: scopes of other services, and near misses of one's own (X32).
    pub fn holding_text(mut self, scopes: impl Into<String>) -> Self {
        self.scopes.push(Cow::Owned(scopes.into()));
        self
    }

    /// For a program that acts in its own name.
    pub fn as_client(mut self) -> Self {
        self.kind = Kind::Client;
        self
    }

    /// For a running service.
    pub fn as_workload(mut self) -> Self {
        self.kind = Kind::Workload;
        self
    }

    /// For somebody who acts for an organisation.
    pub fn tenant(mut self, name: &str) -> Self {
        self.tenant = Some(name.to_owned());
        self
    }

    /// Through a program (`client_id`).
    pub fn client(mut self, name: &str) -> Self {
        self.client = Some(name.to_owned());
        self
    }

    /// For somebody who logged in so long before the token is issued (`auth_time`).
    pub fn logged_in_ago(mut self, ago: Duration) -> Self {
        self.logged_in_ago = Some(ago);
        self
    }

    /// For somebody who logged in this way (`acr`).
    pub fn with_acr<A: Acr>(mut self) -> Self {
        self.acr = Some(Cow::Borrowed(A::INFO.name));
        self
    }

    /// For somebody who logged in in whatever way this text says: near misses of the right one (S-10).
    pub fn with_acr_text(mut self, acr: impl Into<String>) -> Self {
        self.acr = Some(Cow::Owned(acr.into()));
        self
    }

    /// For somebody who calls from such a device.
    pub fn on_device<D: Device>(mut self) -> Self {
        self.device = Some(D::INFO.name);
        self
    }

    /// For somebody who has this role (RFC 9068 §2.2.3.1).
    pub fn in_role<R: Role>(self) -> Self {
        self.in_role_text(R::INFO.name)
    }

    /// For somebody who has a role of this name: near misses of the right one (X32).
    pub fn in_role_text(mut self, role: impl Into<Cow<'static, str>>) -> Self {
        self.roles.push(role.into());
        self
    }

    /// From this issuer, which a rule of the service names. Its alice is somebody else than the alice of another.
    pub fn vouched_by<I: crate::Issuer>(mut self) -> Self {
        self.issuer = Some(I::INFO.name);
        self
    }

    /// For whoever proves to hold a key, which is named as in `cnf`: `{"jkt": ".."}` for the key of DPoP proofs (RFC 9449
    /// §6.1), `{"x5t#S256": ".."}` for a client certificate (RFC 8705 §3.1), `{"jwk": {..}}` for the key that signs requests
    /// (RFC 7800 §3.2).
    ///
    /// Callers that prove it for each request are [`TestCaller::bound`](crate::testing::TestCaller::bound) and its sister.
    pub fn bound_to(mut self, confirmation: &Value) -> Self {
        self.confirmation = Some(confirmation.clone());
        self
    }

    /// For this segment of the service, and for no other one: `Main`, unless said.
    pub fn in_segment<S: Segment>(mut self) -> Self {
        self.segment = Some(S::INFO.name);
        self
    }

    /// How long it counts: an hour unless said, a day at most.
    pub fn life(mut self, life: Duration) -> Self {
        self.life = life;
        self
    }

    /// Signs it.
    ///
    /// # Errors
    /// A name is empty or holds invisible characters, the life is zero or over a day, what it is bound to is no key, or
    /// the authority's own can't sign.
    pub fn issue(self) -> Result<String, AuthorityFault> {
        let (claims, house) = (self.claims()?, self.authority.house(self.issuer)?);
        house.signer.sign(&claims, self.authority.kind, house.issuer.as_bytes())
    }

    /// Signs it with a `cnf`, as other issuers do.
    #[cfg(test)]
    #[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    pub(crate) fn issue_bound(self, confirmation: &serde_json::Value) -> String {
        let mut claims = serde_json::to_value(self.claims().unwrap()).unwrap();
        claims["cnf"] = confirmation.clone();
        let (kind, House { signer, issuer: name }) = (self.authority.kind, &self.authority.house);
        let footer = serde_json::json!({ "kid": signer.key_id(), "authority": kind }).to_string();
        signer.sign_bytes(claims.to_string().as_bytes(), footer.as_bytes(), name.as_bytes())
    }

    fn claims(&self) -> Result<Claims, AuthorityFault> {
        let issuer = &self.authority.house(self.issuer)?.issuer;
        let subject = Subject::new(issuer, &self.name, self.kind)?;
        let tenant = self.tenant.as_deref().map(Tenant::new).transpose()?;
        let client = self.client.as_deref().map(Client::new).transpose()?;
        let now = self.authority.clock.now();
        Ok(Claims {
            iss: subject.issuer().to_owned(),
            sub: subject.name().to_owned(),
            aud: Audience::One(self.audience()),
            exp: Moment(self.expiry(now)?),
            iat: Moment(now),
            nbf: None,
            jti: random_id()?,
            scope: Some(self.scopes.join(" ")),
            tenant: tenant.map(|tenant| tenant.name().to_owned()),
            client_id: client.map(|client| client.name().to_owned()),
            kind: Some(self.kind),
            auth_time: self.login(now)?.map(Moment),
            acr: self.acr.as_deref().map(str::to_owned),
            device: self.device.map(str::to_owned),
            roles: (!self.roles.is_empty()).then(|| json!(self.roles)),
            cnf: self.confirmed()?,
            act: None,
        })
    }

    fn audience(&self) -> String {
        self.authority.audience_of(self.segment.unwrap_or(MAIN)).as_ref().to_owned()
    }

    fn confirmed(&self) -> Result<Option<Confirmed>, AuthorityFault> {
        let read = self.confirmation.as_ref().map(Confirmed::read).transpose();
        read.map_err(|_| AuthorityFault::Confirmation)
    }

    fn login(&self, now: Timestamp) -> Result<Option<Timestamp>, AuthorityFault> {
        let login = self.logged_in_ago.map(|ago| now.checked_sub(ago));
        login.transpose().map_err(|_| AuthorityFault::Login)
    }

    fn expiry(&self, now: Timestamp) -> Result<Timestamp, AuthorityFault> {
        if self.life.is_zero() || self.life > LONGEST_LIFE {
            return Err(AuthorityFault::Life(LONGEST_LIFE));
        }
        now.checked_add(self.life).map_err(|_| AuthorityFault::Life(LONGEST_LIFE))
    }
}

/// 128 random bits (K-08).
pub(super) fn random_id() -> Result<String, AuthorityFault> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| AuthorityFault::Crypto)?;
    Ok(hex(&bytes))
}
