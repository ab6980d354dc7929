//! The keys that a PASETO issuer shares with the service, from the file that they are in.

use super::Reader;
use crate::config::files;
use crate::identity::keyring::LocalKeyring;

const KEY: &str = "local_keys";

impl Reader {
    /// Without the setting the ring is empty, and no `v4.local` token counts. What is found is never repeated.
    pub(super) fn local_keys(&mut self) -> LocalKeyring {
        let Some(place) = self.text(KEY) else { return LocalKeyring::default() };
        let read = files::read_secret(&place);
        read.and_then(|bytes| ring_of(&bytes)).unwrap_or_else(|fault| {
            self.fault(KEY, fault);
            LocalKeyring::default()
        })
    }
}

/// A key a line. Editors leave a newline at the end, and nothing else is left out.
fn ring_of(bytes: &[u8]) -> Result<LocalKeyring, String> {
    const NO_KEYS: &str = "found something else in the file, expected one `k4.local...` a line";
    let text = str::from_utf8(bytes).map_err(|_| NO_KEYS)?;
    if text.trim().is_empty() {
        return Err(NO_KEYS.to_owned());
    }
    LocalKeyring::parse(text.lines()).map_err(|(line, fault)| format!("line {line}: {fault}"))
}
