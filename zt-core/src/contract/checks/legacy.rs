//! ZT0924: a path is guarded or legacy, never both.

use super::text::ConstText;
use crate::contract::{Contract, LegacyPath, Mount, Outer};

/// Refuses the legacy path of that number in the service's list if an endpoint reaches into it: one request would have a
/// rule and none.
///
/// # Panics
/// In const evaluation, with ZT0924.
#[track_caller]
pub const fn check_legacy(service: &Outer, number: usize, mounts: &'static [Mount]) {
    let Some((_, [legacy, ..])) = service.legacy.split_at_checked(number) else { return };
    if let Some((prefix, contract)) = legacy.first_within(mounts) {
        refusal(legacy, prefix, contract).refuse();
    }
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
    use crate::contract::fixtures::{contract, outer};
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
    fn zt0924_says_nothing_of_endpoints_beside() {
        const BESIDE: Contract = Contract { pattern: "/older", ..contract("older") };
        for number in 0..3 {
            assert_eq!(told(|| check_legacy(&SHOP, number, &[Mount::Endpoint(&BESIDE)])), None);
            assert_eq!(told(|| check_legacy(&SHOP, number, &[])), None);
        }
    }
}
