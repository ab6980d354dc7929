//! From the configuration to whose tokens count, in the one order that leaves nothing out.

use std::sync::Arc;

use super::development::{Development, refuse_development_key};
use super::fault::AuthorityFault;
use crate::clock::Clock;
use crate::config::state::StateFolder;
use crate::config::{Config, IssuerConfig, TokenForm, TokenSource};
use crate::identity::introspection::{Endpoint, Introspection};
use crate::identity::jwt::JwtTrust;
use crate::identity::jwt::discovery::KeySource;
use crate::identity::jwt::keys::Keys;
use crate::identity::{Issuer, Revocations, Trust, Verifier};
use crate::outbound::Outbound;

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
    let (issuer, development) = match &config.tokens {
        TokenSource::Development(profile) => {
            let development = Development::open(profile, &state, service, clock.clone())?;
            (Issuer::Paseto(development.trust()), Some(development))
        }
        TokenSource::Issuer(issuer) => (trusted(issuer, &state, clock)?, None),
    };
    Ok(Opened { verifier: Verifier::new(issuer, revocations.clone()), revocations, development })
}

/// What the verifier needs to know of an issuer. The keys of one that publishes them are fetched from now on.
fn trusted(
    config: &IssuerConfig,
    state: &StateFolder,
    clock: &Clock,
) -> Result<Issuer, AuthorityFault> {
    let (issuer, audience) =
        (Arc::from(config.issuer.as_str()), Arc::from(config.audience.as_str()));
    let (life, leeway) = (config.token_life, config.leeway);
    match &config.form {
        TokenForm::Paseto { keys, local_keys, implicit } => {
            refuse_development_key(state, keys)?;
            Ok(Issuer::Paseto(Trust {
                issuer,
                audience,
                keys: keys.clone(),
                local_keys: local_keys.clone(),
                implicit: Box::from(implicit.as_bytes()),
                life,
                leeway,
                authority: None,
            }))
        }
        TokenForm::Jwt { key_set, key_refresh, algorithms, typ, mapping, introspection } => {
            let outbound = Outbound::start().map_err(AuthorityFault::Outbound)?;
            let source = KeySource::new(config.issuer.clone(), key_set.clone(), algorithms.clone());
            let keys = Keys::start(source, *key_refresh, &outbound, clock.clone());
            let (typ, mapping) = (Box::from(typ.as_str()), mapping.clone());
            let introspection = introspection.as_ref().map(|asked| {
                let endpoint = Endpoint::new(&config.issuer, asked.endpoint.clone());
                let credentials = asked.credentials.clone();
                Introspection::new(&outbound, endpoint, credentials, clock.clone())
            });
            Ok(Issuer::Jwt(JwtTrust {
                issuer,
                audience,
                typ,
                mapping,
                keys,
                introspection,
                life,
                leeway,
            }))
        }
    }
}
