//! Whose credentials an attack is sent with.

use serde_json::Value;

use crate::forgery::{self, Forgery};

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
}

/// What is changed in a token that is signed all the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Altered {
    /// Claims by their names; `null` takes one away.
    pub claims: Value,
    /// `typ` in the place of its own.
    pub typ: Option<&'static str>,
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
    /// What was done to it.
    pub spoilt: Spoilt,
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
        Self { who, wanted, altered: None, spoilt: Spoilt::Whole }
    }

    pub(crate) fn spoilt(&self, spoilt: Spoilt) -> Self {
        Self { spoilt, ..self.clone() }
    }

    pub(crate) fn altered(&self, altered: Altered) -> Self {
        Self { altered: Some(altered), ..self.clone() }
    }

    /// The text to send.
    pub(crate) fn token(&self, callers: &dyn Callers) -> Option<String> {
        let token = match &self.altered {
            None => callers.token(self.who, &self.wanted),
            Some(altered) => callers.altered(self.who, &self.wanted, altered),
        };
        match self.spoilt {
            Spoilt::Forged(forgery) => forgery::forged(forgery, &token?, &callers.key_set()?),
            spoilt => Some(spoilt.applied_to(token?)),
        }
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
