//! A contract with all that it inherits.

use alloc::string::String;

use crate::contract::named::within;
use crate::contract::{
    Contract, LimitsRule, MAIN, NetworkInfo, Outer, ProofRule, RateBy, RateOrigin, RateRule,
    SegmentInfo,
};
use crate::grammar::{Period, Rate, Size, Span, join};

/// The limit of requests where nobody says one: far above a person's use, far below a flood.
pub const DEFAULT_RATE: Rate = Rate::new(600, Period::Minute);

/// The largest body where nobody says one.
pub const DEFAULT_BODY: Size = Size::from_bytes(64 * 1024);

/// The longest time where nobody says one.
pub const DEFAULT_TIME: Span = Span::from_millis(10_000);

/// What is enforced on one endpoint: its own rules over its group's over its service's over the defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effective {
    /// The endpoint.
    pub contract: &'static Contract,
    /// The group that it is mounted in.
    pub group: Option<&'static Outer>,
    /// The service.
    pub service: &'static Outer,
    /// Which credentials count.
    pub proof: ProofRule,
    /// The networks from which it may be called, any of them. With none listed, from everywhere.
    pub network: &'static [NetworkInfo],
    /// The limit of requests.
    pub rate: RateRule,
    /// Where that limit was written.
    pub rate_origin: RateOrigin,
    /// Resource limits.
    pub limits: Limits,
    /// The isolated part of the service that it belongs to.
    pub segment: SegmentInfo,
}

/// Resource limits after inheritance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest body.
    pub body: Size,
    /// The longest time until the answer.
    pub time: Span,
}

impl Effective {
    /// Settles each rule: the endpoint's own, or the group's, or the service's, or the default. That the inner is never
    /// looser than the outer is checked while the service compiles ([`crate::contract::checks`]).
    #[must_use]
    pub fn new(
        service: &'static Outer,
        group: Option<&'static Outer>,
        contract: &'static Contract,
    ) -> Self {
        let (rate, rate_origin) = rate(contract.rate, group, service);
        Self {
            contract,
            group,
            service,
            proof: proof(contract.proof, group, service),
            network: network(contract.network, group, service),
            rate: RateRule { by: rate.by.on(&contract.access), ..rate },
            rate_origin,
            limits: limits(contract.limits, group, service),
            segment: segment(contract.segment, group, service),
        }
    }

    /// The same with its limits lowered. A larger one changes nothing: configuration narrows what the contract says, and
    /// never widens it.
    #[must_use]
    pub fn at_most(self, body: Option<Size>, time: Option<Span>) -> Self {
        let Limits { body: own_body, time: own_time } = self.limits;
        let body = body.filter(|most| own_body.is_larger_than(*most)).unwrap_or(own_body);
        let time = time.filter(|most| own_time.is_longer_than(*most)).unwrap_or(own_time);
        Self { limits: Limits { body, time }, ..self }
    }

    /// The whole path pattern: the service's prefix, the group's, the endpoint's own. A message's name stands behind a `#`,
    /// which no path of a request has.
    #[must_use]
    pub fn path(&self) -> String {
        let in_group = join(self.group.map_or("", |group| group.prefix), self.contract.pattern);
        let path = join(self.service.prefix, &in_group);
        match self.contract.message {
            Some(message) => path + "#" + message.name,
            None => path,
        }
    }
}

fn rate(own: Option<RateRule>, group: Option<&Outer>, service: &Outer) -> (RateRule, RateOrigin) {
    let from_group = group.and_then(|group| group.rate);
    let said = own
        .map(|rate| (rate, RateOrigin::Endpoint))
        .or_else(|| from_group.map(|rate| (rate, RateOrigin::Group)))
        .or_else(|| service.rate.map(|rate| (rate, RateOrigin::Service)));
    said.unwrap_or((RateRule { rate: DEFAULT_RATE, by: RateBy::Subject }, RateOrigin::Default))
}

