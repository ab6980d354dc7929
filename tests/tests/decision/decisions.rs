//! Both cores, side by side.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::panic;

use fastrand::Rng;
use zt_core::decide::Grants;

use super::case::{Access, Answer, Case, Endpoint, Mistakes, Rate, Verdict, Words};
use super::core::{self, Annotations};
use super::generate::Stock;
use super::naive;
use super::seed::{again, chance};

const CASES: usize = 1_000_000;

/// A refused build panics, which takes longer than a decision.
const BUILDS: usize = 50_000;

/// So many cases have to show a core that differs in one clause.
const PATIENCE: usize = 20_000;

// A-13, T-04, T-16, T-22, X32, G-01, G-06, S-09, S-10, S-11.
#[test]
fn x32_a_million_decisions_are_as_the_book_says() {
    let mut random = chance(1);
    let stock = Stock::new(&mut random);
    let mut met: HashMap<Discriminant<Verdict>, usize> = HashMap::new();
    for number in 0..CASES {
        let (case, annotations) = stock.case(&mut random);
        let found = core::answer(annotations, case.token.as_ref(), &stock.grants);
        assert_eq!(found, naive::answer(&case), "case {number}: {case:#?}\n{}", again());
        *met.entry(discriminant(&found.verdict)).or_default() += 1;
    }
    // All ten, and none so rare that it says nothing.
    assert_eq!(met.len(), 10, "{met:?}");
    assert!(met.values().all(|count| *count > CASES / 200), "{met:?}");
}

// B-06, B-15.
#[test]
fn b06_what_is_built_is_what_the_book_says() {
    let mut random = chance(2);
    let stock = Stock::new(&mut random);
    let mut met: HashMap<Mistakes, usize> = HashMap::new();
    let cases: Vec<_> = (0..BUILDS).map(|_| stock.case(&mut random)).collect();
    quietly(|| {
        for (case, annotations) in &cases {
            let found = core::mistakes(*annotations);
            assert_eq!(found, naive::mistakes(case), "{case:#?}\n{}", again());
            *met.entry(found).or_default() += 1;
        }
    });
    assert_eq!(met.len(), 4, "{met:?}");
    assert!(met.values().all(|count| *count > BUILDS / 200), "{met:?}");
}

/// One clause of the case, changed before zt-core sees it: as if zt-core were wrong there.
type Flip = fn(&mut Case);

const FLIPS: [(&str, Flip); 24] = [
    ("a clause is forgotten", |case| clauses(case, |all| drop(all.pop()))),
    ("one alternative of a clause is forgotten", |case| {
        clauses(case, |all| {
            all.iter_mut().filter(|one| one.len() > 1).for_each(|one| one.truncate(1))
        });
    }),
    ("two clauses become one `any`", |case| {
        clauses(case, |all| {
            let last = if all.len() > 1 { all.pop() } else { None };
            all.iter_mut().take(1).for_each(|first| first.extend(last.iter().flatten().copied()));
        });
    }),
    ("scopes become a waiver", |case| case.endpoint.access = Access::Authenticated),
    ("a waiver asks for a token", |case| {
        if case.endpoint.access == Access::Public {
            case.endpoint.access = Access::Authenticated;
        }
    }),
    ("the age is a second less", |case| {
        case.token.iter_mut().for_each(|token| token.age = token.age.saturating_sub(1));
    }),
    ("a name's case doesn't matter", |case| {
        case.token.iter_mut().for_each(|token| token.scope = token.scope.to_lowercase());
    }),
    ("spaces at the end are trimmed", |case| {
        case.token.iter_mut().for_each(|token| token.scope = token.scope.trim_end().to_owned());
    }),
    ("the group is passed over", |case| case.group = None),
    ("the group wins over the endpoint", |case| {
        if let Some(Words { rate: Some(rate), .. }) = case.group {
            case.endpoint.words.rate = Some(rate);
        }
    }),
    ("the age is not inherited", |case| {
        case.service.max_age = None;
        case.group.iter_mut().for_each(|group| group.max_age = None);
    }),
    ("a login is a second younger", |case| {
        let token = case.token.iter_mut();
        token.for_each(|token| token.auth_age = token.auth_age.map(|age| age.saturating_sub(1)));
    }),
    ("a login that isn't told was just now", |case| {
        case.token.iter_mut().for_each(|token| token.auth_age = token.auth_age.or(Some(0)));
    }),
    ("the case of a way to log in doesn't matter", |case| {
        let token = case.token.iter_mut();
        token.for_each(|token| {
            token.acr = token.acr.map(|way| if way == "Mfa" { "mfa" } else { way });
        });
    }),
    ("an endpoint takes `bound` back", |case| {
        case.service.bound = false;
        case.group.iter_mut().for_each(|group| group.bound = false);
    }),
    ("every token is bound", |case| {
        case.token.iter_mut().for_each(|token| token.bound = true);
    }),
    ("a token without a named issuer is anybody's", |case| {
        case.token.iter_mut().for_each(|token| token.issuer = token.issuer.or(Some("corp")));
    }),
    ("a name that begins alike is the issuer's", |case| {
        let token = case.token.iter_mut();
        token.for_each(|token| {
            token.issuer = token.issuer.map(|name| if name == "corp" { "cor" } else { name });
        });
    }),
    ("an endpoint takes every issuer back", |case| {
        case.service.issuer = &[];
        case.group.iter_mut().for_each(|group| group.issuer = &[]);
    }),
    ("an endpoint takes `signed` back", |case| {
        case.service.signed = false;
        case.group.iter_mut().for_each(|group| group.signed = false);
    }),
    ("a bound token signs its requests", |case| {
        case.token.iter_mut().for_each(|token| token.signed |= token.bound);
    }),
    ("a device that isn't told is managed", |case| {
        case.token.iter_mut().for_each(|token| token.device = token.device.or(Some("managed")));
    }),
    ("the device of the group doesn't count", |case| {
        case.group.iter_mut().for_each(|group| group.device = &[]);
    }),
    ("a rate always counts by subject", |case| {
        case.endpoint.words.rate.iter_mut().for_each(|rate| rate.by = "subject");
    }),
];

