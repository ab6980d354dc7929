#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::contract::fixtures::{
    CORP, EXEMPT, MANAGED, MFA, PARTNER, PASSKEY, READ, SHARED, WRITE, contract, leak, outer,
};
use crate::contract::{Contract, ProofRule};
use crate::grammar::Span;
use alloc::string::String;
use alloc::vec;
use proptest::prelude::*;

const ADMIN: ScopeInfo = ScopeInfo { name: "admin", ..WRITE };
const AUDIT: ScopeInfo = ScopeInfo { name: "audit", ..READ };
const ALL: [ScopeInfo; 4] = [READ, WRITE, ADMIN, AUDIT];

fn table() -> ScopeTable {
    ScopeTable::build(&ALL).unwrap()
}

fn rule(access: Access, max_age: Option<Span>) -> Rule {
    proving(access, ProofRule { max_age, ..ProofRule::NONE })
}

fn proving(access: Access, proof: ProofRule) -> Rule {
    let own = leak(Contract { access, proof, ..contract("endpoint") });
    Rule::compile(&Effective::new(leak(outer("Shop")), None, own), &table())
}

fn holding(scopes: &str, token_age_seconds: u64) -> Facts<'static> {
    logged_in(scopes, token_age_seconds, None, None, false)
}

fn logged_in<'a>(
    scopes: &str,
    token_age_seconds: u64,
    acr: Option<&'a str>,
    auth_age_seconds: Option<u64>,
    is_bound: bool,
) -> Facts<'a> {
    let scopes = table().parse(scopes).unwrap();
    let token_age_seconds = Some(token_age_seconds);
    Facts::Somebody {
        scopes,
        token_age_seconds,
        auth_age_seconds,
        acr,
        is_bound,
        issuer: None,
        is_signed: false,
        device: None,
    }
}

/// Who holds the scope to read, with these proved beside it.
fn proved<'a>(issuer: Option<&'a str>, is_signed: bool, device: Option<&'a str>) -> Facts<'a> {
    let Facts::Somebody { scopes, token_age_seconds, auth_age_seconds, acr, is_bound, .. } =
        holding("orders:read", 0)
    else {
        return Facts::Nobody;
    };
    Facts::Somebody {
        scopes,
        token_age_seconds,
        auth_age_seconds,
        acr,
        is_bound,
        issuer,
        is_signed,
        device,
    }
}

#[test]
fn a13_strangers_are_asked_who_they_are() {
    for access in [Access::Scopes(&[&[READ]]), Access::Scopes(&[]), Access::Authenticated(EXEMPT)] {
        let rule = rule(access, None);
        assert!(rule.needs_credential());
        assert_eq!(decide(&rule, &Facts::Nobody), Verdict::NeedsCredential);
    }
}

#[test]
fn b03_waivers_let_in_whom_they_name() {
    for access in [Access::Public(EXEMPT), Access::Probe] {
        let rule = rule(access, None);
        assert!(!rule.needs_credential());
        assert_eq!(decide(&rule, &Facts::Nobody), Verdict::Allow);
        assert_eq!(decide(&rule, &holding("", u64::MAX)), Verdict::Allow);
    }
    assert_eq!(decide(&rule(Access::Authenticated(EXEMPT), None), &holding("", 0)), Verdict::Allow);
}

#[test]
fn b05_no_scope_named_is_nobody_allowed() {
    let everything = holding("orders:read orders:write admin audit", 0);
    let none: &[&[ScopeInfo]] = &[];
    for clauses in [none, &[&[]], &[&[READ], &[]]] {
        assert_eq!(
            decide(&rule(Access::Scopes(clauses), None), &everything),
            Verdict::Insufficient
        );
    }
    let unknown = ScopeInfo { name: "unknown", ..READ };
    let clauses: &[&[ScopeInfo]] = leak([leak([unknown]).as_slice()]);
    assert_eq!(decide(&rule(Access::Scopes(clauses), None), &everything), Verdict::Insufficient);
}

#[test]
fn b05_a_table_without_scopes_lets_nobody_pass() {
    let own = leak(contract("endpoint"));
    let rule =
        Rule::compile(&Effective::new(leak(outer("Shop")), None, own), &ScopeTable::default());
    assert_eq!(decide(&rule, &holding("orders:read", 0)), Verdict::Insufficient);
}

