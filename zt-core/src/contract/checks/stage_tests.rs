#![allow(clippy::unwrap_used, reason = "tests")]
use super::super::testing::{first_line, refusal};
use super::*;
use crate::contract::fixtures::{EXEMPT, MANAGED, MFA, READ, WRITE, contract, leak, outer};
use crate::contract::{Access, Method, OpenParam, ProofRule, Sensitivity, Waiver};
use crate::grammar::Span;
use alloc::string::String;
use alloc::vec::Vec;

const ADMIN: ScopeInfo = ScopeInfo { name: "users:ban", sensitivity: Sensitivity::Admin, ..WRITE };
const CHANGING: Contract = Contract {
    method: Method::Post,
    access: Access::Scopes(&[&[WRITE]]),
    ..contract("cancel_order")
};
const BOUND: ProofRule = ProofRule { bound: true, ..ProofRule::NONE };
const RECENT: ProofRule =
    ProofRule { max_age: Some(Span::from_millis(600_000)), ..ProofRule::NONE };

const _: () = check_mount_stage(
    &Outer { stage: Some(Stage::Initial), ..outer("Shop") },
    &Mount::Endpoint(&CHANGING),
);

fn at(stage: Stage) -> Outer {
    Outer { stage: Some(stage), ..outer("Shop") }
}

fn says(service: Outer, mount: Mount) -> Option<String> {
    refusal(move || check_mount_stage(&service, &mount))
}

fn alone(contract: Contract) -> Mount {
    Mount::Endpoint(leak(contract))
}

fn helps(message: &str) -> Vec<&str> {
    message.lines().filter_map(|line| line.strip_prefix("  = help: ")).collect()
}

#[test]
fn zt0950_d09_an_endpoint_below_the_stage_is_told_all_that_it_lacks() {
    let message = says(at(Stage::Advanced), alone(CHANGING)).unwrap();
    let what = first_line(&message, "ZT0950");
    assert_eq!(what, "`cancel_order` is below stage `advanced` [ZT0950]");
    for id in ["A2", "A3", "A11"] {
        assert!(message.contains(&alloc::format!("  = note: {id}: ")), "{message}");
    }
    assert!(!message.contains("O1"), "{message}");
    assert_eq!(helps(&message), ["add to `cancel_order`: `proof(bound, max_age = \"10m\")`"]);
}

#[test]
fn zt0950_what_is_inherited_counts() {
    let inherits = Outer { proof: BOUND, ..at(Stage::Advanced) };
    let message = says(inherits, alone(CHANGING)).unwrap();
    assert_eq!(helps(&message), ["add to `cancel_order`: `proof(max_age = \"10m\")`"]);
    let group = leak(Outer { proof: RECENT, ..outer("OrdersApi") });
    let mount = Mount::Group(group, leak([leak(CHANGING) as &_]));
    assert_eq!(says(inherits, mount), None);
    assert!(says(at(Stage::Advanced), mount).is_some());
}

#[test]
fn zt0950_a_group_tells_all_of_its_endpoints_at_once() {
    let one = leak(CHANGING);
    let other = leak(Contract { proof: BOUND, ..contract_named("refund_order") });
    let fine = leak(contract("get_order"));
    let few = Mount::Group(leak(outer("OrdersApi")), leak([one as &_, fine, other]));
    let message = says(at(Stage::Advanced), few).unwrap();
    let what = first_line(&message, "ZT0950");
    assert_eq!(what, "2 endpoints of `OrdersApi` are below stage `advanced` [ZT0950]");
    assert_eq!(
        helps(&message),
        [
            "add to `cancel_order`: `proof(bound, max_age = \"10m\")`",
            "add to the `proof(..)` of `refund_order`: `max_age = \"10m\"`",
        ]
    );
    let single = Mount::Group(leak(outer("OrdersApi")), leak([fine as &_, one]));
    let message = says(at(Stage::Advanced), single).unwrap();
    assert!(
        message.starts_with("1 endpoint of `OrdersApi` is below stage `advanced`"),
        "{message}"
    );
    let many: Vec<&'static Contract> = (0..9).map(|_| leak(CHANGING) as &_).collect();
    let many = Mount::Group(leak(outer("OrdersApi")), leak(many));
    let message = says(at(Stage::Optimal), many).unwrap();
    assert_eq!(helps(&message).len(), MOST_NAMED + 1, "{message}");
    assert!(message.ends_with("and so on, for 3 more"), "{message}");
    let all: Vec<&'static Contract> = (0..MOST_NAMED).map(|_| leak(CHANGING) as &_).collect();
    let all = Mount::Group(leak(outer("OrdersApi")), leak(all));
    assert_eq!(helps(&says(at(Stage::Optimal), all).unwrap()).len(), MOST_NAMED);
}

