//! What a request's CPU time is made of: plain actix's, what it spends on looking for one of many routes, the signature's,
//! and the rest.

use std::fmt;

use super::peer::{Credential, Peer};

/// Nanoseconds for one signature, measured by itself in a loop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Signatures {
    /// aws-lc, called as jsonwebtoken calls it.
    jsonwebtoken: f64,
    /// ed25519-compact, which is what pasetors calls.
    compact: f64,
    /// The whole of `PublicToken::verify`.
    pasetors: f64,
}

impl Signatures {
    pub(super) fn read(printed: &str) -> Option<Self> {
        let find = |name: &str| {
            let value = printed.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            value?.parse().ok()
        };
        Some(Self {
            jsonwebtoken: find("jsonwebtoken")?,
            compact: find("ed25519-compact")?,
            pasetors: find("pasetors")?,
        })
    }

    /// Microseconds of what this peer calls.
    pub(super) fn of(self, peer: Peer) -> Option<f64> {
        match peer.credential()? {
            Credential::Jwt => Some(self.jsonwebtoken / 1000.0),
            Credential::Paseto => Some(self.compact / 1000.0),
        }
    }
}

impl fmt::Display for Signatures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [jsonwebtoken, compact, pasetors] =
            [self.jsonwebtoken, self.compact, self.pasetors].map(|it| it / 1000.0);
        write!(
            formatter,
            "one Ed25519 signature alone: {jsonwebtoken:.1} µs as jsonwebtoken checks it, {compact:.1} µs as \
             pasetors does (ed25519-compact; {pasetors:.1} µs with the token taken apart)"
        )
    }
}

/// Medians in microseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    pub(super) peer: Peer,
    pub(super) whole: f64,
    /// Plain actix's with the fewest routes.
    pub(super) plain: f64,
    /// What more routes cost plain actix, for those that have its router; 0 for others.
    pub(super) routes: f64,
    pub(super) signature: f64,
}

impl Sum {
    fn rest(&self) -> f64 {
        self.whole - self.plain - self.routes - self.signature
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { peer, whole, plain, routes, signature } = self;
        let rest = self.rest();
        if rest >= 0.0 {
            let what = peer.rest();
            return write!(
                formatter,
                "{peer}: {whole:.1} µs = {plain:.1} plain + {routes:.1} list of routes + \
                 {signature:.1} signature + {rest:.1} rest ({what})"
            );
        }
        // Not a sum then, so it isn't printed as one.
        write!(
            formatter,
            "{peer}: {whole:.1} µs, which is {:.1} less than its parts were alone ({plain:.1} plain, {routes:.1} list \
             of routes, {signature:.1} signature): this server does less than plain actix beside the signature, or the machine was \
             slower while one of the parts was measured; compare the spreads before using it",
            -rest
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNATURES: &str = "jsonwebtoken 40000\ned25519-compact 90000\npasetors 95000\n";

    fn sum(whole: f64) -> String {
        Sum { peer: Peer::Zt, whole, plain: 10.0, routes: 0.5, signature: 89.5 }.to_string()
    }

    #[test]
    fn each_peer_has_the_signature_that_it_calls() {
        let signatures = Signatures::read(SIGNATURES);
        let of = |peer| signatures.and_then(|it| it.of(peer));
        assert_eq!(of(Peer::Axum), Some(40.0));
        assert_eq!(of(Peer::Zt), Some(90.0));
        assert_eq!(of(Peer::Plain), None);
        assert_eq!(Signatures::read("jsonwebtoken 40000\n"), None);
    }

    #[test]
    fn the_parts_come_to_the_whole() {
        let text = sum(130.5);
        assert!(
            text.contains(
                "130.5 µs = 10.0 plain + 0.5 list of routes + 89.5 signature + 30.5 rest (claims"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_sum_that_does_not_add_up_is_explained_and_is_no_sum() {
        let text = sum(80.0);
        assert!(!text.contains('=') && text.contains("20.0 less than its parts"), "{text}");
    }
}
