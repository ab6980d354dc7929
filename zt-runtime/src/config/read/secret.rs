//! A secret, which a setting names and never holds.

use zeroize::Zeroizing;

use super::Reader;
use crate::config::files;

impl Reader {
    /// The one line of a file that nobody else can read. What is found is never repeated.
    pub(super) fn secret(&mut self, key: &'static str) -> Option<Zeroizing<String>> {
        let place = self.needed(key)?;
        let read = files::read_secret(&place);
        let fault = match read.map(|bytes| line_of(&bytes)) {
            Ok(Some(line)) => return Some(line),
            Ok(None) => {
                "found something else in the file, expected the secret: one line of text".to_owned()
            }
            Err(fault) => fault,
        };
        self.fault(key, fault);
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