fn contract_named(name: &'static str) -> Contract {
    Contract { name, ..CHANGING }
}

#[test]
fn zt0950_each_gap_has_a_line_that_closes_it() {
    let sensitive = ScopeInfo { sensitivity: Sensitivity::Sensitive, ..READ };
    let reading = Contract {
        access: Access::Scopes(leak([leak([sensitive]).as_slice()])),
        ..contract("get_order")
    };
    let ban = Contract { access: Access::Scopes(&[&[ADMIN]]), ..contract_named("ban") };
    let mfa = ProofRule { acr: &[MFA], ..ProofRule::NONE };
    for (contract, stage, help) in [
        (reading, Stage::Advanced, "add to `get_order`: `proof(bound, max_age = \"10m\")`"),
        (
            Contract { proof: RECENT, ..reading },
            Stage::Advanced,
            "add to the `proof(..)` of `get_order`: `bound`",
        ),
        (
            Contract { proof: mfa, ..reading },
            Stage::Advanced,
            "add to the `proof(..)` of `get_order`: `bound, max_age = \"10m\"`",
        ),
        (
            contract("get_order"),
            Stage::Optimal,
            "add to `get_order`: `proof(bound, max_age = \"5m\")`",
        ),
        (
            Contract { proof: ProofRule { bound: true, ..RECENT }, ..contract("get_order") },
            Stage::Optimal,
            "in the `proof(..)` of `get_order` write `max_age = \"5m\"` in the place of the longer one",
        ),
        (
            Contract { proof: ProofRule { bound: true, ..RECENT }, ..ban },
            Stage::Optimal,
            "`ban` is for administrators, and takes elevations for stage `optimal`, which zt doesn't have yet: write \
             `stage = advanced`",
        ),
    ] {
        let message = says(at(stage), alone(contract)).unwrap();
        assert_eq!(helps(&message), [help]);
    }
}

// A message that is cut doesn't say that there is more.
#[test]
fn zt0950_the_longest_is_told_to_its_end() {
    let name: &'static str = leak("n".repeat(60)).as_str();
    let params: Vec<OpenParam> =
        (0..2).map(|_| OpenParam { name: "page", waiver: EXEMPT }).collect();
    let worst = Contract {
        name,
        access: Access::Authenticated(EXEMPT),
        open: leak(params).as_slice(),
        proof: ProofRule { max_age: Some(Span::from_millis(36_000_000)), ..ProofRule::NONE },
        ..CHANGING
    };
    let all: Vec<&'static Contract> = (0..MOST_NAMED + 3).map(|_| leak(worst) as &_).collect();
    let group = Mount::Group(leak(outer(name)), leak(all));
    let message = says(at(Stage::Optimal), group).unwrap();
    assert!(message.ends_with("and so on, for 3 more"), "{} bytes: {message}", message.len());
}

