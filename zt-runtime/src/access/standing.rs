//! What a caller is told of its limit, so that it slows down before it is refused (G-02,
//! draft-ietf-httpapi-ratelimit-headers-10).

use zt_core::contract::RateRule;

use super::limiter::Left;

/// A limit, and what is left of it to whoever asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    rule: RateRule,
    left: Left,
}

impl Standing {
    pub(super) const fn new(rule: RateRule, left: Left) -> Self {
        Self { rule, left }
    }

    /// Of one whom the limit refuses: nothing is left until then.
    pub(super) const fn refused(rule: RateRule, seconds: u64) -> Self {
        Self { rule, left: Left { requests: 0, full_after_seconds: seconds } }
    }

    /// When to try again.
    pub(crate) const fn seconds(self) -> u64 {
        self.left.full_after_seconds
    }

    /// `RateLimit-Policy` and `RateLimit`. The policy is called by what it counts.
    pub(crate) fn headers(self) -> [(&'static str, String); 2] {
        let Self { rule: RateRule { rate, by }, left } = self;
        let (name, window) = (by.as_str(), rate.per.seconds());
        let Left { requests, full_after_seconds } = left;
        [
            ("ratelimit-policy", format!("\"{name}\";q={};w={window}", rate.count)),
            ("ratelimit", format!("\"{name}\";r={requests};t={full_after_seconds}")),
        ]
    }
}
