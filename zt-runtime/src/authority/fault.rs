//! Why an authority can't issue.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::config::state::StateFault;
use crate::identity::{NameFault, RevocationFault};

/// Why the embedded authority can't start, or can't issue a token.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuthorityFault {
    /// The state folder or the key file can't be used.
    State(StateFault),
    /// The list of what was revoked can't be read.
    Revocations(RevocationFault),
    /// The file holds no key.
    Key(PathBuf),
    /// A service that runs for real trusts the development authority's key.
    DevelopmentKeyTrusted(PathBuf),
    /// The system has no random numbers, or signing failed.
    Crypto,
    /// The name of the subject, the tenant or the client is none.
    Name(NameFault),
    /// The thread or the client that fetches an issuer's keys can't start.
    Outbound(std::io::Error),
    /// The token would live longer than such tokens may.
    Life(Duration),
    /// The login would be before all time.
    Login,
    /// What a token should be bound to is no key (`cnf`).
    Confirmation,
    /// No rule of the service names this issuer, so the authority doesn't stand in for it.
    NoSuchIssuer(&'static str),
}

impl fmt::Display for AuthorityFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State(fault) => fault.fmt(f),
            Self::Revocations(fault) => fault.fmt(f),
            Self::Key(path) => write!(
                f,
                "{}: this file holds no key (`k4.secret...`); remove it, and the development authority makes a new one",
                path.display()
            ),
            Self::DevelopmentKeyTrusted(path) => write!(
                f,
                "`keys` holds the key of the development authority ({}), with which anyone on this machine can be \
                 anybody; take it out of `keys`",
                path.display()
            ),
            Self::Crypto => f.write_str("the system gave no random numbers, or the key can't sign"),
            Self::Name(fault) => fault.fmt(f),
            Self::Outbound(error) => {
                write!(
                    f,
                    "the issuer's keys can't be fetched: {error}; is a store of root certificates installed?"
                )
            }
            Self::NoSuchIssuer(name) => write!(
                f,
                "no rule of the service says `issuer = ..` for the issuer {name:?}, so there are no tokens of it here"
            ),
            Self::Confirmation => f.write_str(
                "a token is bound to `{\"jkt\": ..}`, `{\"x5t#S256\": ..}` or `{\"jwk\": ..}`, by a key that can be used",
            ),
            Self::Login => f.write_str("a login so long ago can't be written"),
            Self::Life(at_most) => {
                write!(
                    f,
                    "a token lives for more than nothing and at most {} seconds",
                    at_most.as_secs()
                )
            }
        }
    }
}

impl std::error::Error for AuthorityFault {}

impl From<StateFault> for AuthorityFault {
    fn from(fault: StateFault) -> Self {
        Self::State(fault)
    }
}

impl From<NameFault> for AuthorityFault {
    fn from(fault: NameFault) -> Self {
        Self::Name(fault)
    }
}

impl From<RevocationFault> for AuthorityFault {
    fn from(fault: RevocationFault) -> Self {
        Self::Revocations(fault)
    }
}