fn clauses(case: &mut Case, change: impl Fn(&mut Vec<Vec<super::case::Scope>>)) {
    if let Access::Scopes(all) = &mut case.endpoint.access {
        change(all);
    }
}

#[test]
fn a_core_that_is_wrong_in_one_clause_is_noticed() {
    let mut random = chance(3);
    let stock = Stock::new(&mut random);
    for (name, flip) in FLIPS {
        let noticed = (0..PATIENCE).any(|_| {
            let (case, _) = stock.case(&mut random);
            flipped(&case, flip, &stock.grants) != naive::answer(&case)
        });
        assert!(noticed, "{PATIENCE} cases don't notice that {name}; {}", again());
    }
}

fn flipped(case: &Case, flip: Flip, grants: &Grants) -> Answer {
    let mut case = case.clone();
    flip(&mut case);
    core::answer(leaked(&case), case.token.as_ref(), grants)
}

fn leaked(case: &Case) -> Annotations {
    Annotations {
        service: Box::leak(Box::new(core::outer(&case.service))),
        group: case.group.map(|group| &*Box::leak(Box::new(core::outer(&group)))),
        endpoint: Box::leak(Box::new(core::contract(&case.endpoint))),
    }
}

// The same for what is built: a method that changes taken for one that doesn't, a rate in another
// period, a limit that grew.
const BUILD_FLIPS: [(&str, Flip); 9] = [
    ("DELETE changes nothing", |case| {
        if case.endpoint.method == "DELETE" {
            case.endpoint.method = "GET";
        }
    }),
    ("`reads` counts on every method", |case| {
        if case.endpoint.reads {
            case.endpoint.method = "PUT";
        }
    }),
    ("periods are all alike", |case| {
        case.endpoint.words.rate.iter_mut().for_each(|rate: &mut Rate| rate.period = "min");
    }),
    ("a body's limit isn't compared", |case| case.endpoint.words.body = None),
    ("a login's age isn't compared", |case| case.endpoint.words.auth_age = None),
    ("ways to log in aren't compared", |case| case.endpoint.words.acr = &[]),
    ("issuers aren't compared", |case| case.endpoint.words.issuer = &[]),
    ("devices aren't compared", |case| case.endpoint.words.device = &[]),
    ("a group may be looser than its service", |case| case.service = Words::default()),
];

#[test]
fn a_check_that_is_wrong_in_one_clause_is_noticed() {
    let mut random = chance(4);
    let stock = Stock::new(&mut random);
    quietly(|| {
        for (name, flip) in BUILD_FLIPS {
            let noticed = (0..PATIENCE).any(|_| {
                let (case, _) = stock.case(&mut random);
                let mut other = case.clone();
                flip(&mut other);
                core::mistakes(leaked(&other)) != naive::mistakes(&case)
            });
            assert!(noticed, "{PATIENCE} cases don't notice that {name}; {}", again());
        }
    });
}

/// Refused builds are caught; what they print would hide everything else.
fn quietly(run: impl FnOnce()) {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let ended = panic::catch_unwind(panic::AssertUnwindSafe(run));
    panic::set_hook(usual);
    if let Err(payload) = ended {
        let text = payload.downcast_ref::<String>();
        panic!("{}", text.map_or("a comparison failed", String::as_str));
    }
}

// Empty clauses have no annotation, so chance never makes one; zt-core must not take them for "all".
#[test]
fn b05_no_scope_lets_nobody_in() {
    let stock = Stock::new(&mut Rng::with_seed(5));
    for access in [Access::Scopes(vec![]), Access::Scopes(vec![vec![]])] {
        let endpoint = Endpoint { method: "GET", reads: false, access, words: Words::default() };
        let token = Some(super::case::Token {
            scope: "area1:read".to_owned(),
            roles: Vec::new(),
            age: 0,
            acr: None,
            auth_age: None,
            bound: false,
            issuer: None,
            signed: false,
            device: None,
        });
        let case = Case { service: Words::default(), group: None, endpoint, roles: &[], token };
        let found = core::answer(leaked(&case), case.token.as_ref(), &stock.grants);
        assert_eq!(found.verdict, Verdict::InsufficientScope);
    }
}