#[test]
fn x32_each_clause_asks_for_one_of_its_scopes() {
    let rule = rule(Access::Scopes(&[&[READ, AUDIT], &[ADMIN]]), None);
    for (scopes, verdict) in [
        ("orders:read admin", Verdict::Allow),
        ("audit admin", Verdict::Allow),
        ("admin", Verdict::Insufficient),
        ("orders:read audit", Verdict::Insufficient),
        ("orders:write", Verdict::Insufficient),
        ("", Verdict::Insufficient),
    ] {
        assert_eq!(decide(&rule, &holding(scopes, 0)), verdict, "{scopes}");
    }
}

#[test]
fn s10_age_comes_before_scopes() {
    let rule = rule(Access::Scopes(&[&[READ]]), Some(Span::from_millis(600_999)));
    let too_old = Verdict::TooOld { max_age_seconds: 600 };
    assert_eq!(decide(&rule, &holding("orders:read", 600)), Verdict::Allow);
    assert_eq!(decide(&rule, &holding("orders:read", 601)), too_old);
    assert_eq!(decide(&rule, &holding("", 601)), too_old);
    assert_eq!(decide(&rule, &holding("", 600)), Verdict::Insufficient);
    assert_eq!(decide(&rule, &Facts::Nobody), Verdict::NeedsCredential);
}

// A certificate doesn't say when its holder was last looked at.
#[test]
fn s10_what_has_no_age_is_never_young_enough() {
    let ageless = Facts::Somebody {
        scopes: table().parse("orders:read").unwrap(),
        token_age_seconds: None,
        auth_age_seconds: None,
        acr: None,
        is_bound: true,
        issuer: None,
        is_signed: false,
        device: None,
    };
    let access = Access::Scopes(&[&[READ]]);
    assert_eq!(decide(&rule(access, None), &ageless), Verdict::Allow);
    for max_age in [1, 600_000, u64::MAX] {
        let verdict = decide(&rule(access, Some(Span::from_millis(max_age))), &ageless);
        assert!(matches!(verdict, Verdict::TooOld { .. }), "{verdict:?}");
    }
}

#[test]
fn s09_a_plain_token_is_not_enough_where_a_bound_one_is_asked_for() {
    let bound = ProofRule { bound: true, ..ProofRule::NONE };
    for access in [Access::Scopes(&[&[READ]]), Access::Authenticated(EXEMPT)] {
        let rule = proving(access, bound);
        assert_eq!(decide(&rule, &holding("orders:read", 0)), Verdict::NeedsBound);
        assert_eq!(decide(&rule, &logged_in("orders:read", 0, None, None, true)), Verdict::Allow);
        assert_eq!(decide(&rule, &Facts::Nobody), Verdict::NeedsCredential);
    }
    assert_eq!(decide(&proving(Access::Probe, bound), &Facts::Nobody), Verdict::Allow);
}

#[test]
fn s10_a_login_that_is_not_told_never_counts() {
    let acr: &[AcrInfo] = &[MFA, PASSKEY];
    let login = |auth_age: Option<u64>, acr: &'static [AcrInfo]| {
        let auth_age = auth_age.map(Span::from_millis);
        proving(Access::Scopes(&[&[READ]]), ProofRule { auth_age, acr, ..ProofRule::NONE })
    };
    let with = |acr, age| logged_in("orders:read", 0, acr, age, false);
    let (mfa, passkey) = (Some("urn:acr:mfa"), Some("urn:acr:passkey"));

    let by_acr = login(None, acr);
    let needs = Verdict::NeedsStepUp(StepUp { acr, auth_age_seconds: None });
    for value in
        [None, Some(""), Some("urn:acr:MFA"), Some("urn:acr:mfa urn:acr:passkey"), Some("0")]
    {
        assert_eq!(decide(&by_acr, &with(value, Some(0))), needs, "{value:?}");
    }
    assert_eq!(decide(&by_acr, &with(mfa, None)), Verdict::Allow);
    assert_eq!(decide(&by_acr, &with(passkey, Some(u64::MAX))), Verdict::Allow);

    let by_age = login(Some(900_999), &[]);
    let needs = Verdict::NeedsStepUp(StepUp { acr: &[], auth_age_seconds: Some(900) });
    assert_eq!(decide(&by_age, &with(mfa, None)), needs);
    assert_eq!(decide(&by_age, &with(None, Some(901))), needs);
    assert_eq!(decide(&by_age, &with(None, Some(900))), Verdict::Allow);

    let by_both = login(Some(900_000), acr);
    let needs = Verdict::NeedsStepUp(StepUp { acr, auth_age_seconds: Some(900) });
    assert_eq!(decide(&by_both, &with(mfa, Some(901))), needs);
    assert_eq!(decide(&by_both, &with(None, Some(0))), needs);
    assert_eq!(decide(&by_both, &with(mfa, Some(900))), Verdict::Allow);
}

