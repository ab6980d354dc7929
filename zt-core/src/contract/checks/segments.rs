//! ZT0940, ZT0941: what belongs to a segment stays in it.

use super::text::ConstText;
use crate::contract::effective::segment;
use crate::contract::{Contract, Outer, Reached, SegmentInfo, StoreInfo};

/// Refuses a part of a segment that says it belongs to another one.
#[track_caller]
pub(super) const fn check_segment(
    outer: &str,
    wide: Option<SegmentInfo>,
    inner: &str,
    own: Option<SegmentInfo>,
) {
    if let (Some(wide), Some(own)) = (wide, own)
        && !own.is(&wide)
    {
        other_segment(outer, wide, inner, own).refuse();
    }
}

/// Refuses the argument at this place of an endpoint that says its segment, if it reaches a store of another one. Said where
/// the argument's type stands.
///
/// # Panics
/// In const evaluation, with ZT0941.
#[track_caller]
pub const fn check_argument_stores(contract: &Contract, reached: &Reached, place: usize) {
    if let Some(segment) = contract.segment {
        check(contract, segment, reached.at(place));
    }
}

/// The same of an endpoint that has its segment from its group.
///
/// # Panics
/// As [`check_argument_stores`].
#[track_caller]
pub const fn check_group_stores(group: &Outer, contract: &Contract, reached: &Reached) {
    if let (None, Some(segment)) = (contract.segment, group.segment) {
        check(contract, segment, reached);
    }
}

/// The same of one that has its segment from the service, or is of [`MAIN`](crate::contract::MAIN) since nobody says
/// another. A mistake that is told closer to its cause isn't told here again.
///
/// # Panics
/// As [`check_argument_stores`].
#[track_caller]
pub const fn check_service_stores(
    service: &Outer,
    group: Option<&Outer>,
    contract: &Contract,
    reached: &Reached,
) {
    let said_by_group = match group {
        Some(group) => group.segment.is_some(),
        None => false,
    };
    if contract.segment.is_none() && !said_by_group {
        check(contract, segment(None, None, service), reached);
    }
}

#[track_caller]
const fn check(contract: &Contract, segment: SegmentInfo, reached: &Reached) {
    if let Some(store) = reached.first_outside(&segment) {
        other_store(contract, segment, store).refuse();
    }
}

const fn other_segment(outer: &str, wide: SegmentInfo, inner: &str, own: SegmentInfo) -> ConstText {
    ConstText::new()
        .name(inner)
        .text(" says segment ")
        .name(own.name)
        .text(", ")
        .name(outer)
        .text(" says ")
        .name(wide.name)
        .code("ZT0940")
        .note()
        .text("a part that leaves its segment takes that segment's rules and neighbours with it, and nobody sees it go")
        .help()
        .text("leave `segment` out to inherit it, or list it elsewhere")
}

const fn other_store(contract: &Contract, segment: SegmentInfo, store: &StoreInfo) -> ConstText {
    let text = ConstText::new()
        .name(contract.name)
        .text(" of segment ")
        .name(segment.name)
        .text(" reaches the store ")
        .name(store.name)
        .text(" of ");
    segments(text, store.segments)
        .code("ZT0941")
        .note()
        .text("whoever breaks into one segment would have the data of the other; the endpoint stands at ")
        .place(contract)
        .help()
        .text(if contract.message.is_some() {
            "let the message's socket or the store say the segment that both belong to: `segment = Admin`"
        } else {
            "let the endpoint, its group or the store say the segment that both belong to: `segment = Admin`"
        })
        .help()
        .text("where both have to read it: `#[zt::store(shared(Main, Admin, why = \"both read the catalogue\"))]`")
}

