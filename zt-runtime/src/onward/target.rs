//! The services that are called onward, as the configuration names them.

use std::fmt;
use std::io;
use std::sync::Arc;

use super::exchange::Exchange;
use crate::clock::Clock;
use crate::identity::introspection::ClientCredentials;
use crate::outbound::{Outbound, Reach, SafeUrl};
use crate::prefix::Prefix;

/// What the configuration says of one service.
#[derive(Debug, Clone)]
pub(crate) struct TargetConfig {
    /// As `#[onward("..")]` names it.
    pub(crate) name: String,
    /// Below which all calls go.
    pub(crate) url: SafeUrl,
    /// Where tokens are exchanged.
    pub(crate) token_endpoint: SafeUrl,
    /// Whose tokens are exchanged there; any caller's where there is one issuer.
    pub(crate) issuer: Option<Box<str>>,
    /// For whom the exchanged token is to count.
    pub(crate) audience: String,
    /// What it is to grant, at most.
    pub(crate) scope: String,
    /// As whom the exchange is asked for.
    pub(crate) credentials: ClientCredentials,
    /// Which networks of the service's own may be called.
    pub(crate) networks: Vec<Prefix>,
}

/// One service, and how it is called.
pub(super) struct Target {
    pub(super) name: Box<str>,
    pub(super) url: SafeUrl,
    issuer: Option<Box<str>>,
    pub(super) exchange: Exchange,
    pub(super) outbound: Outbound,
}

/// All of them, by name. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct NextServices(Arc<[Arc<Target>]>);

impl NextServices {
    /// Each has connections of its own, all on the one thread that asks others.
    pub(crate) fn open(
        configs: Vec<TargetConfig>,
        outbound: Option<Outbound>,
        clock: &Clock,
    ) -> io::Result<Self> {
        if configs.is_empty() {
            return Ok(Self::default());
        }
        let outbound = outbound.map_or_else(Outbound::start, Ok)?;
        let open = |config| Target::open(config, &outbound, clock).map(Arc::new);
        let targets: io::Result<Vec<_>> = configs.into_iter().map(open).collect();
        Ok(Self(targets?.into()))
    }

    /// The same, and one more.
    pub(crate) fn with(&self, config: TargetConfig, clock: &Clock) -> io::Result<Self> {
        let more = Self::open(vec![config], None, clock)?;
        Ok(Self(self.0.iter().chain(more.0.iter()).cloned().collect()))
    }

    pub(super) fn find(&self, name: &str) -> Option<&Arc<Target>> {
        self.0.iter().find(|target| *target.name == *name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|target| &*target.name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Target {
    fn open(config: TargetConfig, outbound: &Outbound, clock: &Clock) -> io::Result<Self> {
        let TargetConfig {
            name,
            url,
            token_endpoint,
            issuer,
            audience,
            scope,
            credentials,
            networks,
        } = config;
        Ok(Self {
            name: name.into(),
            url,
            issuer,
            exchange: Exchange::new(token_endpoint, credentials, &audience, &scope, clock.clone()),
            outbound: outbound.within(Reach::new(networks))?,
        })
    }

    /// Whether tokens of this issuer may go to the token endpoint: whoever gets one could use it.
    pub(super) fn exchanges_for(&self, issuer: &str) -> bool {
        self.issuer.as_deref().is_none_or(|own| own == issuer)
    }
}

impl fmt::Debug for NextServices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
