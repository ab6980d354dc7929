//! Where an issuer keeps its keys: its metadata says it, or the configuration does.
//!
//! Source: OpenID Connect Discovery 1.0 §4, RFC 8414 §3.

use std::path::PathBuf;

use serde::Deserialize;

use super::algorithms::Algorithms;
use super::key_set::KeySet;
use crate::config::read_public_file;
use crate::outbound::{FetchFault, Outbound, SafeUrl};

const LARGEST_METADATA: usize = 256 * 1024;
const LARGEST_KEY_SET: usize = 512 * 1024;

/// Finds and fetches one issuer's key set.
#[derive(Debug)]
pub(crate) struct KeySource {
    issuer: String,
    algorithms: Algorithms,
    place: KeyPlace,
    /// What the metadata said last. It is asked anew after a failure, for addresses move.
    discovered: Option<SafeUrl>,
}

/// Where an issuer's key set is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeyPlace {
    /// Its metadata says it.
    Metadata,
    /// The configuration says it.
    Address(SafeUrl),
    /// In a file, for an issuer that can't be asked.
    File(PathBuf),
}

/// What an issuer says about itself.
#[derive(Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    jwks_uri: Option<String>,
    introspection_endpoint: Option<String>,
}

impl KeySource {
    pub(crate) const fn new(issuer: String, place: KeyPlace, algorithms: Algorithms) -> Self {
        Self { issuer, algorithms, place, discovered: None }
    }

    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    pub(super) async fn fetch(&mut self, outbound: &Outbound) -> Result<KeySet, FetchFault> {
        let document = match &self.place {
            KeyPlace::Metadata => self.fetch_discovered(outbound).await?,
            KeyPlace::Address(url) => outbound.get(url, LARGEST_KEY_SET).await?,
            KeyPlace::File(path) => read_public_file(path).map_err(FetchFault::File)?,
        };
        KeySet::parse(&document, &self.algorithms).map_err(FetchFault::Malformed)
    }

    async fn fetch_discovered(&mut self, outbound: &Outbound) -> Result<Vec<u8>, FetchFault> {
        let url = match self.discovered.take() {
            Some(url) => url,
            None => Metadata::fetch(&self.issuer, outbound).await?.key_set()?,
        };
        let document = outbound.get(&url, LARGEST_KEY_SET).await?;
        self.discovered = Some(url);
        Ok(document)
    }
}

impl Metadata {
    /// Asks the issuer, where the standards say.
    pub(crate) async fn fetch(issuer: &str, outbound: &Outbound) -> Result<Self, FetchFault> {
        let mut last = FetchFault::Malformed("the issuer is no address that can be asked");
        for url in metadata_addresses(issuer) {
            match outbound.get(&url, LARGEST_METADATA).await {
                Ok(document) => return Self::read(issuer, &document),
                Err(fault) => last = fault,
            }
        }
        Err(last)
    }

    fn read(issuer: &str, document: &[u8]) -> Result<Self, FetchFault> {
        let metadata: Self = serde_json::from_slice(document)
            .map_err(|_| FetchFault::Malformed("the metadata has no `issuer`"))?;
        // RFC 8414 §3.3: else another issuer's metadata could be slipped in.
        if metadata.issuer != issuer {
            return Err(FetchFault::Malformed("the metadata is another issuer's"));
        }
        Ok(metadata)
    }

    fn key_set(&self) -> Result<SafeUrl, FetchFault> {
        let url = self.jwks_uri.as_deref().and_then(SafeUrl::parse);
        url.ok_or(FetchFault::Malformed("the metadata's `jwks_uri` is no https address"))
    }

    /// Where tokens are asked about (RFC 8414 §2).
    pub(crate) fn introspection(&self) -> Result<SafeUrl, FetchFault> {
        let url = self.introspection_endpoint.as_deref().and_then(SafeUrl::parse);
        let fault = "the metadata's `introspection_endpoint` is no https address";
        url.ok_or(FetchFault::Malformed(fault))
    }
}

/// OpenID Connect appends to the issuer's path, RFC 8414 goes before it.
fn metadata_addresses(issuer: &str) -> Vec<SafeUrl> {
    let issuer = issuer.trim_end_matches('/');
    let scheme = issuer.find("://").map_or(0, |at| at + 3);
    let authority = issuer.get(scheme..).and_then(|rest| rest.find('/'));
    let path_at = authority.map_or(issuer.len(), |at| scheme + at);
    let (origin, path) = issuer.split_at_checked(path_at).unwrap_or((issuer, ""));
    let openid = format!("{issuer}/.well-known/openid-configuration");
    let oauth = format!("{origin}/.well-known/oauth-authorization-server{path}");
    [openid, oauth].iter().filter_map(|url| SafeUrl::parse(url)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_stands_where_the_standards_say() {
        let addresses = |issuer| {
            metadata_addresses(issuer).iter().map(|url| url.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            addresses("https://id.example/realms/shop"),
            [
                "https://id.example/realms/shop/.well-known/openid-configuration",
                "https://id.example/.well-known/oauth-authorization-server/realms/shop"
            ]
        );
        assert_eq!(
            addresses("https://id.example/"),
            [
                "https://id.example/.well-known/openid-configuration",
                "https://id.example/.well-known/oauth-authorization-server"
            ]
        );
        assert!(addresses("http://id.example").is_empty());
    }
}
