//! Configuration: defaults, then `zt.toml`, then `ZT_*`.
//!
//! Every fault is told at once, nothing unknown is ignored, and no secret belongs in it. Configuration says where the
//! service runs and whom it trusts; what an endpoint demands is in its annotation.

mod certificate_files;
mod fault;
mod files;
mod found;
mod keys;
mod place;
mod read;
mod source;
pub(crate) mod state;
#[cfg(test)]
mod tests;
mod tls;
mod values;
mod variable;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use zt_audit::CheckpointKey;
use zt_core::grammar::{Size, Span};

pub(crate) use certificate_files::CertificateFiles;
pub use fault::ConfigFault;
pub(crate) use files::read_public_file;
pub(crate) use keys::closest;
pub(crate) use place::variable_of;
pub(crate) use source::Sources;
pub(crate) use tls::{Clients, TlsConfig, TlsVersion};
pub(crate) use variable::variable;

use crate::edge::{AddressProxies, Hosts, Origin, Pages};
use crate::identity::introspection::ClientCredentials;
use crate::identity::jwt::algorithms::Algorithms;
use crate::identity::jwt::claims::Mapping;
use crate::identity::jwt::discovery::KeyPlace;
use crate::identity::keyring::{Keyring, LocalKeyring};
use crate::identity::{Terms, Words};
use crate::network::Networks;
use crate::onward::TargetConfig;
use crate::outbound::SafeUrl;
use crate::watch::WatchConfig;
use crate::{Secret, shared};

/// What a service is told from outside, checked.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Where it listens; port 0 takes a free one.
    pub(crate) listen: SocketAddr,
    /// Where it listens with TLS, and with what.
    pub(crate) tls: Option<TlsConfig>,
    /// What it narrows on every endpoint.
    pub(crate) bounds: Bounds,
    /// Where the networks are that rules name.
    pub(crate) networks: Networks,
    /// The folder for keys and revocations. It may not exist yet.
    pub(crate) state: PathBuf,
    /// Where audit lines go, and who signs them.
    pub(crate) audit: AuditConfig,
    /// The digest of all settings.
    pub(crate) digest: String,
    /// Whose tokens count.
    pub(crate) tokens: TokenSource,
    /// Of how many tokens it is remembered that their signature was good.
    pub(crate) remember_tokens: Option<usize>,
    /// The store that instances share.
    pub(crate) shared: Option<SharedConfig>,
    /// The services that are called onward.
    pub(crate) onward: Vec<TargetConfig>,
    /// What is looked for in decisions, and what is done about it.
    pub(crate) watch: WatchConfig,
    /// The issuers that count in `Main`, where not all of them do.
    pub(crate) main_issuers: Option<Vec<String>>,
    /// The other segments, by name.
    pub(crate) segments: Vec<SegmentConfig>,
}

/// Where the store is that instances share.
#[derive(Debug, Clone)]
pub(crate) struct SharedConfig {
    address: String,
    user: Option<String>,
    secret: Option<Arc<Secret<String>>>,
    ca: Option<Vec<u8>>,
}

impl SharedConfig {
    /// For whoever connects.
    pub(crate) fn place(&self, service: &str) -> shared::Place {
        let Self { address, user, secret, ca } = self.clone();
        let secret = secret.map(|secret| Secret::new(secret.expose().clone()));
        shared::Place { service: service.to_owned(), address, user, secret, ca }
    }
}

/// What a segment has of its own.
#[derive(Debug, Clone)]
pub(crate) struct SegmentConfig {
    pub(crate) name: String,
    /// What tokens for it say in `aud`. The development authority knows it by itself.
    pub(crate) audience: Option<Arc<str>>,
    /// The issuers that count in it, where not all of them do.
    pub(crate) issuers: Option<Vec<String>>,
    /// Where it listens; there, with TLS, or both.
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) tls: Option<TlsConfig>,
    pub(crate) bounds: Bounds,
}

