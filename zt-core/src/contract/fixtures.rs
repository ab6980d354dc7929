//! Contracts that the tests vary.

use alloc::boxed::Box;

use super::{
    Access, AcrInfo, Contract, DeviceInfo, Effect, IssuerInfo, LimitsRule, MAIN, Method,
    NetworkInfo, Outer, Place, ProofRule, ScopeInfo, SegmentInfo, Sensitivity, StoreInfo, Waiver,
};

pub(crate) const PLACE: Place =
    Place { file: "shop/src/main.rs", in_package: "src/main.rs", line: 7, module: "shop" };

pub(crate) const EXEMPT: Waiver = Waiver { why: "the tests need one", owner: None, until: None };

pub(crate) const READ: ScopeInfo = ScopeInfo {
    name: "orders:read",
    effect: Effect::Reads,
    sensitivity: Sensitivity::Ordinary,
    reason: "Look orders up.",
};

pub(crate) const WRITE: ScopeInfo = ScopeInfo {
    name: "orders:write",
    effect: Effect::Writes,
    sensitivity: Sensitivity::Ordinary,
    reason: "Change orders.",
};

pub(crate) const MFA: AcrInfo = AcrInfo::new("urn:acr:mfa", "Two factors.");

pub(crate) const PASSKEY: AcrInfo = AcrInfo::new("urn:acr:passkey", "A passkey.");

pub(crate) const CORP: IssuerInfo = IssuerInfo::new("corp", "Our own people.");

pub(crate) const PARTNER: IssuerInfo = IssuerInfo::new("partner", "People of the partner.");

pub(crate) const MANAGED: DeviceInfo = DeviceInfo::new("managed", "We look after it.");

pub(crate) const OFFICE: NetworkInfo = NetworkInfo::new("office", "Where we work.");

pub(crate) const VPN: NetworkInfo = NetworkInfo::new("vpn", "Where we work from home.");

pub(crate) const SHARED: DeviceInfo = DeviceInfo::new("shared", "A desk that several use.");

pub(crate) const ADMIN: SegmentInfo = SegmentInfo::new("admin", "Those who run the shop.");

pub(crate) const ORDERS: StoreInfo = StoreInfo { name: "Orders", segments: &[MAIN], shared: None };

pub(crate) const USERS: StoreInfo = StoreInfo { name: "Users", segments: &[ADMIN], shared: None };

pub(crate) const CATALOGUE: StoreInfo =
    StoreInfo { name: "Catalogue", segments: &[MAIN, ADMIN], shared: Some(EXEMPT) };

pub(crate) const fn contract(name: &'static str) -> Contract {
    Contract {
        name,
        reason: "Orders of the tests.",
        place: PLACE,
        method: Method::Get,
        pattern: "/",
        access: Access::Scopes(&[&[READ]]),
        asks: false,
        open: &[],
        params: &[],
        proof: ProofRule::NONE,
        rate: None,
        limits: LimitsRule::NONE,
        network: &[],
        segment: None,
        stream: None,
        message: None,
    }
}

pub(crate) const fn outer(name: &'static str) -> Outer {
    Outer {
        name,
        reason: "Orders of the tests.",
        prefix: "",
        place: PLACE,
        proof: ProofRule::NONE,
        rate: None,
        limits: LimitsRule::NONE,
        network: &[],
        segment: None,
        legacy: &[],
        stage: None,
    }
}

/// Contracts live as long as the program.
pub(crate) fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}
