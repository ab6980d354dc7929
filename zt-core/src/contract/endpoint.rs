//! An endpoint's contract.

use crate::contract::{
    Access, Effect, LimitsRule, MessageRule, Method, NetworkInfo, OpenParam, ProofRule, RateRule,
    SegmentInfo, Sensitivity, StreamRule,
};

/// Where in the source an annotation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The file, as the compiler was given it: for messages, since editors find it by that.
    pub file: &'static str,
    /// The file from the root of its package, with `/`: for documents, since it is the same on every machine.
    pub in_package: &'static str,
    /// The line, from 1.
    pub line: u32,
    /// The module's path.
    pub module: &'static str,
}

/// What one endpoint's annotation says, and nothing that it inherits: the single source for compile time, run time and
/// reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contract {
    /// The handler's name.
    pub name: &'static str,
    /// Its doc comment: what the endpoint is for.
    pub reason: &'static str,
    /// Where the annotation stands.
    pub place: Place,
    /// The method that it answers.
    pub method: Method,
    /// Its path pattern, behind the group's prefix. A message has that of its socket.
    pub pattern: &'static str,
    /// Who may call it.
    pub access: Access,
    /// A POST or a message that says `reads`.
    pub asks: bool,
    /// Path parameters that are tied to nobody.
    pub open: &'static [OpenParam],
    /// The pattern's parameters from left to right.
    pub params: &'static [&'static str],
    /// Which credentials count.
    pub proof: ProofRule,
    /// The networks from which it may be called, any of them. With none listed, it inherits them.
    pub network: &'static [NetworkInfo],
    /// Its own limit of requests.
    pub rate: Option<RateRule>,
    /// Its own resource limits.
    pub limits: LimitsRule,
    /// The isolated part of the service that it says it belongs to.
    pub segment: Option<SegmentInfo>,
    /// That its answer goes on for as long as it is open.
    pub stream: Option<StreamRule>,
    /// What it is called, and over which socket it is said, where it is a message.
    pub message: Option<MessageRule>,
}

impl Contract {
    /// Whether a call reads or writes. Only a POST or a message can say that it merely asks; on other methods `asks` means
    /// nothing.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        let asks = self.asks && matches!(self.method, Method::Post | Method::Message);
        if self.method.changes() && !asks { Effect::Writes } else { Effect::Reads }
    }

    /// Whether a call changes data.
    #[must_use]
    pub const fn changes(&self) -> bool {
        matches!(self.effect(), Effect::Writes)
    }

    /// Whether it is a socket: a stream that listens, too.
    #[must_use]
    pub const fn is_socket(&self) -> bool {
        matches!(self.stream, Some(StreamRule { socket: true, .. }))
    }

    /// How much harm whoever gets in could do, as its scopes say.
    #[must_use]
    pub const fn sensitivity(&self) -> Sensitivity {
        self.access.sensitivity()
    }

    /// Whether more than a token should be asked for: whatever changes data, and what its scopes call sensitive.
    #[must_use]
    pub const fn is_sensitive(&self) -> bool {
        self.changes() || !matches!(self.sensitivity(), Sensitivity::Ordinary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::fixtures::contract;

    #[test]
    fn b06_only_a_post_or_a_message_can_merely_ask() {
        for method in Method::ALL.into_iter().chain([Method::Message]) {
            let says_reads = Contract { method, asks: true, ..contract("search") };
            let says_nothing = Contract { method, ..contract("search") };
            let expected = if method.changes() { Effect::Writes } else { Effect::Reads };
            assert_eq!(says_nothing.effect(), expected);
            assert_eq!(
                says_reads.effect(),
                if matches!(method, Method::Post | Method::Message) {
                    Effect::Reads
                } else {
                    expected
                }
            );
        }
    }
}
