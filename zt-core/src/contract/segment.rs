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

/// The stores that an argument of a handler can reach, whatever holds them: itself, or a field of an input.
#[derive(Clone, Copy)]
pub enum Reached {
    /// None.
    Nothing,
    /// This one.
    Store(&'static StoreInfo),
    /// Those of the one and those of the other.
    Both(&'static Self, &'static Self),
    /// Those of a type with fields, by its name: an input may hold itself.
    Within(&'static str, &'static Self),
}

/// Without what it holds: that may hold it again.
impl core::fmt::Debug for Reached {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Nothing => f.write_str("Nothing"),
            Self::Store(store) => f.debug_tuple("Store").field(&store.name).finish(),
            Self::Both(..) => f.write_str("Both(..)"),
            Self::Within(name, _) => f.debug_tuple("Within").field(name).finish_non_exhaustive(),
        }
    }
}

/// The types that are looked into, from the inside out.
struct Around<'a> {
    name: &'static str,
    outer: Option<&'a Self>,
}

impl Reached {
    /// The first store of another segment.
    #[must_use]
    pub const fn first_outside(&self, segment: &SegmentInfo) -> Option<&'static StoreInfo> {
        self.outside(segment, None)
    }

    const fn outside(
        &self,
        segment: &SegmentInfo,
        around: Option<&Around<'_>>,
    ) -> Option<&'static StoreInfo> {
        match self {
            Self::Nothing => None,
            Self::Store(store) if segment.is_in(store.segments) => None,
            Self::Store(store) => Some(store),
            Self::Both(one, other) => match one.outside(segment, around) {
                Some(store) => Some(store),
                None => other.outside(segment, around),
            },
            Self::Within(name, _) if is_around(name, around) => None,
            Self::Within(name, fields) => {
                fields.outside(segment, Some(&Around { name, outer: around }))
            }
        }
    }
}

const fn is_around(name: &str, around: Option<&Around<'_>>) -> bool {
    let mut around = around;
    while let Some(it) = around {
        if is_same(it.name.as_bytes(), name.as_bytes()) {
            return true;
        }
        around = it.outer;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::fixtures::{ADMIN, CATALOGUE, ORDERS, USERS};

    static TREE: Reached = Reached::Within("Tree", &Reached::Both(&TREE, &LEAF));
    static LEAF: Reached = Reached::Both(&Reached::Nothing, &Reached::Store(&USERS));

    #[test]
    fn o6_a_store_of_another_segment_is_found_wherever_it_is() {
        const HELD: Reached = Reached::Both(&Reached::Store(&ORDERS), &Reached::Store(&USERS));
        assert_eq!(HELD.first_outside(&ADMIN), Some(&ORDERS));
        assert_eq!(HELD.first_outside(&MAIN), Some(&USERS));
        assert_eq!(Reached::Within("A", &HELD).first_outside(&MAIN), Some(&USERS));
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

    // An input that holds a list of itself.
    #[test]
    fn o6_a_type_that_holds_itself_is_looked_into_once() {
        const FOUND: Option<&StoreInfo> = Reached::Within("Root", &TREE).first_outside(&MAIN);
        assert_eq!(FOUND, Some(&USERS));
        assert_eq!(TREE.first_outside(&ADMIN), None);
        assert_eq!(alloc::format!("{TREE:?}"), "Within(\"Tree\", ..)");
    }

    #[test]
    fn o6_a_segment_is_known_by_its_whole_name() {
        let named = |name| SegmentInfo::new(name, "");
        assert!(ADMIN.is(&named("admin")) && !ADMIN.is(&named("admi")));
        assert!(!ADMIN.is(&named("admin2")) && !ADMIN.is(&MAIN) && !ADMIN.is(&named("")));
        assert!(!MAIN.is_in(&[]) && MAIN.is_in(&[ADMIN, MAIN]));
    }
}
