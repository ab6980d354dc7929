//! The same questions, put to zt-core.

use std::panic::catch_unwind;

use zt_core::contract::{
    self, Contract, Effect, LimitsRule, Method, Named, Outer, Place, ProofRule, RateBy, RateRule,
    RoleInfo, ScopeInfo, Sensitivity, Waiver, check_outer_tighter, check_scope_effects,
    check_tighter,
};
use zt_core::decide::{Facts, Grants, Rule, ScopeSet, StepUp, decide};
use zt_core::grammar::rate::{Period, Rate};
use zt_core::grammar::{Size, Span};

use super::case::{
    self, Access, Answer, DEVICES, Effective, ISSUERS, Mistakes, Token, Verdict, WAYS, Words,
};

/// Annotations as zt-core keeps them: for as long as the program runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Annotations {
    pub(super) service: &'static Outer,
    pub(super) group: Option<&'static Outer>,
    pub(super) endpoint: &'static Contract,
}

pub(super) fn answer(it: Annotations, token: Option<&Token>, grants: &Grants) -> Answer {
    let effective = contract::Effective::new(it.service, it.group, it.endpoint);
    let verdict = verdict(&Rule::compile(&effective, &grants.scopes), token, grants);
    let RateRule { rate, by } = effective.rate;
    Answer {
        effective: Effective {
            rate: case::Rate { requests: rate.count, period: rate.per.as_str(), by: by.as_str() },
            max_age: effective.proof.max_age.map(Span::millis),
            auth_age: effective.proof.auth_age.map(Span::millis),
            acr: listed(effective.proof.acr, &WAYS),
            bound: effective.proof.bound,
            issuer: listed(effective.proof.issuer, &ISSUERS),
            signed: effective.proof.signed,
            device: listed(effective.proof.device, &DEVICES),
            body: effective.limits.body.bytes(),
            time: effective.limits.time.millis(),
        },
        verdict,
    }
}

/// As the gate does it: what is open needs no token, and a token is read before it is asked for.
fn verdict(rule: &Rule, token: Option<&Token>, grants: &Grants) -> Verdict {
    let facts = match token.filter(|_| rule.needs_credential()) {
        None => Facts::Nobody,
        Some(token) => match grants.scopes.parse(&token.scope) {
            Err(_) => return Verdict::InvalidToken,
            Ok(scopes) => Facts::Somebody {
                scopes: with_roles(scopes, token, grants),
                token_age_seconds: Some(token.age),
                auth_age_seconds: token.auth_age,
                acr: token.acr,
                is_bound: token.bound,
                issuer: token.issuer,
                is_signed: token.signed,
                device: token.device,
            },
        },
    };
    match decide(rule, &facts) {
        zt_core::decide::Verdict::Allow => Verdict::Admitted,
        zt_core::decide::Verdict::NeedsCredential => Verdict::CredentialNeeded,
        zt_core::decide::Verdict::TooOld { max_age_seconds } => {
            Verdict::TokenTooOld(max_age_seconds)
        }
        zt_core::decide::Verdict::NeedsIssuer => Verdict::IssuerNotAdmitted,
        zt_core::decide::Verdict::NeedsBound => Verdict::BoundTokenNeeded,
        zt_core::decide::Verdict::NeedsSignature => Verdict::SignatureNeeded,
        zt_core::decide::Verdict::NeedsDevice => Verdict::DeviceNotAdmitted,
        zt_core::decide::Verdict::NeedsStepUp(StepUp { acr, auth_age_seconds }) => {
            Verdict::LoginNeeded(listed(acr, &WAYS), auth_age_seconds)
        }
        zt_core::decide::Verdict::Insufficient => Verdict::InsufficientScope,
    }
}

/// As the verifier settles them.
fn with_roles(mut scopes: ScopeSet, token: &Token, grants: &Grants) -> ScopeSet {
    let known = token.roles.iter().filter_map(|name| grants.roles.find(name));
    known.for_each(|(_, granted)| scopes.extend(&granted));
    scopes
}

/// The list that the annotation had.
fn listed<V>(words: &[Named<V>], lists: &[&'static [&'static str]]) -> &'static [&'static str] {
    let is_it = |list: &&&[&str]| list.iter().copied().eq(words.iter().map(|it| it.name));
    if words.is_empty() { &[] } else { lists.iter().find(is_it).expect("one of ours") }
}

