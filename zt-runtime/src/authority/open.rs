//! From the configuration to whose tokens count, in the one order that leaves nothing out.

use super::development::{Development, refuse_development_key};
use super::fault::AuthorityFault;
use crate::clock::Clock;
use crate::config::state::StateFolder;
use crate::config::{Config, TokenSource};
use crate::identity::{Revocations, Verifier};

/// What proves callers, once the service runs.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) verifier: Verifier,
    pub(crate) revocations: Revocations,
    /// There only where the configuration says `development`.
    pub(crate) development: Option<Development>,
}

/// Opens the state folder, the revocations, and the issuer or the development authority.
pub(crate) fn open(
    config: &Config,
    service: &str,
    clock: &Clock,
) -> Result<Opened, AuthorityFault> {
    let state = StateFolder::prepare(&config.state)?;
    let revocations = Revocations::open(&state, clock.clone())?;
    let (trust, development) = match &config.tokens {
        TokenSource::Development(profile) => {
            let development = Development::open(profile, &state, service, clock.clone())?;
            (development.trust(), Some(development))
        }
        TokenSource::Issuer(issuer) => {
            refuse_development_key(&state, &issuer.keys)?;
            (issuer.trust(), None)
        }
    };
    Ok(Opened { verifier: Verifier::new(trust, revocations.clone()), revocations, development })
}