const fn segments(text: ConstText, segments: &[SegmentInfo]) -> ConstText {
    match segments {
        [] => text,
        [only] => text.name(only.name),
        [first, rest @ ..] => self::segments(text.name(first.name).text(" and "), rest),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::testing::{first_line, refusal};
    use super::super::{check_mount_tighter, check_outer_tighter, check_tighter};
    use super::*;
    use crate::contract::Mount;
    use crate::contract::fixtures::{ADMIN, CATALOGUE, ORDERS, USERS, contract, leak, outer};
    use crate::contract::segment::MAIN;

    const OF_ADMIN: Contract = Contract { segment: Some(ADMIN), ..contract("list_users") };
    const OF_MAIN: Contract = Contract { segment: Some(MAIN), ..contract("list_users") };
    const ADMINS: Outer = Outer { segment: Some(ADMIN), ..outer("AdminApi") };
    const USER_STORE: Reached = Reached::Store(&USERS);
    const ORDER_STORE: Reached = Reached::Store(&ORDERS);
    const ARGUMENTS: Reached =
        Reached::Both(&USER_STORE, &Reached::Both(&ORDER_STORE, &Reached::Nothing));

    const _: () = check_tighter(&ADMINS, &OF_ADMIN);
    const _: () = check_argument_stores(&OF_ADMIN, &ARGUMENTS, 0);

    #[test]
    fn zt0940_a_part_says_another_segment_than_what_it_stands_in() {
        let expected = "`list_users` says segment `main`, `AdminApi` says `admin` [ZT0940]";
        let said = refusal(|| check_tighter(&ADMINS, &OF_MAIN)).unwrap();
        assert_eq!(first_line(&said, "ZT0940"), expected);
        let group = Outer { segment: Some(MAIN), ..outer("list_users") };
        let said = refusal(move || check_outer_tighter(&ADMINS, &group)).unwrap();
        assert_eq!(first_line(&said, "ZT0940"), expected);
        let mounted = Mount::Group(leak(outer("Api")), leak([leak(OF_MAIN) as &Contract]));
        let said = refusal(move || check_mount_tighter(&ADMINS, &mounted)).unwrap();
        assert_eq!(first_line(&said, "ZT0940"), expected);
    }

    #[test]
    fn zt0940_who_says_nothing_inherits() {
        assert_eq!(refusal(|| check_tighter(&ADMINS, &contract("list_users"))), None);
        assert_eq!(refusal(|| check_tighter(&outer("Api"), &OF_ADMIN)), None);
    }

    #[test]
    fn zt0941_an_endpoint_with_a_segment_reaches_a_store_of_another() {
        let said = refusal(|| check_argument_stores(&OF_ADMIN, &ARGUMENTS, 1)).unwrap();
        let what = "`list_users` of segment `admin` reaches the store `Orders` of `main` [ZT0941]";
        assert_eq!(first_line(&said, "ZT0941"), what);
        assert!(said.contains("the endpoint stands at shop/src/main.rs:7"), "{said}");
        assert_eq!(refusal(|| check_argument_stores(&contract("a"), &ARGUMENTS, 0)), None);
        assert_eq!(refusal(|| check_argument_stores(&contract("a"), &ARGUMENTS, 1)), None);
    }

    #[test]
    fn zt0941_where_the_group_says_it() {
        let inherits = || check_group_stores(&ADMINS, &contract("list_users"), &ORDER_STORE);
        assert!(refusal(inherits).unwrap().contains("[ZT0941]"));
        let silent = || check_group_stores(&outer("Api"), &contract("a"), &USER_STORE);
        assert_eq!(refusal(silent), None);
        // Told at the endpoint's own argument.
        assert_eq!(refusal(|| check_group_stores(&ADMINS, &OF_ADMIN, &ORDER_STORE)), None);
    }

    #[test]
    fn zt0941_where_the_service_says_it_or_nobody() {
        const A: Contract = contract("list_users");
        let said = |service: Outer, group: Option<Outer>, reached: Reached| {
            refusal(move || check_service_stores(&service, group.as_ref(), &A, &reached))
        };
        let what = "`list_users` of segment `main` reaches the store `Users` of `admin` [ZT0941]";
        let nobody = said(outer("Shop"), None, USER_STORE).unwrap();
        assert_eq!(first_line(&nobody, "ZT0941"), what);
        assert!(said(outer("Shop"), Some(outer("Api")), USER_STORE).is_some());
        assert_eq!(said(outer("Shop"), None, ORDER_STORE), None);
        assert_eq!(said(ADMINS, None, USER_STORE), None);
        assert!(said(ADMINS, None, ORDER_STORE).is_some());
        assert_eq!(said(outer("Shop"), Some(ADMINS), ORDER_STORE), None);
        // What the group or the endpoint says is checked there.
        assert_eq!(said(outer("Shop"), Some(ADMINS), USER_STORE), None);
        for reached in [ORDER_STORE, USER_STORE] {
            let own = move || check_service_stores(&outer("Shop"), None, &OF_ADMIN, &reached);
            assert_eq!(refusal(own), None);
        }
    }

    #[test]
    fn zt0941_the_segments_that_share_a_store_are_all_told() {
        const SHARED: Reached = Reached::Both(&Reached::Store(&CATALOGUE), &Reached::Nothing);
        const OTHER: Contract =
            Contract { segment: Some(SegmentInfo::new("other", "")), ..contract("a") };
        let said = refusal(|| check_argument_stores(&OTHER, &SHARED, 0)).unwrap();
        assert!(said.starts_with(
            "`a` of segment `other` reaches the store `Catalogue` of `main` and `admin` [ZT0941]"
        ));
    }
}
