#![allow(clippy::unwrap_used, reason = "tests")]

use alloc::string::String;

use super::super::testing::{first_line, refusal};
use super::*;
use crate::contract::Access;
use crate::contract::fixtures::{
    CORP, EXEMPT, MANAGED, MFA, OFFICE, PARTNER, PASSKEY, SHARED, VPN, contract, leak, outer,
};
use crate::contract::{AcrInfo, IssuerInfo};
use crate::grammar::{Period, Rate};

const fn per_minute(count: u32, by: RateBy) -> Option<RateRule> {
    Some(RateRule { rate: Rate::new(count, Period::Minute), by })
}

const GROUP: Outer = Outer {
    rate: per_minute(60, RateBy::Subject),
    limits: LimitsRule {
        body: Some(Size::from_bytes(65_536)),
        time: Some(Span::from_millis(2_000)),
    },
    proof: ProofRule {
        max_age: Some(Span::from_millis(600_000)),
        auth_age: Some(Span::from_millis(900_000)),
        acr: &[MFA, PASSKEY],
        bound: true,
        issuer: &[CORP, PARTNER],
        signed: true,
        device: &[MANAGED],
    },
    ..outer("OrdersApi")
};

const SAME: Contract = Contract {
    rate: GROUP.rate,
    limits: GROUP.limits,
    proof: GROUP.proof,
    ..contract("list_orders")
};

const _: () = check_tighter(&GROUP, &SAME);
const _: () = check_tighter(&GROUP, &contract("list_orders"));
const _: () = check_outer_tighter(&GROUP, &GROUP);

/// The first line for an endpoint, after the same was said for a group with these rules.
fn what(inner: Contract, code: &str) -> String {
    let group =
        Outer { rate: inner.rate, limits: inner.limits, proof: inner.proof, ..outer("Inner") };
    let of_group = refusal(move || check_outer_tighter(&GROUP, &group)).unwrap();
    let of_endpoint = refusal(move || check_tighter(&GROUP, &inner)).unwrap();
    assert_eq!(
        first_line(&of_group, code).replace("Inner", "list_orders"),
        first_line(&of_endpoint, code)
    );
    first_line(&of_endpoint, code)
}

#[test]
fn zt0902_g01_a_looser_rate() {
    let inner = Contract { rate: per_minute(61, RateBy::Subject), ..SAME };
    assert_eq!(
        what(inner, "ZT0902"),
        "`list_orders` allows 61/min, `OrdersApi` only 60/min [ZT0902]"
    );
    let message = refusal(move || check_tighter(&GROUP, &inner)).unwrap();
    assert!(message.contains("`rate(\"60/min\", by = subject)`"), "{message}");
}

#[test]
fn zt0902_g01_more_at_once_is_looser() {
    let inner = Contract { rate: per_minute(60, RateBy::Subject), ..contract("list_orders") };
    let rate = Some(RateRule { rate: Rate::new(1, Period::Second), by: RateBy::Subject });
    let group = Outer { rate, ..outer("OrdersApi") };
    let message = refusal(move || check_tighter(&group, &inner)).unwrap();
    assert_eq!(
        first_line(&message, "ZT0902"),
        "`list_orders` allows 60/min, `OrdersApi` only 1/s [ZT0902]"
    );
    assert!(message.contains("all requests of a period may come in one moment"), "{message}");
}

#[test]
fn zt0902_g01_a_rate_that_counts_otherwise() {
    let inner = Contract { rate: per_minute(1, RateBy::Client), ..SAME };
    assert_eq!(
        what(inner, "ZT0902"),
        "`list_orders` counts by client, `OrdersApi` by subject [ZT0902]"
    );
    let message = refusal(move || check_tighter(&GROUP, &inner)).unwrap();
    assert!(message.contains("`rate(\"1/min\", by = subject)`"), "{message}");
}

#[test]
fn zt0902_open_endpoints_count_by_address_whatever_the_group_says() {
    for access in [Access::Public(EXEMPT), Access::Probe] {
        let tight = Contract { access, rate: per_minute(10, RateBy::Ip), ..contract("health") };
        assert_eq!(refusal(move || check_tighter(&GROUP, &tight)), None);
        let loose = Contract { access, rate: per_minute(100, RateBy::Ip), ..contract("health") };
        let message = refusal(move || check_tighter(&GROUP, &loose)).unwrap();
        assert!(message.contains("`rate(\"60/min\", by = ip)`"), "{message}");
    }
    let guarded = Contract { rate: per_minute(10, RateBy::Ip), ..contract("list_orders") };
    assert!(refusal(move || check_tighter(&GROUP, &guarded)).is_some());
}

#[test]
fn zt0903_g06_looser_limits() {
    let body = LimitsRule { body: Some(Size::from_bytes(65_537)), time: None };
    assert_eq!(
        what(Contract { limits: body, ..SAME }, "ZT0903"),
        "`list_orders` takes bodies of 65537B, `OrdersApi` only of 64KiB [ZT0903]"
    );
    let time = LimitsRule { body: None, time: Some(Span::from_millis(3_000)) };
    assert_eq!(
        what(Contract { limits: time, ..SAME }, "ZT0903"),
        "`list_orders` may take 3s, `OrdersApi` only 2s [ZT0903]"
    );
}

#[test]
fn zt0904_s10_older_credentials() {
    let proof = ProofRule { max_age: Some(Span::from_millis(3_600_000)), ..ProofRule::NONE };
    assert_eq!(
        what(Contract { proof, ..SAME }, "ZT0904"),
        "`list_orders` takes credentials of 1h, `OrdersApi` only of 10m [ZT0904]"
    );
}

