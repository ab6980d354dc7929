//! ZT0924, ZT0930: a path is guarded or legacy, never both, and no decoy stands in the way to it.

use super::text::ConstText;
use crate::contract::{Contract, Decoy, LegacyPath, Mount, Outer};
use crate::grammar::shape::{can_meet, reaches_into};

/// Refuses the legacy path of that number in the service's list if an endpoint reaches into it: one request would have a
/// rule and none.
///
/// # Panics
/// In const evaluation, with ZT0924, or with ZT0930 for a decoy there.
#[track_caller]
pub const fn check_legacy(service: &Outer, number: usize, mounts: &'static [Mount]) {
    let Some((_, [legacy, ..])) = service.legacy.split_at_checked(number) else { return };
    if let Some((prefix, contract)) = legacy.first_within(mounts) {
        refusal(legacy, prefix, contract).refuse();
    }
    let mut rest = mounts;
    while let [mount, others @ ..] = rest {
        if let Mount::Decoy(decoy) = mount
            && is_in_the_way(decoy, legacy)
        {
            decoy_refusal(decoy, legacy).refuse();
        }
        rest = others;
    }
}

/// A literal path that the application doesn't answer, as `/old/backup.zip`, is a good place for a decoy. One with a parameter
/// stands where honest callers of the application ask.
const fn is_in_the_way(decoy: &Decoy, legacy: &LegacyPath) -> bool {
    can_meet("", decoy.pattern, "", legacy.path)
        || (has_parameter(decoy.pattern) && reaches_into(legacy.path, "", decoy.pattern))
}

const fn has_parameter(pattern: &str) -> bool {
    let mut rest = pattern.as_bytes();
    while let [byte, tail @ ..] = rest {
        if *byte == b'{' {
            return true;
        }
        rest = tail;
    }
    false
}

const fn decoy_refusal(decoy: &Decoy, legacy: &LegacyPath) -> ConstText {
    ConstText::new()
        .text("the decoy ")
        .name(decoy.name)
        .text(" stands in the way to the legacy path ")
        .name(legacy.path)
        .code("ZT0930")
        .note()
        .text("honest callers of the application would raise the alarm, and get no answer")
        .help()
        .text("give the decoy a path without parameters, which the application never answers: `#[zt::decoy(\"")
        .text(legacy.path)
        .text("/backup.zip\")]`")
}

const fn refusal(legacy: &LegacyPath, prefix: &str, contract: &Contract) -> ConstText {
    ConstText::new()
        .text("an endpoint answers within the legacy path ")
        .name(legacy.path)
        .code("ZT0924")
        .note()
        .name(contract.name)
        .text(" (")
        .route(contract.method, prefix, contract.pattern)
        .text(", ")
        .place(contract)
        .text(") has a rule, and the same request would go on to a route without one")
        .help()
        .text("drop `legacy(\"")
        .text(legacy.path)
        .text("\", ..)` once all below it has moved, or give the endpoint another path")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{first_line, refusal as told};
    use super::*;
    use crate::contract::fixtures::{PLACE, contract, leak, outer};
    use crate::grammar::Date;

    const WHY: LegacyPath = LegacyPath {
        path: "/elsewhere",
        why: "it moves in spring",
        owner: "team-shop",
        until: Date::from_ymd(2027, 1, 31),
    };
    const SHOP: Outer =
        Outer { legacy: &[WHY, LegacyPath { path: "/old", ..WHY }], ..outer("Shop") };

    #[test]
    fn zt0924_an_endpoint_within_a_legacy_path() {
        const WITHIN: Contract = Contract { pattern: "/{any}/x", ..contract("get_order") };
        let message = told(|| check_legacy(&SHOP, 1, &[Mount::Endpoint(&WITHIN)]));
        let message = message.unwrap_or_default();
        assert_eq!(
            first_line(&message, "ZT0924"),
            "an endpoint answers within the legacy path `/old` [ZT0924]"
        );
        assert!(message.contains("`get_order` (GET /{any}/x, shop/src/main.rs:7)"), "{message}");
    }

    #[test]
    fn zt0930_a_decoy_in_the_way_to_a_legacy_path() {
        let says = |pattern| {
            let decoy = leak(Decoy { name: "Trap", reason: "Nobody's.", place: PLACE, pattern });
            let mounts = leak([Mount::Decoy(decoy)]);
            told(move || check_legacy(&SHOP, 1, mounts))
        };
        for pattern in ["/old/{any}", "/{any}", "/{any}/backup.zip", "/old"] {
            let message = says(pattern).unwrap_or_default();
            assert_eq!(
                first_line(&message, "ZT0930"),
                "the decoy `Trap` stands in the way to the legacy path `/old` [ZT0930]"
            );
        }
        for pattern in ["/old/backup.zip", "/older/{any}", "/admin/{any}", "/backup"] {
            assert_eq!(says(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn zt0924_says_nothing_of_endpoints_beside() {
        const BESIDE: Contract = Contract { pattern: "/older", ..contract("older") };
        for number in 0..3 {
            assert_eq!(told(|| check_legacy(&SHOP, number, &[Mount::Endpoint(&BESIDE)])), None);
            assert_eq!(told(|| check_legacy(&SHOP, number, &[])), None);
        }
    }
}
