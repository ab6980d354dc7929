//! Segments: the isolated parts of a service, and which stores each of them can reach.

use crate::contract::named::is_same;
use crate::contract::{Named, Waiver};
use crate::grammar::segment_name;

/// A segment, as `derive(Segment)` declared it: its name in the configuration.
pub type SegmentInfo = Named<Segment>;

/// The vocabulary of [`SegmentInfo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {}

/// The segment of everything that names no other one. It is as isolated as any.
pub const MAIN: SegmentInfo =
    SegmentInfo::new(segment_name::MAIN, "What belongs to no other segment.");

impl SegmentInfo {
    /// Whether both are the same one: by name, since that is what the configuration knows.
    #[must_use]
    pub const fn is(&self, other: &Self) -> bool {
        is_same(self.name.as_bytes(), other.name.as_bytes())
    }

    /// Whether it stands in a list, in const.
    #[must_use]
    pub const fn is_in(&self, list: &[Self]) -> bool {
        let mut list = list;
        while let [first, rest @ ..] = list {
            if self.is(first) {
                return true;
            }
            list = rest;
        }
        false
    }
}

/// A store, as far as segments are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreInfo {
    /// The type's name.
    pub name: &'static str,
    /// The segments that it belongs to: one, or those that share it.
    pub segments: &'static [SegmentInfo],
    /// Why several share it.
    pub shared: Option<Waiver>,
}

/// The stores that arguments of a handler can reach, whatever holds them: the argument itself, or a field of an input.
#[derive(Debug, Clone, Copy)]
pub enum Reached {
    /// None.
    Nothing,
    /// This one.
    Store(&'static StoreInfo),
    /// Those of the one and those of the other.
    Both(&'static Self, &'static Self),
}

impl Reached {
    /// The first store of another segment.
    #[must_use]
    pub const fn first_outside(&self, segment: &SegmentInfo) -> Option<&'static StoreInfo> {
        match self {
            Self::Nothing => None,
            Self::Store(store) if segment.is_in(store.segments) => None,
            Self::Store(store) => Some(store),
            Self::Both(one, other) => match one.first_outside(segment) {
                Some(store) => Some(store),
                None => other.first_outside(segment),
            },
        }
    }

    /// Of a list, as the first and the rest, the one at a place.
    #[must_use]
    pub const fn at(&self, place: usize) -> &Self {
        match self {
            Self::Both(first, _) if place == 0 => first,
            Self::Both(_, rest) => rest.at(place - 1),
            Self::Nothing | Self::Store(_) => &Self::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::fixtures::{ADMIN, CATALOGUE, ORDERS, USERS};

    #[test]
    fn o6_a_store_of_another_segment_is_found_wherever_it_is() {
        const HELD: Reached = Reached::Both(&Reached::Store(&ORDERS), &Reached::Store(&USERS));
        assert_eq!(HELD.first_outside(&ADMIN), Some(&ORDERS));
        assert_eq!(HELD.first_outside(&MAIN), Some(&USERS));
        assert_eq!(Reached::Nothing.first_outside(&MAIN), None);
        assert_eq!(Reached::Store(&USERS).first_outside(&ADMIN), None);
    }

    #[test]
    fn o6_a_shared_store_belongs_to_each_of_its_segments_and_to_no_other() {
        let shared = Reached::Store(&CATALOGUE);
        assert_eq!(shared.first_outside(&MAIN), None);
        assert_eq!(shared.first_outside(&ADMIN), None);
        assert_eq!(shared.first_outside(&SegmentInfo::new("other", "")), Some(&CATALOGUE));
    }

    #[test]
    fn o6_each_argument_of_a_list_is_found_at_its_place() {
        const REST: Reached = Reached::Both(&Reached::Store(&USERS), &Reached::Nothing);
        const LIST: Reached = Reached::Both(&Reached::Store(&ORDERS), &REST);
        assert_eq!(LIST.at(0).first_outside(&ADMIN), Some(&ORDERS));
        assert_eq!(LIST.at(1).first_outside(&MAIN), Some(&USERS));
        assert_eq!(LIST.at(2).first_outside(&MAIN), None);
        assert_eq!(Reached::Store(&ORDERS).at(0).first_outside(&ADMIN), None);
    }

    #[test]
    fn o6_a_segment_is_known_by_its_whole_name() {
        let named = |name| SegmentInfo::new(name, "");
        assert!(ADMIN.is(&named("admin")) && !ADMIN.is(&named("admi")));
        assert!(!ADMIN.is(&named("admin2")) && !ADMIN.is(&MAIN) && !ADMIN.is(&named("")));
        assert!(!MAIN.is_in(&[]) && MAIN.is_in(&[ADMIN, MAIN]));
    }
}