/// Which credentials count, after inheritance. In const, for the checks.
pub(super) const fn proof(own: ProofRule, group: Option<&Outer>, service: &Outer) -> ProofRule {
    let from_group = match group {
        Some(group) => group.proof,
        None => ProofRule::NONE,
    };
    own.within(from_group).within(service.proof)
}

/// From where calls may come, after inheritance. In const, for the checks.
pub(super) const fn network(
    own: &'static [NetworkInfo],
    group: Option<&Outer>,
    service: &Outer,
) -> &'static [NetworkInfo] {
    let from_group: &'static [NetworkInfo] = match group {
        Some(group) => group.network,
        None => &[],
    };
    within(within(own, from_group), service.network)
}

fn limits(own: LimitsRule, group: Option<&Outer>, service: &Outer) -> Limits {
    let from_group = group.map_or(LimitsRule::NONE, |group| group.limits);
    Limits {
        body: own.body.or(from_group.body).or(service.limits.body).unwrap_or(DEFAULT_BODY),
        time: own.time.or(from_group.time).or(service.limits.time).unwrap_or(DEFAULT_TIME),
    }
}

/// Which segment it is of, after inheritance. In const, for the checks.
pub(super) const fn segment(
    own: Option<SegmentInfo>,
    group: Option<&Outer>,
    service: &Outer,
) -> SegmentInfo {
    let from_group = match group {
        Some(group) => group.segment,
        None => None,
    };
    match (own, from_group, service.segment) {
        (Some(said), ..) | (None, Some(said), _) | (None, None, Some(said)) => said,
        (None, None, None) => MAIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::fixtures::{EXEMPT, contract, leak, outer};
    use crate::contract::{Access, Method};

    fn rate(count: u32, by: RateBy) -> RateRule {
        RateRule { rate: Rate::new(count, Period::Minute), by }
    }

    #[test]
    fn g01_g06_defaults_where_nobody_says() {
        let effective = Effective::new(leak(outer("Shop")), None, leak(contract("list")));
        assert_eq!(effective.rate, rate(600, RateBy::Subject));
        assert_eq!(effective.rate_origin, RateOrigin::Default);
        assert_eq!(effective.limits, Limits { body: DEFAULT_BODY, time: DEFAULT_TIME });
        assert_eq!(effective.proof, ProofRule::NONE);
        assert_eq!(effective.limits.body.bytes(), 65_536);
        assert_eq!(effective.limits.time.millis(), 10_000);
    }

    #[test]
    fn g06_limits_are_lowered_and_never_raised() {
        let usual = Effective::new(leak(outer("Shop")), None, leak(contract("list")));
        let (small, large) = (Size::from_bytes(10), Size::from_bytes(1 << 30));
        let (short, long) = (Span::from_millis(10), Span::from_millis(3_600_000));
        assert_eq!(usual.at_most(None, None), usual);
        assert_eq!(usual.at_most(Some(large), Some(long)), usual);
        assert_eq!(
            usual.at_most(Some(small), Some(short)).limits,
            Limits { body: small, time: short }
        );
        assert_eq!(
            usual.at_most(Some(small), Some(long)).limits,
            Limits { body: small, time: DEFAULT_TIME }
        );
    }

    #[test]
    fn g01_the_endpoint_over_the_group_over_the_service() {
        let service = leak(Outer { rate: Some(rate(300, RateBy::Subject)), ..outer("Shop") });
        let group = leak(Outer { rate: Some(rate(200, RateBy::Client)), ..outer("Orders") });
        let own = leak(crate::contract::Contract {
            rate: Some(rate(100, RateBy::Tenant)),
            ..contract("list")
        });
        let plain = leak(contract("list"));
        assert_eq!(Effective::new(service, Some(group), own).rate, rate(100, RateBy::Tenant));
        assert_eq!(Effective::new(service, Some(group), plain).rate, rate(200, RateBy::Client));
        assert_eq!(
            Effective::new(service, Some(leak(outer("Orders"))), plain).rate,
            rate(300, RateBy::Subject)
        );
        assert_eq!(Effective::new(service, None, plain).rate, rate(300, RateBy::Subject));
        let origin = |group, contract| Effective::new(service, group, contract).rate_origin;
        assert_eq!(origin(Some(group), own), RateOrigin::Endpoint);
        assert_eq!(origin(Some(group), plain), RateOrigin::Group);
        assert_eq!(origin(Some(leak(outer("Orders"))), plain), RateOrigin::Service);
        assert_eq!(origin(None, plain), RateOrigin::Service);
    }

    #[test]
    fn g06_each_limit_is_inherited_by_itself() {
        let body = |bytes| LimitsRule { body: Some(Size::from_bytes(bytes)), time: None };
        let time = |millis| LimitsRule { body: None, time: Some(Span::from_millis(millis)) };
        let service = leak(Outer { limits: time(900), ..outer("Shop") });
        let group = leak(Outer { limits: body(800), ..outer("Orders") });
        let plain = leak(contract("list"));
        let own = leak(Contract { limits: body(700), ..contract("list") });
        let expected = |bytes, millis| Limits {
            body: Size::from_bytes(bytes),
            time: Span::from_millis(millis),
        };
        assert_eq!(Effective::new(service, Some(group), plain).limits, expected(800, 900));
        assert_eq!(Effective::new(service, Some(group), own).limits, expected(700, 900));
        assert_eq!(Effective::new(service, None, own).limits, expected(700, 900));
    }

    #[test]
    fn s10_max_age_is_inherited() {
        let age =
            |millis| ProofRule { max_age: Some(Span::from_millis(millis)), ..ProofRule::NONE };
        let service = leak(Outer { proof: age(3), ..outer("Shop") });
        let group = leak(Outer { proof: age(2), ..outer("Orders") });
        let own = leak(Contract { proof: age(1), ..contract("list") });
        let plain = leak(contract("list"));
        assert_eq!(Effective::new(service, Some(group), own).proof, age(1));
        assert_eq!(Effective::new(service, Some(group), plain).proof, age(2));
        assert_eq!(Effective::new(service, None, plain).proof, age(3));
    }

    #[test]
    fn s11_t04_t22_signed_issuer_and_device_are_inherited() {
        use crate::contract::fixtures::{CORP, MANAGED, PARTNER, SHARED};
        let none = ProofRule::NONE;
        let of_service = ProofRule { signed: true, issuer: &[CORP, PARTNER], ..none };
        let service = leak(Outer { proof: of_service, ..outer("Shop") });
        let device = &[MANAGED, SHARED];
        let group = leak(Outer { proof: ProofRule { device, ..none }, ..outer("Orders") });
        let own = ProofRule { issuer: &[CORP], device: &[SHARED], ..none };
        let own = leak(Contract { proof: own, ..contract("list") });
        let plain = leak(contract("list"));
        let proof = |group, contract| Effective::new(service, group, contract).proof;
        assert_eq!(proof(Some(group), plain), ProofRule { device, ..of_service });
        assert_eq!(proof(None, plain), of_service);
        assert_eq!(
            proof(Some(group), own),
            ProofRule { signed: true, issuer: &[CORP], device: &[SHARED], ..none }
        );
    }

    #[test]
    fn s09_s10_bound_and_acr_are_inherited() {
        use crate::contract::fixtures::{MFA, PASSKEY};
        let bound = ProofRule { bound: true, ..ProofRule::NONE };
        let acr = |acr| ProofRule { acr, ..ProofRule::NONE };
        let service = leak(Outer { proof: bound, ..outer("Shop") });
        let group = leak(Outer { proof: acr(&[MFA, PASSKEY]), ..outer("Orders") });
        let own = leak(Contract { proof: acr(&[MFA]), ..contract("list") });
        let plain = leak(contract("list"));
        let proof = |group, contract| Effective::new(service, group, contract).proof;
        assert_eq!(proof(Some(group), own), ProofRule { acr: &[MFA], ..bound });
        assert_eq!(proof(Some(group), plain), ProofRule { acr: &[MFA, PASSKEY], ..bound });
        assert_eq!(proof(None, plain), bound);
        let bound_group = leak(Outer { proof: bound, ..outer("Orders") });
        assert_eq!(
            Effective::new(leak(outer("Shop")), Some(bound_group), own).proof,
            ProofRule { acr: &[MFA], ..bound }
        );
    }

    #[test]
    fn g05_the_network_is_inherited_and_everywhere_without_any() {
        use crate::contract::fixtures::{OFFICE, VPN};
        let own = leak(Contract { network: &[VPN], ..contract("list") });
        let plain = leak(contract("list"));
        let group = leak(Outer { network: &[OFFICE, VPN], ..outer("Orders") });
        let shop = leak(outer("Shop"));
        let network = |service, group, contract| Effective::new(service, group, contract).network;
        assert_eq!(network(shop, None, plain), []);
        assert_eq!(network(shop, None, own), [VPN]);
        assert_eq!(network(shop, Some(group), own), [VPN]);
        assert_eq!(network(shop, Some(group), plain), [OFFICE, VPN]);
        assert_eq!(network(group, None, plain), [OFFICE, VPN]);
        assert_eq!(network(group, Some(shop), plain), [OFFICE, VPN]);
    }

    #[test]
    fn o6_the_segment_is_inherited_and_main_without_any() {
        use crate::contract::fixtures::ADMIN;
        let own = leak(Contract { segment: Some(ADMIN), ..contract("list") });
        let group = leak(Outer { segment: Some(ADMIN), ..outer("Orders") });
        let plain = leak(contract("list"));
        let shop = leak(outer("Shop"));
        let segment = |service, group, contract| Effective::new(service, group, contract).segment;
        assert_eq!(segment(shop, None, plain), MAIN);
        assert_eq!(segment(shop, Some(leak(outer("Orders"))), plain), MAIN);
        assert_eq!(segment(shop, None, own), ADMIN);
        assert_eq!(segment(shop, Some(group), plain), ADMIN);
        assert_eq!(segment(group, None, plain), ADMIN);
    }

    #[test]
    fn g01_open_endpoints_are_counted_by_address() {
        let service = leak(Outer { rate: Some(rate(300, RateBy::Subject)), ..outer("Shop") });
        for access in [Access::Public(EXEMPT), Access::Probe] {
            let open = leak(Contract { access, ..contract("health") });
            assert_eq!(Effective::new(service, None, open).rate, rate(300, RateBy::Ip));
            assert_eq!(Effective::new(leak(outer("Shop")), None, open).rate, rate(600, RateBy::Ip));
        }
        let authenticated =
            leak(Contract { access: Access::Authenticated(EXEMPT), ..contract("me") });
        assert_eq!(Effective::new(service, None, authenticated).rate.by, RateBy::Subject);
    }

    #[test]
    fn paths_are_joined_from_outside_in() {
        let service = leak(Outer { prefix: "/api", ..outer("Shop") });
        let group = leak(Outer { prefix: "/orders", ..outer("Orders") });
        let list = leak(Contract { pattern: "/", method: Method::Get, ..contract("list") });
        let one = leak(Contract { pattern: "/{order}", ..contract("one") });
        assert_eq!(Effective::new(service, Some(group), list).path(), "/api/orders");
        assert_eq!(Effective::new(service, Some(group), one).path(), "/api/orders/{order}");
        assert_eq!(Effective::new(service, None, list).path(), "/api");
        assert_eq!(Effective::new(leak(outer("Shop")), None, list).path(), "/");
    }
}
