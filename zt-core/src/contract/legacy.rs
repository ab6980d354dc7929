//! Paths that an application beside the service still answers.

use crate::contract::{Contract, Mount};
use crate::grammar::Date;
use crate::grammar::shape::reaches_into;

/// `legacy("/old", why = "..", owner = "..", until = "..")`: requests for this path, and for all below it, go on to the
/// routes of an application that was there before. No rule of zt is asked there, so nothing of the waiver can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegacyPath {
    /// A literal prefix, on the borders of segments.
    pub path: &'static str,
    /// Why it may stay for a while.
    pub why: &'static str,
    /// Who moves it.
    pub owner: &'static str,
    /// The last day on which it stands without a warning.
    pub until: Date,
}

impl LegacyPath {
    /// Whether a canonical path is this one, or lies below it: `/old` and `/old/x`, and not `/older`.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The first endpoint of a service whose pattern can match a path that this one holds, whatever its method.
    #[must_use]
    pub const fn first_within(
        &self,
        mounts: &'static [Mount],
    ) -> Option<(&'static str, &'static Contract)> {
        let mut mounts = mounts;
        while let [mount, rest @ ..] = mounts {
            let mut contracts = mount.contracts();
            while let [contract, others @ ..] = contracts {
                // No request asks for a message: its socket stands where it is told.
                if contract.message.is_none()
                    && reaches_into(self.path, mount.prefix(), contract.pattern)
                {
                    return Some((mount.prefix(), contract));
                }
                contracts = others;
            }
            mounts = rest;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::contract::Outer;
    use crate::contract::fixtures::{contract, outer};

    const OLD: LegacyPath = LegacyPath {
        path: "/old",
        why: "it moves in spring",
        owner: "team-shop",
        until: Date::from_ymd(2027, 1, 31),
    };

    // X13: a border that is taken for none would let `/older` out of the gate.
    #[test]
    fn x13_a_legacy_path_ends_on_the_border_of_a_segment() {
        for held in ["/old", "/old/x", "/old/x/y", "/old/%40"] {
            assert!(OLD.holds(held), "{held}");
        }
        for other in ["/", "/ol", "/older", "/old.json", "/OLD", "/x/old", "/old%20", ""] {
            assert!(!OLD.holds(other), "{other}");
        }
    }

    #[test]
    fn the_first_endpoint_within_is_found_in_groups_too() {
        const ELSEWHERE: Contract = Contract { pattern: "/new/{id}", ..contract("elsewhere") };
        const IN_GROUP: Contract = Contract { pattern: "/{id}", ..contract("in_group") };
        const GROUP: Outer = Outer { prefix: "/old", ..outer("Group") };
        const APART: &[Mount] = &[Mount::Endpoint(&ELSEWHERE)];
        const WITHIN: &[Mount] =
            &[Mount::Endpoint(&ELSEWHERE), Mount::Group(&GROUP, &[&ELSEWHERE, &IN_GROUP])];
        assert_eq!(OLD.first_within(APART), None);
        // `/old/new/{id}` is the first.
        assert_eq!(OLD.first_within(WITHIN).unwrap(), ("/old", &ELSEWHERE));
    }
}
