//! Services that are called onward: where each is, and what callers get there.

use url::Url;
use zt_core::grammar::scope_name;

use super::Reader;
use crate::config::keys::ONWARD;
use crate::config::{IssuerConfig, TokenSource};
use crate::identity::introspection::ClientCredentials;
use crate::onward::TargetConfig;
use crate::outbound::{Reach, SafeUrl};
use crate::prefix::Prefix;

const ISSUER: &str = "issuer";

impl Reader {
    pub(super) fn onward(&mut self, tokens: Option<&TokenSource>) -> Vec<TargetConfig> {
        // With a fault about them nobody knows who they are, and one fault is enough.
        let issuers: Option<&[_]> = tokens.map(|tokens| match tokens {
            TokenSource::Issuers(issuers) => &**issuers,
            TokenSource::Development(_) => &[],
        });
        self.tables(&ONWARD, |reader, name| reader.target(name, issuers))
    }

    fn target(&mut self, name: &str, issuers: Option<&[IssuerConfig]>) -> Option<TargetConfig> {
        let networks = self.networks();
        let url = self.callable("url", &networks, is_base);
        let token_endpoint = self.callable("token_endpoint", &networks, |_| true);
        let issuer = self.exchanging(issuers);
        let audience = self.needed("audience");
        let scope = self.scope();
        let client = self.needed("client");
        let secret = self.secret("client_secret");
        Some(TargetConfig {
            name: name.to_owned(),
            url: url?,
            token_endpoint: token_endpoint?,
            issuer,
            audience: audience?,
            scope: scope?,
            credentials: ClientCredentials::new(&client?, &secret?),
            networks,
        })
    }

    /// Whose tokens are exchanged there. Where there are several issuers, each token goes to its own alone: another one could
    /// use it here.
    fn exchanging(&mut self, issuers: Option<&[IssuerConfig]>) -> Option<Box<str>> {
        let are_several = issuers.is_some_and(|issuers| issuers.len() > 1);
        match self.text(ISSUER) {
            None if are_several && self.find(ISSUER).is_none() => {
                self.missing(ISSUER, "there are several, and a token goes to none but its own");
                None
            }
            None => None,
            Some(named) => {
                let is_it = |issuer: &IssuerConfig| *issuer.terms.issuer == *named;
                if issuers.is_some_and(|issuers| !issuers.iter().any(is_it)) {
                    self.wrong(ISSUER);
                }
                Some(named.into())
            }
        }
    }

    /// An address that may be called; where it is one by number, `networks` has to name it (G-12).
    fn callable(
        &mut self,
        key: &'static str,
        networks: &[Prefix],
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

    fn networks(&mut self) -> Vec<Prefix> {
        let Some(texts) = self.list("networks") else { return Vec::new() };
        let networks: Option<Vec<_>> = texts.iter().map(|text| Prefix::parse(text)).collect();
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
