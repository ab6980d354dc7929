//! What things are called in Redis. Everything of a service is in one slot, and names nobody: ids are digests.

use zt::shared::Id;

/// The names of one service's entries.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    prefix: String,
}

impl Keys {
    pub(crate) fn of(service: &str) -> Self {
        Self { prefix: format!("zt:{{{service}}}:") }
    }

    /// A hash: which era it is, of which run of the server, since when, and the key of its nonces.
    pub(crate) fn era(&self) -> String {
        format!("{}era", self.prefix)
    }

    /// When it was taken back.
    pub(crate) fn revoked(&self, id: &Id) -> Vec<u8> {
        self.named("revoked:", id)
    }

    /// There as long as it must not count again.
    pub(crate) fn once(&self, id: &Id) -> Vec<u8> {
        self.named("once:", id)
    }

    /// When all of the limit is there again.
    pub(crate) fn limit(&self, id: &Id) -> Vec<u8> {
        self.named("limit:", id)
    }

    /// Two streams: revocations that end, and those that don't.
    pub(crate) fn news(&self) -> [String; 2] {
        [format!("{}news", self.prefix), format!("{}news:kept", self.prefix)]
    }

    fn named(&self, kind: &str, id: &Id) -> Vec<u8> {
        [self.prefix.as_bytes(), kind.as_bytes(), id.as_slice()].concat()
    }
}
