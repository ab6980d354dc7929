//! How often: `60/min by subject (group)`.

use std::fmt;

use zt_manifest::{RateBy, RateOrigin};

use super::Millis;
use crate::permissions::order::Within;

const PERIODS: [(u64, &str); 4] =
    [(1_000, "s"), (60_000, "min"), (3_600_000, "hour"), (86_400_000, "day")];
const BY: [(RateBy, &str); 4] = [
    (RateBy::Subject, "subject"),
    (RateBy::Client, "client"),
    (RateBy::Tenant, "tenant"),
    (RateBy::Ip, "ip"),
];
const ORIGINS: [(RateOrigin, &str); 4] = [
    (RateOrigin::Service, "service"),
    (RateOrigin::Group, "group"),
    (RateOrigin::Endpoint, "endpoint"),
    (RateOrigin::Default, "default"),
];

/// How many requests count as too many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rate(pub(crate) zt_manifest::Rate);

impl Rate {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (count, rest) = text.split_once('/')?;
        let (per, rest) = rest.split_once(" by ")?;
        let (by, origin) = rest.strip_suffix(')')?.split_once(" (")?;
        let named = PERIODS.iter().find(|(_, name)| *name == per).map(|(millis, _)| *millis);
        Some(Self(zt_manifest::Rate {
            count: count.parse().ok()?,
            per_ms: named.or_else(|| Millis::parse(per).map(|it| it.0))?,
            by: BY.iter().find(|(_, name)| *name == by)?.0,
            origin: ORIGINS.iter().find(|(_, name)| *name == origin)?.0,
        }))
    }

    /// How many share one count: the more endpoints do, the fewer requests each is left with.
    fn sharing(&self) -> u8 {
        match self.0.origin {
            RateOrigin::Service => 0,
            RateOrigin::Group => 1,
            RateOrigin::Endpoint | RateOrigin::Default => 2,
        }
    }
}

impl Within for Rate {
    /// Neither more at once nor more in the long run, counted by the same thing.
    fn within(&self, other: &Self) -> bool {
        let long_run = u128::from(self.0.count) * u128::from(other.0.per_ms)
            <= u128::from(other.0.count) * u128::from(self.0.per_ms);
        self.0.by == other.0.by
            && self.0.count <= other.0.count
            && long_run
            && self.sharing() <= other.sharing()
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = &self.0;
        let period = PERIODS.iter().find(|(millis, _)| *millis == rate.per_ms);
        let period = period.map_or_else(|| Millis(rate.per_ms).text(), |it| it.1.to_owned());
        let by = BY.iter().find(|(by, _)| *by == rate.by).map_or("", |it| it.1);
        let origin = ORIGINS.iter().find(|it| it.0 == rate.origin).map_or("", |it| it.1);
        write!(f, "{}/{period} by {by} ({origin})", rate.count)
    }
}