#[test]
fn t04_an_issuer_is_compared_whole_and_one_without_a_name_never_counts() {
    let issuer: &[IssuerInfo] = &[CORP, PARTNER];
    let rule = proving(Access::Scopes(&[&[READ]]), ProofRule { issuer, ..ProofRule::NONE });
    for name in ["corp", "partner"] {
        assert_eq!(decide(&rule, &proved(Some(name), false, None)), Verdict::Allow, "{name}");
    }
    for name in
        [None, Some(""), Some("Corp"), Some("cor"), Some("corp2"), Some("corp partner"), Some("x")]
    {
        assert_eq!(decide(&rule, &proved(name, true, None)), Verdict::NeedsIssuer, "{name:?}");
    }
    assert_eq!(decide(&rule, &Facts::Nobody), Verdict::NeedsCredential);
    let anybodys = proving(Access::Scopes(&[&[READ]]), ProofRule::NONE);
    assert_eq!(decide(&anybodys, &proved(None, false, None)), Verdict::Allow);
}

#[test]
fn t22_a_device_is_compared_whole_and_one_that_is_not_told_never_counts() {
    let device: &[DeviceInfo] = &[MANAGED, SHARED];
    let rule = proving(Access::Scopes(&[&[READ]]), ProofRule { device, ..ProofRule::NONE });
    for name in ["managed", "shared"] {
        assert_eq!(decide(&rule, &proved(None, false, Some(name))), Verdict::Allow, "{name}");
    }
    for name in [None, Some(""), Some("Managed"), Some("manage"), Some("managed shared")] {
        assert_eq!(decide(&rule, &proved(None, true, name)), Verdict::NeedsDevice, "{name:?}");
    }
    assert_eq!(decide(&rule, &Facts::Nobody), Verdict::NeedsCredential);
}

#[test]
fn s11_a_request_that_is_not_signed_is_not_enough_where_a_signature_is_asked_for() {
    let signed = ProofRule { signed: true, ..ProofRule::NONE };
    for access in [Access::Scopes(&[&[READ]]), Access::Authenticated(EXEMPT)] {
        let rule = proving(access, signed);
        assert_eq!(decide(&rule, &proved(None, false, None)), Verdict::NeedsSignature);
        // A token that is bound, with its key's proof, is another thing.
        let bound = logged_in("orders:read", 0, None, None, true);
        assert_eq!(decide(&rule, &bound), Verdict::NeedsSignature);
        assert_eq!(decide(&rule, &proved(None, true, None)), Verdict::Allow);
        assert_eq!(decide(&rule, &Facts::Nobody), Verdict::NeedsCredential);
    }
    assert_eq!(decide(&proving(Access::Probe, signed), &Facts::Nobody), Verdict::Allow);
}