fn words<V>(names: &[&'static str]) -> &'static [Named<V>] {
    names.iter().map(|name| Named::new(name, "Of the tests.")).collect::<Vec<_>>().leak()
}

/// The checks that generated code calls in `const` items; here their panic is caught.
pub(super) fn mistakes(it: Annotations) -> Mistakes {
    let Annotations { service, group, endpoint } = it;
    let refused =
        |check: fn(&Outer, &Contract), outer| catch_unwind(|| check(outer, endpoint)).is_err();
    let in_group = group.is_some_and(|group| {
        catch_unwind(|| check_outer_tighter(service, group)).is_err()
            || refused(check_tighter, group)
    });
    Mistakes {
        changes_by_reading_scopes: catch_unwind(|| check_scope_effects(endpoint)).is_err(),
        loosens: in_group || refused(check_tighter, service),
    }
}

pub(super) fn role(it: case::Role) -> RoleInfo {
    let grants: Vec<_> = it.grants.iter().copied().map(scope).collect();
    RoleInfo { name: it.name, reason: "Of the tests.", grants: grants.leak() }
}

pub(super) fn scope(it: case::Scope) -> ScopeInfo {
    let effect = if it.writes { Effect::Writes } else { Effect::Reads };
    ScopeInfo { name: it.name, effect, sensitivity: Sensitivity::Ordinary, reason: "Of the tests." }
}

pub(super) fn outer(words: &Words) -> Outer {
    let (proof, rate, limits) = rules(words);
    Outer {
        name: "Shop",
        reason: "Of the tests.",
        prefix: "",
        place: PLACE,
        proof,
        rate,
        limits,
        network: &[],
        segment: None,
        stage: None,
        legacy: &[],
    }
}

pub(super) fn contract(it: &case::Endpoint) -> Contract {
    let (proof, rate, limits) = rules(&it.words);
    Contract {
        name: "endpoint",
        reason: "Of the tests.",
        place: PLACE,
        method: Method::parse(it.method).expect("a method"),
        pattern: "/",
        access: access(&it.access),
        asks: it.reads,
        open: &[],
        params: &[],
        proof,
        rate,
        limits,
        network: &[],
        segment: None,
        stream: None,
        message: None,
    }
}

const PLACE: Place =
    Place { file: "src/main.rs", in_package: "src/main.rs", line: 1, module: "shop" };

const WAIVER: Waiver = Waiver { why: "the tests need one", owner: None, until: None };

fn access(it: &Access) -> contract::Access {
    match it {
        Access::Probe => contract::Access::Probe,
        Access::Public => contract::Access::Public(WAIVER),
        Access::Authenticated => contract::Access::Authenticated(WAIVER),
        Access::Scopes(clauses) => {
            let clause = |scopes: &Vec<case::Scope>| -> &'static [ScopeInfo] {
                scopes.iter().copied().map(scope).collect::<Vec<_>>().leak()
            };
            contract::Access::Scopes(clauses.iter().map(clause).collect::<Vec<_>>().leak())
        }
    }
}

fn rules(said: &Words) -> (ProofRule, Option<RateRule>, LimitsRule) {
    let proof = ProofRule {
        max_age: said.max_age.map(Span::from_millis),
        auth_age: said.auth_age.map(Span::from_millis),
        acr: words(said.acr),
        bound: said.bound,
        issuer: words(said.issuer),
        signed: said.signed,
        device: words(said.device),
    };
    let limits = LimitsRule {
        body: said.body.map(Size::from_bytes),
        time: said.time.map(Span::from_millis),
    };
    (proof, said.rate.map(rate), limits)
}

fn rate(it: case::Rate) -> RateRule {
    let per = match it.period {
        "s" => Period::Second,
        "min" => Period::Minute,
        "hour" => Period::Hour,
        _ => Period::Day,
    };
    let by = match it.by {
        "subject" => RateBy::Subject,
        "client" => RateBy::Client,
        "tenant" => RateBy::Tenant,
        _ => RateBy::Ip,
    };
    RateRule { rate: Rate::new(it.requests, per), by }
}