#[test]
fn zt0904_s10_older_logins() {
    let auth_age = Some(Span::from_millis(1_800_000));
    let inner = Contract { proof: ProofRule { auth_age, ..ProofRule::NONE }, ..SAME };
    assert_eq!(
        what(inner, "ZT0904"),
        "`list_orders` takes logins of 30m, `OrdersApi` only of 15m [ZT0904]"
    );
    let message = refusal(move || check_tighter(&GROUP, &inner)).unwrap();
    assert!(message.contains("`proof(auth_age = \"15m\")`"), "{message}");
}

#[test]
fn zt0904_s10_other_logins() {
    const PASSWORD: AcrInfo = AcrInfo::new("urn:acr:password", "A password.");
    let proof = ProofRule { acr: &[MFA, PASSWORD], ..ProofRule::NONE };
    let inner = Contract { proof, ..SAME };
    assert_eq!(
        what(inner, "ZT0904"),
        "`list_orders` takes logins by `urn:acr:password`, `OrdersApi` doesn't [ZT0904]"
    );
    let message = refusal(move || check_tighter(&GROUP, &inner)).unwrap();
    assert!(message.contains("it has to be `urn:acr:mfa` or `urn:acr:passkey`:"), "{message}");
}

#[test]
fn zt0904_t04_another_issuer() {
    const OTHER: IssuerInfo = IssuerInfo::new("other", "Somebody else's people.");
    let proof = ProofRule { issuer: &[CORP, OTHER], ..ProofRule::NONE };
    let inner = Contract { proof, ..SAME };
    assert_eq!(
        what(inner, "ZT0904"),
        "`list_orders` takes credentials of the issuer `other`, `OrdersApi` doesn't [ZT0904]"
    );
    let message = refusal(move || check_tighter(&GROUP, &inner)).unwrap();
    assert!(message.contains("it has to be `corp` or `partner`:"), "{message}");
    assert!(message.contains("leave `issuer` out"), "{message}");
}

#[test]
fn zt0904_t22_another_device() {
    let proof = ProofRule { device: &[SHARED, MANAGED], ..ProofRule::NONE };
    let inner = Contract { proof, ..SAME };
    assert_eq!(
        what(inner, "ZT0904"),
        "`list_orders` takes calls from the device `shared`, `OrdersApi` doesn't [ZT0904]"
    );
    let message = refusal(move || check_tighter(&GROUP, &inner)).unwrap();
    assert!(message.contains("leave `device` out"), "{message}");
}

#[test]
fn zt0915_g05_another_network() {
    const OFFICE_ONLY: Outer = Outer { network: &[OFFICE], ..outer("OrdersApi") };
    let within = |network| Contract { network, ..contract("list_orders") };
    for network in [&[VPN] as &[_], &[OFFICE, VPN], &[VPN, OFFICE]] {
        let inner = within(network);
        let message = refusal(move || check_tighter(&OFFICE_ONLY, &inner)).unwrap();
        assert_eq!(
            first_line(&message, "ZT0915"),
            "`list_orders` takes calls from the network `vpn`, `OrdersApi` doesn't [ZT0915]"
        );
        let group = Outer { network, ..outer("list_orders") };
        assert_eq!(refusal(move || check_outer_tighter(&OFFICE_ONLY, &group)).unwrap(), message);
    }
    const BOTH: Outer = Outer { network: &[OFFICE, VPN], ..outer("OrdersApi") };
    for network in [&[] as &[_], &[VPN], &[OFFICE], &[VPN, OFFICE]] {
        check_tighter(&BOTH, &within(network));
        check_tighter(&outer("OrdersApi"), &within(network));
    }
}

#[test]
fn zt0902_zt0903_zt0904_tighter_or_unsaid_is_fine() {
    let tighter = Contract {
        rate: per_minute(59, RateBy::Subject),
        limits: LimitsRule { body: Some(Size::from_bytes(1)), time: Some(Span::from_millis(1)) },
        proof: ProofRule {
            max_age: Some(Span::from_millis(1)),
            auth_age: Some(Span::from_millis(1)),
            acr: &[PASSKEY],
            issuer: &[PARTNER],
            device: &[MANAGED],
            ..ProofRule::NONE
        },
        ..contract("list_orders")
    };
    assert_eq!(refusal(move || check_tighter(&GROUP, &tighter)), None);
    assert_eq!(refusal(move || check_tighter(&GROUP, &contract("list_orders"))), None);
    assert_eq!(refusal(move || check_tighter(&outer("Shop"), &SAME)), None);
}

#[test]
fn zt0902_groups_without_rules_do_not_hide_the_service() {
    let looser =
        leak(Contract { rate: per_minute(61, RateBy::Subject), ..contract("list_orders") });
    let tight = leak(contract("get_order"));
    let contracts = leak([tight, looser]);
    let bare = Mount::Group(leak(outer("Bare")), contracts);
    let message = refusal(move || check_mount_tighter(&GROUP, &bare)).unwrap();
    assert_eq!(
        first_line(&message, "ZT0902"),
        "`list_orders` allows 61/min, `OrdersApi` only 60/min [ZT0902]"
    );
    // Looser than its group: the group's own macro says so, and one mistake is one error.
    let inside = Mount::Group(leak(GROUP), contracts);
    assert_eq!(refusal(move || check_mount_tighter(&outer("Shop"), &inside)), None);
    assert!(refusal(move || check_tighter(&GROUP, looser)).is_some());
    let looser_group = Mount::Group(leak(Outer { rate: looser.rate, ..outer("Loose") }), &[]);
    assert!(refusal(move || check_mount_tighter(&GROUP, &looser_group)).is_some());
    assert!(refusal(move || check_mount_tighter(&GROUP, &Mount::Endpoint(looser))).is_some());
    assert_eq!(refusal(move || check_mount_tighter(&GROUP, &Mount::Endpoint(tight))), None);
}
