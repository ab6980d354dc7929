//! Services that are called onward: where each is, and what callers get there.

use url::Url;
use zt_core::grammar::scope_name;

use super::Reader;
use crate::config::keys::ONWARD;
use crate::identity::introspection::ClientCredentials;
use crate::onward::TargetConfig;
use crate::outbound::{Network, Reach, SafeUrl};

impl Reader {
    pub(super) fn onward(&mut self) -> Vec<TargetConfig> {
        let tables = self.tables(&ONWARD, Self::target);
        tables.into_iter().map(|(_, target)| target).collect()
    }

    fn target(&mut self, name: &str) -> Option<TargetConfig> {
        let networks = self.networks();
        let url = self.callable("url", &networks, is_base);
        let token_endpoint = self.callable("token_endpoint", &networks, |_| true);
        let audience = self.needed("audience");
        let scope = self.scope();
        let client = self.needed("client");
        let secret = self.secret("client_secret");
        Some(TargetConfig {
            name: name.to_owned(),
            url: url?,
            token_endpoint: token_endpoint?,
            audience: audience?,
            scope: scope?,
            credentials: ClientCredentials::new(&client?, &secret?),
            networks,
        })
    }

    /// An address that may be called; where it is one by number, `networks` has to name it (G-12).
    fn callable(
        &mut self,
        key: &'static str,
        networks: &[Network],
        also: fn(&Url) -> bool,
    ) -> Option<SafeUrl> {
        self.needed(key)?;
        let url = self.parsed(key, |text| SafeUrl::parse(text).filter(|url| also(url.url())))?;
        if !Reach::new(networks.to_vec()).admits(url.url()) {
            let found = self.found(key);
            let what = format!(
                "found {found}, an address inside of a network; if the service is there, name its network in `networks`"
            );
            self.fault(key, what);
            return None;
        }
        Some(url)
    }

    fn networks(&mut self) -> Vec<Network> {
        let Some(texts) = self.list("networks") else { return Vec::new() };
        let networks: Option<Vec<_>> = texts.iter().map(|text| Network::parse(text)).collect();
        networks.unwrap_or_else(|| {
            self.wrong("networks");
            Vec::new()
        })
    }

    /// Scopes with single spaces, so that what comes back can be held against them.
    fn scope(&mut self) -> Option<String> {
        self.needed("scope")?;
        self.parsed("scope", |text| {
            let good = text.split(' ').all(|scope| scope_name::parse(scope).is_ok());
            good.then(|| text.to_owned())
        })
    }
}

/// Code adds path and query, so the address has no query of its own.
fn is_base(url: &Url) -> bool {
    url.query().is_none()
}
