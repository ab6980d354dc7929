//! An issuer whose tokens count: what every token of it is held against, and how its kind of token is verified.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::claims::Claims;
use super::jwt::JwtTrust;
use super::keyring::{Keyring, LocalKeyring};
use super::paseto::{Fault, Footer, Token};
use super::words::Words;

/// An issuer that a service trusts.
#[derive(Debug, Clone)]
pub(crate) struct Issuer {
    /// What the configuration calls it (`[issuers.corp]`), for `proof(issuer = Corp)`. One that has no name is asked for by
    /// nobody.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) terms: Terms,
    pub(crate) words: Words,
    pub(crate) tokens: Tokens,
}

/// What every token of an issuer is held against.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// Its `iss`, compared byte by byte.
    pub(crate) issuer: Arc<str>,
    /// This service's name in `aud`.
    pub(crate) audience: Arc<str>,
    /// The longest `exp` − `iat` that counts.
    pub(crate) life: SignedDuration,
    /// How far the issuer's clock may be ahead of ours. Expiry is exact: a slow clock of ours prolongs nothing.
    pub(crate) leeway: SignedDuration,
}

/// What the issuer's tokens are, and what verifies them.
#[derive(Debug, Clone)]
pub(crate) enum Tokens {
    /// PASETO: `v4.public`, and where the issuer shares keys `v4.local`.
    Paseto(PasetoTrust),
    /// JWT access tokens, and those that it is asked about.
    Jwt(JwtTrust),
}

/// What verifies an issuer's PASETO tokens.
#[derive(Debug, Clone)]
pub(crate) struct PasetoTrust {
    /// The keys whose signatures count.
    pub(crate) keys: Keyring,
    /// The keys that the issuer shares with this service. Without any, no `v4.local` token counts (P-01).
    pub(crate) local_keys: LocalKeyring,
    /// What the issuer signs along without sending it (P-06).
    pub(crate) implicit: Box<[u8]>,
    /// The embedded authority that these tokens must name in their footer; `None` for an issuer of its own.
    pub(crate) authority: Option<&'static str>,
}

impl Issuer {
    /// One without a name, whose words are the service's own.
    #[cfg(test)]
    pub(crate) fn nameless(issuer: &str, audience: &str, tokens: Tokens) -> Self {
        let terms = Terms {
            issuer: issuer.into(),
            audience: audience.into(),
            life: SignedDuration::from_secs(3600),
            leeway: SignedDuration::from_secs(10),
        };
        Self { name: None, terms, words: Words::default(), tokens }
    }

    /// Whether the configuration calls it so.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }

    /// Whether its tokens can say which device a caller has.
    pub(crate) fn tells_devices(&self) -> bool {
        self.jwt().is_none_or(|trust| trust.mapping.device.is_some())
    }

    /// The claim from which both scopes and roles would be read, if there is one.
    pub(crate) fn claim_of_scopes_and_roles(&self) -> Option<&str> {
        let mapping = &self.jwt()?.mapping;
        (mapping.scope == mapping.roles).then_some(&mapping.scope)
    }

    /// One of its settings, as the configuration names it.
    pub(crate) fn setting(&self, key: &str) -> String {
        self.name
            .as_deref()
            .map_or_else(|| format!("`{key}`"), |name| format!("`issuers.{name}.{key}`"))
    }

    pub(crate) const fn paseto(&self) -> Option<&PasetoTrust> {
        match &self.tokens {
            Tokens::Paseto(trust) => Some(trust),
            Tokens::Jwt(_) => None,
        }
    }

    pub(super) const fn jwt(&self) -> Option<&JwtTrust> {
        match &self.tokens {
            Tokens::Jwt(trust) => Some(trust),
            Tokens::Paseto(_) => None,
        }
    }
}

impl PasetoTrust {
    /// Whether this issuer has the key of a token. A token's purpose decides in which ring it is looked for (P-02).
    pub(super) fn holds_key_of(&self, token: &Token, footer: &Footer) -> bool {
        match token {
            Token::Public(_) => self.keys.holds(&footer.kid),
            Token::Local(_) => self.local_keys.find(&footer.kid).is_some(),
        }
    }

    /// What the token says, if the key that its footer names made it.
    pub(super) fn proved_claims(&self, token: &Token, footer: &Footer) -> Result<Claims, Fault> {
        self.check_authority(footer)?;
        let payload = match token {
            Token::Public(token) => {
                let key = self.keys.find(&footer.kid).ok_or("unknown_key")?;
                token.verify(key, &self.implicit)?
            }
            Token::Local(token) => {
                let key = self.local_keys.find(&footer.kid).ok_or("unknown_key")?;
                token.open(key, &self.implicit)?
            }
        };
        Claims::parse(&payload)
    }

    /// Tokens of an embedded authority say so, and count only where that authority runs.
    pub(super) fn check_authority(&self, footer: &Footer) -> Result<(), Fault> {
        match (self.authority, footer.authority.as_deref()) {
            (None, Some("dev" | "test")) => Err("development_token"),
            (Some(ours), theirs) if theirs != Some(ours) => Err("wrong_authority"),
            _ => Ok(()),
        }
    }
}

impl Terms {
    /// Who issued the token, and for whom (RFC 9068 §4).
    pub(super) fn check_parties(&self, claims: &Claims) -> Result<(), Fault> {
        if claims.iss != *self.issuer {
            return Err("wrong_issuer");
        }
        if !claims.aud.contains(&self.audience) {
            return Err("wrong_audience");
        }
        Ok(())
    }

    pub(super) fn check_times(&self, claims: &Claims, now: Timestamp) -> Result<(), Fault> {
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
