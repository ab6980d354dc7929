//! The number under which one request is found again in answer, log and audit.

use std::fmt::Write;

/// 128 random bits in hex, as a trace id of W3C Trace Context §3.2.2.3. `None` if the system has no random numbers.
pub(crate) fn trace_id() -> Option<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    let mut text = String::with_capacity(32);
    for byte in bytes {
        // Writing into a `String` can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn k08_trace_ids_are_128_bits_and_differ() {
        let ids: std::collections::HashSet<_> = (0..100).map(|_| trace_id().unwrap()).collect();
        assert_eq!(ids.len(), 100);
        assert!(
            ids.iter().all(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
        );
    }
}
