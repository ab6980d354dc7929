//! Bytes as people read them.

use std::fmt::Write as _;

/// Lower case, two digits a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a `String` can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
