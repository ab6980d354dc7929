//! Headers in plain memory, in the order in which they came.

use crate::endpoint::HeaderSource;

/// What a survey and a test hand over.
#[derive(Debug, Default, Clone)]
pub(crate) struct Headers(Vec<(String, Vec<u8>)>);

impl Headers {
    /// Adds a header; names are kept in lower case (RFC 9110 §5.1).
    pub(crate) fn add(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.0.push((name.to_ascii_lowercase(), value.into()));
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Of all names and values.
    pub(crate) fn bytes(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

impl HeaderSource for Headers {
    fn values(&self, name: &str) -> Vec<&[u8]> {
        let named = self.0.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.as_slice()).collect()
    }
}
