//! Whose credentials an attack is sent with.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::forgery::{self, Forgery};
use crate::proof::Proof;
use crate::wallet::Wallet;

/// Who sends a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// The person whose objects the samples name.
    Owner,
    /// Somebody else of the same tenant, with objects of their own or none.
    Other,
    /// Somebody of another tenant.
    Foreigner,
}

/// Where tokens come from: a test's authority, or credentials that a user configured.
pub trait Callers {
    /// A token for `who` that says exactly this; `None` if there is none to be had, and the attack is left out, visibly.
    fn token(&self, who: Who, wanted: &Wanted) -> Option<String>;

    /// The same with something changed, by the issuer's own key: what an issuer makes for somebody else, by mistake, or
    /// for another purpose. `None` where nobody can ask it for such.
    fn altered(&self, _who: Who, _wanted: &Wanted, _altered: &Altered) -> Option<String> {
        None
    }

    /// The same, bound to the key that `confirmation` names, as it stands in `cnf` (RFC 7800). `None` where there are none.
    fn bound(&self, who: Who, wanted: &Wanted, confirmation: &Value) -> Option<String> {
        let claims = json!({ "cnf": confirmation });
        self.altered(who, wanted, &Altered { claims, typ: None, by_neighbour: false })
    }

    /// The time that the service sees, in seconds since 1970, for proofs that say when they were made.
    #[allow(
        clippy::disallowed_methods,
        reason = "a service that runs for real has the system's clock"
    )]
    fn now(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
    }

    /// How often the issuer was asked for its keys, where somebody counts.
    fn key_fetches(&self) -> usize {
        0
    }

    /// The issuer's keys as it publishes them (RFC 7517), which an attacker reads too.
    fn key_set(&self) -> Option<String> {
        None
    }
}

/// What a token has to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Exactly these.
    pub scopes: Vec<String>,
    /// Whether its holder logged in just now (`auth_time`).
    pub logged_in: bool,
    /// In which way (`acr`).
    pub acr: Option<String>,
    /// By which issuer, as the service's rules call it; `None` for whichever there is.
    pub issuer: Option<String>,
    /// From which device, as the service's rules call it.
    pub device: Option<String>,
    /// For which of several segments; `None` for a service that has one.
    pub segment: Option<String>,
}

/// What is changed in a token that is signed all the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Altered {
    /// Claims by their names; `null` takes one away.
    pub claims: Value,
    /// `typ` in the place of its own.
    pub typ: Option<&'static str>,
    /// It is signed by another issuer that the service trusts, whose key has the same id, and says that it is of this one.
    pub by_neighbour: bool,
}

/// A credential by description. It becomes a token at the moment of sending.
#[derive(Debug, Clone, PartialEq)]
pub struct Credential {
    /// Whose.
    pub who: Who,
    /// What it says.
    pub wanted: Wanted,
    /// What its issuer was made to change.
    pub altered: Option<Altered>,
    /// What it is bound to.
    pub bound: Option<Bound>,
    /// What was done to it.
    pub spoilt: Spoilt,
}

/// What a token is bound to, and what goes along with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The key of DPoP proofs (RFC 9449).
    Dpop(Proof),
    /// The key that signs requests (RFC 9421).
    Signature,
}

/// What an attacker who has a good token, and no key, can make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Spoilt {
    /// Nothing.
    Whole,
    /// The last so many characters are gone.
    Cut(usize),
    /// One character in the middle is another.
    Flipped,
    /// It says that it is of another kind: `v4.local`, `v3.public`, `v1.public`.
    Relabelled(&'static str),
    /// What stands behind the last dot is gone.
    WithoutFooter,
    /// Letters are upper case.
    UpperCase,
    /// It stands there twice.
    Twice,
    /// Header or signature of a JWT are made anew.
    Forged(Forgery),
}

impl Credential {
    pub(crate) const fn of(who: Who, wanted: Wanted) -> Self {
        Self { who, wanted, altered: None, bound: None, spoilt: Spoilt::Whole }
    }

    pub(crate) fn spoilt(&self, spoilt: Spoilt) -> Self {
        Self { spoilt, ..self.clone() }
    }

    pub(crate) fn altered(&self, altered: Altered) -> Self {
        Self { altered: Some(altered), ..self.clone() }
    }

    pub(crate) fn bound(self, bound: Bound) -> Self {
        Self { bound: Some(bound), ..self }
    }

    /// The text to send.
    pub(crate) fn token(&self, callers: &dyn Callers, wallet: &Wallet) -> Option<String> {
        let confirmation = self.bound.map(|bound| wallet.confirmation(bound));
        let token = match (&self.altered, &confirmation) {
            (None, None) => callers.token(self.who, &self.wanted),
            (None, Some(key)) => callers.bound(self.who, &self.wanted, key),
            (Some(altered), key) => callers.altered(self.who, &self.wanted, &altered.with(key)),
        };
        match self.spoilt {
            Spoilt::Forged(forgery) => forgery::forged(forgery, &token?, &callers.key_set()?),
            spoilt => Some(spoilt.applied_to(token?)),
        }
    }
}

impl Altered {
    /// The same, bound to a key.
    fn with(&self, confirmation: &Option<Value>) -> Self {
        let mut altered = self.clone();
        if let (Some(claims), Some(key)) = (altered.claims.as_object_mut(), confirmation) {
            claims.insert("cnf".to_owned(), key.clone());
        }
        altered
    }
}

impl Spoilt {
    fn applied_to(self, token: String) -> String {
        match self {
            Self::Whole | Self::Forged(_) => token,
            Self::Cut(count) => {
                let keep = token.chars().count().saturating_sub(count);
                token.chars().take(keep).collect()
            }
            Self::Flipped => flipped(&token),
            Self::Relabelled(label) => {
                let rest = token.splitn(3, '.').nth(2).unwrap_or_default();
                format!("{label}.{rest}")
            }
            Self::WithoutFooter => {
                token.rsplit_once('.').map_or_else(String::new, |(before, _)| before.to_owned())
            }
            Self::UpperCase => token.to_uppercase(),
            Self::Twice => format!("{token}{token}"),
        }
    }
}

fn flipped(token: &str) -> String {
    let middle = token.chars().count() / 2;
    let flip = |(at, letter): (usize, char)| match (at == middle, letter) {
        (false, letter) => letter,
        (true, 'A') => 'B',
        (true, _) => 'A',
    };
    token.chars().enumerate().map(flip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x33_each_spoilt_token_differs_from_the_whole() {
        let whole = "v4.public.cGF5bG9hZA.Zm9vdGVy".to_owned();
        for spoilt in [
            Spoilt::Cut(3),
            Spoilt::Flipped,
            Spoilt::Relabelled("v4.local"),
            Spoilt::WithoutFooter,
            Spoilt::UpperCase,
            Spoilt::Twice,
        ] {
            assert_ne!(spoilt.applied_to(whole.clone()), whole, "{spoilt:?}");
        }
        assert_eq!(Spoilt::Whole.applied_to(whole.clone()), whole);
        assert_eq!(
            Spoilt::Relabelled("v4.local").applied_to(whole),
            "v4.local.cGF5bG9hZA.Zm9vdGVy"
        );
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        for spoilt in [Spoilt::Cut(3), Spoilt::Flipped, Spoilt::WithoutFooter, Spoilt::Twice] {
            assert_eq!(spoilt.applied_to(String::new()), "");
        }
    }
}