/// What holds on every endpoint, whatever its contract says. Each of them can only narrow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// The names that the service answers to.
    pub(crate) hosts: Hosts,
    /// Where callers reach it, as their proofs say (RFC 9449 §4.2, `htu`). A listener on loopback knows it by itself.
    pub(crate) origin: Option<Origin>,
    /// Whose pages may call.
    pub(crate) pages: Pages,
    /// Who may say in a header from which address a caller comes.
    pub(crate) proxies: Option<AddressProxies>,
    /// The largest body.
    pub(crate) body: Option<Size>,
    /// The longest time.
    pub(crate) time: Option<Span>,
    /// How many requests of one caller are answered at once.
    pub(crate) at_once: Option<u32>,
}

impl Bounds {
    /// Those of a service on loopback that nobody configured further.
    pub(crate) fn loopback() -> Self {
        let hosts = Hosts::of_listener(Ipv4Addr::LOCALHOST.into());
        Self {
            hosts,
            origin: None,
            pages: Pages::default(),
            proxies: None,
            body: None,
            time: None,
            at_once: None,
        }
    }
}

/// The audit log.
#[derive(Debug, Clone)]
pub(crate) struct AuditConfig {
    pub(crate) target: AuditTarget,
    /// The key that signs its checkpoints.
    pub(crate) key: Option<Arc<CheckpointKey>>,
    /// Where the checkpoints go too.
    pub(crate) anchor: Option<PathBuf>,
}

impl AuditConfig {
    /// Nothing configured.
    pub(crate) const fn stderr() -> Self {
        Self { target: AuditTarget::Stderr, key: None, anchor: None }
    }
}

/// Where audit lines go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AuditTarget {
    /// Standard error.
    Stderr,
    /// A file that only grows.
    File(PathBuf),
}

/// Whose tokens count.
#[derive(Debug, Clone)]
pub(crate) enum TokenSource {
    /// The development authority's.
    Development(DevelopmentProfile),
    /// Those of these issuers, of which there is at least one.
    Issuers(Vec<IssuerConfig>),
}

/// The configuration says `development`, and the listener is loopback. Only the configuration makes one, and without
/// one there is no development authority.
#[derive(Debug, Clone)]
pub(crate) struct DevelopmentProfile(());

impl DevelopmentProfile {
    #[cfg(test)]
    pub(crate) const fn for_test() -> Self {
        Self(())
    }
}

/// An issuer whose tokens count.
#[derive(Debug, Clone)]
pub(crate) struct IssuerConfig {
    /// Of its table, `[issuers.corp]`; none for what stands outside of tables.
    pub(crate) name: Option<String>,
    pub(crate) terms: Terms,
    pub(crate) words: Words,
    pub(crate) form: TokenForm,
}

/// What the issuer's tokens are.
#[derive(Debug, Clone)]
pub(crate) enum TokenForm {
    /// PASETO `v4.public` under keys that stand in the configuration, and `v4.local` under those of a secret file.
    Paseto {
        keys: Keyring,
        local_keys: LocalKeyring,
        /// What the issuer signs along without sending it.
        implicit: String,
    },
    /// JWT access tokens under keys that the issuer publishes.
    Jwt(Box<JwtConfig>),
}

/// How an issuer's JWT access tokens are verified and read.
#[derive(Debug, Clone)]
pub(crate) struct JwtConfig {
    /// Where its keys are.
    pub(crate) key_set: KeyPlace,
    /// How long a set counts before it is fetched anew.
    pub(crate) key_refresh: Duration,
    pub(crate) algorithms: Algorithms,
    pub(crate) typ: String,
    pub(crate) mapping: Mapping,
    /// How it is asked about tokens that are no JWT, if it is.
    pub(crate) introspection: Option<IntrospectionConfig>,
}

/// How an issuer is asked about its opaque tokens.
#[derive(Debug, Clone)]
pub(crate) struct IntrospectionConfig {
    /// Where, if its metadata isn't to say it.
    pub(crate) endpoint: Option<SafeUrl>,
    /// As whom.
    pub(crate) credentials: ClientCredentials,
}

impl Config {
    /// Reads the configuration of the process: `zt.toml` in the working folder, or the file that `ZT_CONFIG` names,
    /// and the variables that start with `ZT_`. `service` names the state folder.
    pub(crate) fn load(service: &str) -> Result<Self, ConfigFault> {
        Self::from_sources(service, &Sources::of_process())
    }

    /// Reads the given sources.
    pub(crate) fn from_sources(service: &str, sources: &Sources) -> Result<Self, ConfigFault> {
        read::read(service, sources)
    }
}
