//! What a rule found, and whom it is about.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;
use jiff::Timestamp;

use crate::{Caller, Detection, Observation, Who};

/// Somebody who was proved by the gate in the very request that led to a finding. Nothing else makes one: what a request
/// merely claims can't be turned against whom it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    who: Who,
    token: Arc<str>,
}

impl Verified {
    /// The subject.
    #[must_use]
    pub const fn who(&self) -> &Who {
        &self.who
    }

    /// The digest of the id of the token that was used.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// Whom a finding is about, and so the only one whom a reaction can meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Culprit {
    /// A caller who was proved.
    Caller(Verified),
    /// Nobody was proved: where it came from is all that is known.
    Address(IpNet),
}

impl fmt::Display for Culprit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Caller(verified) => verified.who.fmt(f),
            Self::Address(network) => network.fmt(f),
        }
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// By which rule.
    pub detection: Detection,
    /// Whom it is about.
    pub culprit: Culprit,
    /// How many were seen by then.
    pub count: u32,
    /// When the decision was made that completed it.
    pub at: Timestamp,
    /// That decision's endpoint.
    pub endpoint: Option<Cow<'static, str>>,
    /// That decision's reason.
    pub reason: Cow<'static, str>,
    /// That decision's trace, where a reader of the audit log begins.
    pub trace: Arc<str>,
}

/// The part of the address space that one subscriber has to himself: an IPv4 address, 64 bits of IPv6.
#[must_use]
pub fn nearest_network(peer: IpAddr) -> IpNet {
    network(peer, 32, 64)
}

/// Addresses that are likely one organisation's: a /24 of IPv4, a /48 of IPv6.
pub(crate) fn neighbourhood(peer: IpAddr) -> IpNet {
    network(peer, 24, 48)
}

/// Addresses of one region of one provider: a telephone that moves gets others of these.
pub(crate) fn region(peer: IpAddr) -> IpNet {
    network(peer, 16, 32)
}

fn network(peer: IpAddr, v4: u8, v6: u8) -> IpNet {
    let peer = peer.to_canonical();
    let length = if peer.is_ipv4() { v4 } else { v6 };
    // A length of at most 128 is one of either.
    IpNet::new(peer, length).unwrap_or_else(|_| IpNet::from(peer)).trunc()
}

impl Observation {
    /// About the caller, who was proved; none where nobody was.
    pub(crate) fn of_caller(&self, detection: Detection, count: u32) -> Option<Finding> {
        let Caller::Proved { who, token } = &self.caller else { return None };
        let verified = Verified { who: who.clone(), token: token.clone() };
        Some(self.finding(detection, Culprit::Caller(verified), count))
    }

    pub(crate) fn of_network(&self, detection: Detection, network: IpNet, count: u32) -> Finding {
        self.finding(detection, Culprit::Address(network), count)
    }

    fn finding(&self, detection: Detection, culprit: Culprit, count: u32) -> Finding {
        Finding {
            detection,
            culprit,
            count,
            at: self.at,
            endpoint: self.endpoint.clone(),
            reason: self.reason.clone(),
            trace: self.trace.clone(),
        }
    }
}
