//! How the issuer is asked about opaque tokens, with the file that the secret is in.

use zeroize::Zeroizing;

use super::Reader;
use crate::config::{IntrospectionConfig, files};
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
        let secret = self.needed("introspection_secret").and_then(|place| self.secret(&place));
        let endpoint = self.parsed("introspection", SafeUrl::parse);
        Some(IntrospectionConfig {
            endpoint,
            credentials: ClientCredentials::new(&client?, &secret?),
        })
    }

    /// The one line of a file that nobody else can read. What is found is never repeated.
    fn secret(&mut self, place: &str) -> Option<Zeroizing<String>> {
        let read = files::read_secret(place);
        let fault = match read.map(|bytes| line_of(&bytes)) {
            Ok(Some(line)) => return Some(line),
            Ok(None) => {
                "found something else in the file, expected the secret: one line of text".to_owned()
            }
            Err(fault) => fault,
        };
        self.fault("introspection_secret", fault);
        None
    }
}

/// A line of text, without the newline that editors leave at its end.
fn line_of(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let text = str::from_utf8(bytes).ok()?;
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let is_line = !line.trim().is_empty() && !line.contains(char::is_control);
    is_line.then(|| Zeroizing::new(line.to_owned()))
}
