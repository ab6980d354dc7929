//! From the configuration to whose tokens count, in the one order that leaves nothing out.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::development::{Development, refuse_development_key};
use super::fault::AuthorityFault;
use crate::audit::Audit;
use crate::clock::Clock;
use crate::config::state::StateFolder;
use crate::config::{Config, IssuerConfig, JwtConfig, SegmentConfig, TokenForm, TokenSource};
use crate::identity::introspection::{Endpoint, Introspection};
use crate::identity::jwt::JwtTrust;
use crate::identity::jwt::discovery::KeySource;
use crate::identity::jwt::keys::Keys;
use crate::identity::{
    Issuer, Issuers, Memory, PasetoTrust, Revocations, SegmentTerms, Terms, Tokens, Verifier,
};
use crate::outbound::Outbound;

/// What proves callers, once the service runs.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) verifier: Verifier,
    /// That of each further segment, in the order of the configuration.
    pub(crate) of_segments: Vec<Verifier>,
    pub(crate) revocations: Revocations,
    /// There only where the configuration says `development`.
    pub(crate) development: Option<Development>,
    /// The thread that asks others, if there is one already.
    pub(crate) outbound: Option<Outbound>,
}

/// Opens the state folder, the revocations, and the issuers or the development authority, which issues for each issuer that
/// the service's rules ask for.
pub(crate) fn open(
    config: &Config,
    service: &str,
    issuers_asked_for: &BTreeSet<&'static str>,
    clock: &Clock,
    audit: &Audit,
) -> Result<Opened, AuthorityFault> {
    let state = StateFolder::prepare(&config.state)?;
    let revocations = Revocations::open(&state, clock.clone(), audit.clone())?;
    let (issuers, development, outbound) = match &config.tokens {
        TokenSource::Development(profile) => {
            let development =
                Development::open(profile, &state, service, issuers_asked_for, clock.clone())?;
            (development.issuers(), Some(development), None)
        }
        TokenSource::Issuers(issuers) => {
            let outbound = Outbound::start().map_err(AuthorityFault::Outbound)?;
            (trusted(issuers, &state, &outbound, clock, audit)?, None, Some(outbound))
        }
    };
    let all = Verifier::new(Issuers::from(issuers), revocations.clone());
    let memory = || Memory::for_tokens(config.remember_tokens);
    let main = SegmentTerms { audience: None, only: config.main_issuers.clone() };
    let verifier = all.in_segment(&main, memory());
    let of_segment = |segment| all.in_segment(&terms_of(segment, development.as_ref()), memory());
    let of_segments = config.segments.iter().map(of_segment).collect();
    Ok(Opened { verifier, of_segments, revocations, development, outbound })
}

/// The development authority has an audience for each segment by itself.
fn terms_of(segment: &SegmentConfig, development: Option<&Development>) -> SegmentTerms {
    let own = development.map(|development| development.audience_of(&segment.name));
    SegmentTerms {
        audience: own.or_else(|| segment.audience.clone()),
        only: segment.issuers.clone(),
    }
}

/// What the verifier needs to know of each issuer. The keys of one that publishes them are fetched from now on, by one
/// thread for all of them, which idles where there is none.
fn trusted(
    configs: &[IssuerConfig],
    state: &StateFolder,
    outbound: &Outbound,
    clock: &Clock,
    audit: &Audit,
) -> Result<Vec<Issuer>, AuthorityFault> {
    configs.iter().map(|config| issuer(config, state, outbound, clock, audit)).collect()
}

fn issuer(
    config: &IssuerConfig,
    state: &StateFolder,
    outbound: &Outbound,
    clock: &Clock,
    audit: &Audit,
) -> Result<Issuer, AuthorityFault> {
    let tokens = match &config.form {
        TokenForm::Paseto { keys, local_keys, implicit } => {
            refuse_development_key(state, keys)?;
            Tokens::Paseto(PasetoTrust {
                keys: keys.clone(),
                local_keys: local_keys.clone(),
                implicit: Box::from(implicit.as_bytes()),
                authority: None,
            })
        }
        TokenForm::Jwt(jwt) => Tokens::Jwt(jwt_trust(jwt, &config.terms, outbound, clock, audit)),
    };
    let name = config.name.as_deref().map(Arc::from);
    Ok(Issuer { name, terms: config.terms.clone(), words: config.words.clone(), tokens })
}

fn jwt_trust(
    config: &JwtConfig,
    terms: &Terms,
    outbound: &Outbound,
    clock: &Clock,
    audit: &Audit,
) -> JwtTrust {
    let JwtConfig { key_set, key_refresh, algorithms, typ, mapping, introspection } = config;
    let source = KeySource::new(terms.issuer.to_string(), key_set.clone(), algorithms.clone());
    let introspection = introspection.as_ref().map(|asked| {
        let endpoint = Endpoint::new(&terms.issuer, asked.endpoint.clone());
        Introspection::new(outbound, endpoint, asked.credentials.clone(), clock.clone())
    });
    JwtTrust {
        typ: Box::from(typ.as_str()),
        mapping: mapping.clone(),
        keys: Keys::start(source, *key_refresh, outbound, clock.clone(), Some(audit.clone())),
        introspection,
    }
}
