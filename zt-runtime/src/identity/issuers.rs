//! Whose token it is, proved under that issuer's keys and no other's. Whether it counts here is the verifier's to say.

use std::sync::Arc;

use super::claims::Claims;
use super::issuer::{Issuer, PasetoTrust};
use super::jws;
use super::jwt::{JwtTrust, Signed};
use super::memory::{Memory, Proved};
use super::paseto::{Fault, Token};
use crate::problem::Refusal;
use crate::route::AuthorizationServer;

/// The issuers that a service trusts. No two have a name or a key in common: the configuration sees to it.
#[derive(Debug, Clone)]
pub(crate) struct Issuers {
    all: Arc<[Issuer]>,
    memory: Memory,
}

/// What a token has to say to count in a segment.
#[derive(Debug, Clone, Default)]
pub(crate) struct SegmentTerms {
    /// The segment's name in `aud`; what each issuer calls the service, where there is none.
    pub(crate) audience: Option<Arc<str>>,
    /// The issuers that count, by name; all of them, where there is no list.
    pub(crate) only: Option<Vec<String>>,
}

/// Issuers of whose tokens nothing is remembered.
impl From<Vec<Issuer>> for Issuers {
    fn from(issuers: Vec<Issuer>) -> Self {
        Self::new(issuers, Memory::default())
    }
}

impl Issuers {
    pub(crate) fn new(issuers: Vec<Issuer>, memory: Memory) -> Self {
        Self { all: issuers.into(), memory }
    }

    /// Those that count in a segment: all, or the listed ones, whose tokens name it by this audience. It remembers tokens by
    /// itself: of a token, nothing that one segment knows is used in another (C-06).
    pub(crate) fn in_segment(&self, segment: &SegmentTerms, memory: Memory) -> Self {
        let SegmentTerms { audience, only } = segment;
        let counts = |issuer: &&Issuer| {
            only.as_ref().is_none_or(|only| only.iter().any(|name| issuer.is_called(name)))
        };
        let of_segment = |issuer: &Issuer| {
            let mut issuer = issuer.clone();
            if let Some(audience) = audience {
                issuer.terms.audience = Arc::clone(audience);
            }
            issuer
        };
        Self::new(self.iter().filter(counts).map(of_segment).collect(), memory)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Issuer> {
        self.all.iter()
    }

    /// Where clients get tokens that count here (RFC 9728 §2, `authorization_servers`): of issuers with an address, so not
    /// of PASETO's.
    pub(crate) fn authorization_servers(&self) -> Vec<AuthorizationServer> {
        let server = |(_, issuer): (_, &Issuer)| AuthorizationServer {
            name: issuer.name.clone(),
            issuer: Arc::clone(&issuer.terms.issuer),
        };
        self.jwts().map(server).collect()
    }

    /// Each kind of token has its own way to be proved, and only issuers of that kind are asked. One without a dot is
    /// neither PASETO nor JWT: only its issuer can tell what it says.
    pub(super) async fn claims(&self, token: &str) -> Result<(Claims, &Issuer), Refusal> {
        if !token.contains('.')
            && let Some((trust, issuer)) = self.issuer_to_ask()
        {
            return Ok((trust.asked_claims(token).await?, issuer));
        }
        if let Some(claims) = self.remembered_claims(token).await {
            return claims.map_err(Refusal::InvalidToken);
        }
        if token.starts_with('v') {
            return self.paseto_claims(token).map_err(Refusal::InvalidToken);
        }
        self.jwt_claims(token).await
    }

    /// The one issuer that is asked about tokens. Of several, nobody could tell whose a token is, and to try them all
    /// would give one's tokens to the others.
    fn issuer_to_ask(&self) -> Option<(&JwtTrust, &Issuer)> {
        let mut asked = self.jwts().filter(|(trust, _)| trust.introspection.is_some());
        let first = asked.next()?;
        asked.next().is_none().then_some(first)
    }

    /// What a token says whose signature was good before, if the key that made it still counts as it did then.
    async fn remembered_claims(&self, token: &str) -> Option<Result<(Claims, &Issuer), Fault>> {
        match &*self.memory.find(token)? {
            Proved::Paseto { footer, claims } => {
                let (trust, issuer) = self.paseto_with_key(&footer.kid)?;
                let checked = trust.check_authority(footer);
                Some(checked.map(|()| (Claims::clone(claims), issuer)))
            }
            Proved::Jwt { content, key } => {
                let (trust, issuer) = self.jwt_named(content.issuer().ok()?)?;
                let still = trust.still_means(content.header(), key).await;
                still.then(|| Ok((trust.mapping.read(content.payload())?, issuer)))
            }
        }
    }

    /// The footer's key is one issuer's only, and so it says whose token this claims to be.
    fn paseto_claims(&self, token: &str) -> Result<(Claims, &Issuer), Fault> {
        let first = self.pasetos().next().ok_or("token_malformed")?;
        let opens_local = self.pasetos().any(|(trust, _)| !trust.local_keys.is_empty());
        let parsed = Token::parse(token, opens_local)?;
        let footer = parsed.footer()?;
        let its = self.pasetos().find(|(trust, _)| trust.holds_key_of(&parsed, &footer));
        let (trust, issuer) = its.unwrap_or(first);
        let claims = trust.proved_claims(&parsed, &footer)?;
        if matches!(parsed, Token::Public(_)) {
            self.memory
                .remember(token, || Proved::Paseto { footer, claims: Box::new(claims.clone()) });
        }
        Ok((claims, issuer))
    }

    /// The issuer that the token names, before anybody knows that it is, decides whose keys are tried (T-04).
    async fn jwt_claims(&self, token: &str) -> Result<(Claims, &Issuer), Refusal> {
        if self.jwts().next().is_none() {
            return Err(Refusal::InvalidToken("not_v4_public"));
        }
        let parsed = jws::Unverified::parse(token).map_err(Refusal::InvalidToken)?;
        let named = parsed.untrusted_issuer().map_err(Refusal::InvalidToken)?;
        let (trust, issuer) = self.jwt_named(named).ok_or(Refusal::InvalidToken("wrong_issuer"))?;
        let Signed { content, key } = trust.signed(&parsed).await?;
        let claims = trust.mapping.read(content.payload());
        self.memory.remember(token, || Proved::Jwt { content, key });
        Ok((claims.map_err(Refusal::InvalidToken)?, issuer))
    }

    fn jwt_named(&self, name: &str) -> Option<(&JwtTrust, &Issuer)> {
        self.jwts().find(|(_, issuer)| *issuer.terms.issuer == *name)
    }

    fn paseto_with_key(&self, id: &str) -> Option<(&PasetoTrust, &Issuer)> {
        self.pasetos().find(|(trust, _)| trust.keys.holds(id))
    }

    fn jwts(&self) -> impl Iterator<Item = (&JwtTrust, &Issuer)> {
        self.all.iter().filter_map(|issuer| Some((issuer.jwt()?, issuer)))
    }

    fn pasetos(&self) -> impl Iterator<Item = (&PasetoTrust, &Issuer)> {
        self.all.iter().filter_map(|issuer| Some((issuer.paseto()?, issuer)))
    }
}