#[test]
fn zt0950_scopes_and_waivers() {
    let authenticated = Contract { access: Access::Authenticated(EXEMPT), ..contract("basket") };
    let message = says(at(Stage::Initial), alone(authenticated)).unwrap();
    assert_eq!(
        helps(&message),
        ["name what `basket` does as a scope: add `scopes(..)`, and drop `authenticated(..)`"]
    );
    let open = Contract { access: Access::Public(EXEMPT), ..contract("prices") };
    assert_eq!(says(at(Stage::Initial), alone(open)), None);
    let message = says(at(Stage::Advanced), alone(open)).unwrap();
    assert_eq!(
        helps(&message),
        ["add to `public(..)` of `prices`: `owner = \"..\", until = \"..\"`"]
    );
    let owned = Waiver { owner: Some("team-shop"), ..EXEMPT };
    let shown = OpenParam { name: "page", waiver: Waiver { until: None, ..owned } };
    let both = Contract { access: Access::Public(owned), open: leak([shown]), ..open };
    let message = says(at(Stage::Advanced), alone(both)).unwrap();
    assert_eq!(
        helps(&message),
        [
            "add to `public(..)` of `prices`: `until = \"..\"`",
            "add to `open(page, ..)` of `prices`: `until = \"..\"`",
        ]
    );
    assert_eq!(says(at(Stage::Optimal), alone(Contract { access: Access::Probe, ..open })), None);
}

#[test]
fn zt0950_without_a_stage_nothing_is_asked() {
    assert_eq!(says(outer("Shop"), alone(CHANGING)), None);
    assert_eq!(says(at(Stage::Traditional), alone(CHANGING)), None);
}

#[test]
fn zt0951_a12_administration_takes_more_than_a_token() {
    let admin = Contract { access: Access::Scopes(&[&[ADMIN]]), ..CHANGING };
    let message = says(outer("Shop"), alone(admin)).unwrap();
    let what = first_line(&message, "ZT0951");
    assert_eq!(what, "a token alone opens `cancel_order`, which is for `users:ban` [ZT0951]");
    for proof in [
        BOUND,
        ProofRule { signed: true, ..ProofRule::NONE },
        ProofRule { acr: &[MFA], ..ProofRule::NONE },
        ProofRule { device: &[MANAGED], ..ProofRule::NONE },
    ] {
        assert_eq!(says(outer("Shop"), alone(Contract { proof, ..admin })), None);
        let around = Outer { proof, ..outer("Shop") };
        assert_eq!(says(around, alone(admin)), None);
    }
    // A young token is stolen as well.
    assert!(says(outer("Shop"), alone(Contract { proof: RECENT, ..admin })).is_some());
    let either = Contract { access: Access::Scopes(&[&[READ, ADMIN]]), ..contract("get_order") };
    assert_eq!(says(outer("Shop"), alone(either)), None);
    let both = Contract { access: Access::Scopes(&[&[ADMIN, READ], &[READ], &[ADMIN]]), ..either };
    assert!(says(outer("Shop"), alone(both)).unwrap().contains("is for `users:ban`"));
}

#[test]
fn zt0952_an_open_service_has_no_stage() {
    let open = alone(Contract { access: Access::Public(EXEMPT), ..contract("prices") });
    let probe = alone(Contract { access: Access::Probe, ..contract("health") });
    let check = move |stage, mounts: &'static [Mount]| {
        let service = Outer { stage, ..outer("Shop") };
        refusal(move || check_service_stage(&service, mounts))
    };
    let nobody = leak([open, probe]);
    let message = check(Some(Stage::Initial), nobody).unwrap();
    let what = first_line(&message, "ZT0952");
    assert_eq!(what, "`Shop` is below stage `initial`: nobody is asked who it is [ZT0952]");
    assert_eq!(check(Some(Stage::Traditional), nobody), None);
    assert_eq!(check(None, nobody), None);
    assert_eq!(check(Some(Stage::Optimal), leak([open, alone(contract("list"))])), None);
    assert!(check(Some(Stage::Optimal), &[]).is_some());
}