// Everything is asked, and one more thing is right in each line.
#[test]
fn s10_issuer_then_bound_then_signed_then_age_then_login_then_device_then_scopes() {
    let proof = ProofRule {
        max_age: Some(Span::from_millis(60_000)),
        auth_age: Some(Span::from_millis(60_000)),
        acr: &[MFA],
        bound: true,
        issuer: &[CORP],
        signed: true,
        device: &[MANAGED],
    };
    let rule = proving(Access::Scopes(&[&[READ]]), proof);
    let step_up = StepUp { acr: &[MFA], auth_age_seconds: Some(60) };
    let verdicts = [
        Verdict::NeedsIssuer,
        Verdict::NeedsBound,
        Verdict::NeedsSignature,
        Verdict::TooOld { max_age_seconds: 60 },
        Verdict::NeedsStepUp(step_up),
        Verdict::NeedsDevice,
        Verdict::Insufficient,
        Verdict::Allow,
    ];
    assert_eq!(decide(&rule, &Facts::Nobody), Verdict::NeedsCredential);
    for (right, verdict) in verdicts.into_iter().enumerate() {
        let is = |part: usize| right > part;
        let facts = Facts::Somebody {
            issuer: Some(if is(0) { "corp" } else { "partner" }),
            is_bound: is(1),
            is_signed: is(2),
            token_age_seconds: Some(if is(3) { 60 } else { 61 }),
            auth_age_seconds: Some(if is(4) { 60 } else { 61 }),
            acr: Some("urn:acr:mfa"),
            device: Some(if is(5) { "managed" } else { "shared" }),
            scopes: table().parse(if is(6) { "orders:read" } else { "" }).unwrap(),
        };
        assert_eq!(decide(&rule, &facts), verdict, "{right} parts are right");
    }
}

/// The decision once more, with names instead of bits and loops instead of sets.
fn naive(access: &Access, max_age: Option<u64>, caller: Option<(&[String], u64)>) -> Verdict {
    let clauses = match access {
        Access::Public(_) | Access::Probe => return Verdict::Allow,
        Access::Authenticated(_) => None,
        Access::Scopes(clauses) => Some(clauses),
    };
    let Some((held, age)) = caller else { return Verdict::NeedsCredential };
    if let Some(max_age_seconds) = max_age.filter(|max| age > *max) {
        return Verdict::TooOld { max_age_seconds };
    }
    let Some(clauses) = clauses else { return Verdict::Allow };
    for clause in *clauses {
        if !clause.iter().any(|scope| held.iter().any(|name| name == scope.name)) {
            return Verdict::Insufficient;
        }
    }
    if clauses.is_empty() { Verdict::Insufficient } else { Verdict::Allow }
}

fn access() -> impl Strategy<Value = Access> {
    let scope = proptest::sample::select(ALL.to_vec());
    let clause = proptest::collection::vec(scope, 0..4).prop_map(|clause| leak(clause).as_slice());
    let clauses =
        proptest::collection::vec(clause, 0..4).prop_map(|clauses| Access::Scopes(leak(clauses)));
    let waivers = proptest::sample::select(vec![
        Access::Probe,
        Access::Public(EXEMPT),
        Access::Authenticated(EXEMPT),
    ]);
    prop_oneof![6 => clauses, 1 => waivers]
}

fn caller() -> impl Strategy<Value = Option<(Vec<String>, u64)>> {
    let names = proptest::collection::vec("orders:read|orders:write|admin|audit|other", 0..5);
    proptest::option::weighted(0.8, (names, 0..8_u64))
}

proptest! {
    #[test]
    fn x32_the_decision_agrees_with_a_naive_model(access in access(), max_age in proptest::option::of(1..6_u64), caller in caller()) {
        let rule = rule(access, max_age.map(|seconds| Span::from_millis(seconds * 1_000)));
        let facts = caller.as_ref().map_or(Facts::Nobody, |(names, age)| holding(&names.join(" "), *age));
        let lent = caller.as_ref().map(|(names, age)| (names.as_slice(), *age));
        prop_assert_eq!(decide(&rule, &facts), naive(&access, max_age, lent));
    }

    #[test]
    fn b05_fewer_scopes_never_open_more(access in access(), names in proptest::collection::vec("orders:read|orders:write|admin|audit", 0..5)) {
        let rule = rule(access, None);
        let fewer: Vec<_> = names.iter().skip(1).cloned().collect();
        if decide(&rule, &holding(&fewer.join(" "), 0)) == Verdict::Allow {
            prop_assert_eq!(decide(&rule, &holding(&names.join(" "), 0)), Verdict::Allow);
        }
    }
}
