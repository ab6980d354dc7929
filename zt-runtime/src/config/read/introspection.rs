//! How the issuer is asked about opaque tokens.

use super::Reader;
use crate::config::IntrospectionConfig;
use crate::identity::introspection::ClientCredentials;
use crate::outbound::SafeUrl;

const SETTINGS: [&str; 3] = ["introspection_client", "introspection_secret", "introspection"];

impl Reader {
    /// A client without a secret can't ask, and an address alone does nothing.
    pub(super) fn introspection(&mut self) -> Option<IntrospectionConfig> {
        if SETTINGS.iter().all(|key| self.find(key).is_none()) {
            return None;
        }
        let client = self.needed("introspection_client");
        let secret = self.secret("introspection_secret");
        let endpoint = self.parsed("introspection", SafeUrl::parse);
        Some(IntrospectionConfig {
            endpoint,
            credentials: ClientCredentials::new(&client?, &secret?),
        })
    }
}
