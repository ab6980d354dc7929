//! Cases by chance, near the edges on purpose.

use std::collections::BTreeSet;

use fastrand::Rng;
use zt_core::contract::{Contract, Outer};
use zt_core::decide::{Grants, RoleTable, ScopeTable};

use super::case::{
    Access, Case, DEVICES, Endpoint, ISSUERS, Rate, Role, Scope, Token, WAYS, Words,
};
use super::core::{self, Annotations};

/// zt-core's contracts live as long as the program, so cases are put together from a stock of them.
const SERVICES: usize = 500;
const GROUPS: usize = 500;
const ENDPOINTS: usize = 20_000;

/// Areas of five scopes each: more bits than a word of a set has.
const AREAS: usize = 30;

pub(super) struct Stock {
    scopes: Vec<Scope>,
    services: Vec<(Words, &'static Outer)>,
    groups: Vec<(Words, &'static Outer)>,
    endpoints: Vec<(Endpoint, &'static Contract)>,
    roles: &'static [Role],
    pub(super) grants: Grants,
}

impl Stock {
    pub(super) fn new(random: &mut Rng) -> Self {
        let scopes: Vec<Scope> = (0..AREAS).flat_map(area).collect();
        let known: Vec<_> = scopes.iter().copied().map(core::scope).collect();
        let mut outers = |count| -> Vec<_> {
            let words = |_| {
                let words = words(random, false);
                (words, &*Box::leak(Box::new(core::outer(&words))))
            };
            (0..count).map(words).collect()
        };
        let (services, groups) = (outers(SERVICES), outers(GROUPS));
        let endpoint = |_| {
            let endpoint = endpoint(random, &scopes);
            let contract = core::contract(&endpoint);
            (endpoint, &*Box::leak(Box::new(contract)))
        };
        let endpoints = (0..ENDPOINTS).map(endpoint).collect();
        let roles: Vec<_> = scopes.chunks(5).flat_map(roles_of).collect();
        let known_roles: Vec<_> = roles.iter().copied().map(core::role).collect();
        let table = ScopeTable::build(&known).expect("a table");
        let role_table = RoleTable::build(&known_roles, &table).expect("a table of roles");
        let grants = Grants { scopes: table, roles: role_table };
        Self { scopes, services, groups, endpoints, roles: roles.leak(), grants }
    }

    /// The same case for both cores.
    pub(super) fn case(&self, random: &mut Rng) -> (Case, Annotations) {
        let (service, for_service) = pick(random, &self.services);
        let group = likely(random, 70).then(|| pick(random, &self.groups));
        let (endpoint, for_endpoint) = pick(random, &self.endpoints);
        let words = [Some(endpoint.words), group.map(|it| it.0), Some(*service)];
        let token = likely(random, 90).then(|| self.token(random, &endpoint.access, words));
        let annotations = Annotations {
            service: for_service,
            group: group.map(|(_, for_group)| *for_group),
            endpoint: for_endpoint,
        };
        let group = group.map(|(words, _)| *words);
        let (service, endpoint, roles) = (*service, endpoint.clone(), self.roles);
        (Case { service, group, endpoint, roles, token }, annotations)
    }

    fn token(&self, random: &mut Rng, access: &Access, words: [Option<Words>; 3]) -> Token {
        let (mut names, mut roles): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        if let Access::Scopes(clauses) = access {
            for clause in clauses {
                let name = pick(random, clause).name;
                match random.u8(0..100) {
                    0..60 => names.push(name.to_owned()),
                    60..75 => roles.extend(self.role_with(random, name)),
                    75..80 => roles.push(name.to_owned()),
                    80..90 => names.push(near_miss(random, name)),
                    _ => {}
                }
            }
        }
        for _ in 0..random.usize(0..3) {
            names.push(pick(random, &self.scopes).name.to_owned());
        }
        for _ in 0..random.usize(0..2) {
            let name = pick(random, self.roles).name;
            // A role's name is no scope's, and nearly a role's is none.
            match random.u8(0..4) {
                0 => names.push(name.to_owned()),
                1 => roles.push(near_miss(random, name)),
                _ => roles.push(name.to_owned()),
            }
        }
        random.shuffle(&mut names);
        random.shuffle(&mut roles);
        let said = |of: fn(&Words) -> Option<u64>| words.map(|words| words.as_ref().and_then(of));
        Token {
            scope: joined(random, &names),
            roles,
            age: age(random, said(|words| words.max_age)),
            acr: named(random, words, |words| words.acr, &WAYS),
            auth_age: likely(random, 90).then(|| age(random, said(|words| words.auth_age))),
            bound: likely(random, 75),
            issuer: named(random, words, |words| words.issuer, &ISSUERS),
            signed: likely(random, 75),
            device: named(random, words, |words| words.device, &DEVICES),
        }
    }

    /// One that grants the scope, if there is one.
    fn role_with(&self, random: &mut Rng, scope: &str) -> Option<String> {
        let grants = |role: &&Role| role.grants.iter().any(|it| it.name == scope);
        let all: Vec<_> = self.roles.iter().filter(grants).collect();
        random.choice(all).map(|role| role.name.to_owned())
    }
}

/// Two of an area: one that only reads, and one that does most of what there is.
fn roles_of(area: &[Scope]) -> [Role; 2] {
    let name = |of: &str| -> &'static str { format!("{}-{of}", area[2].name).leak() };
    let grants = |scopes: &[Scope]| -> &'static [Scope] { scopes.to_vec().leak() };
    [
        Role { name: name("reader"), grants: grants(&area[..1]) },
        Role { name: name("clerk"), grants: grants(&area[..4]) },
    ]
}

/// Names that differ by a letter, a case, a piece.
fn area(number: usize) -> [Scope; 5] {
    let name = |text: String| -> &'static str { text.leak() };
    [
        Scope { name: name(format!("area{number}:read")), writes: false },
        Scope { name: name(format!("area{number}:write")), writes: true },
        Scope { name: name(format!("area{number}")), writes: true },
        Scope { name: name(format!("Area{number}:read")), writes: false },
        Scope { name: name(format!("area{number}:reader")), writes: false },
    ]
}

fn endpoint(random: &mut Rng, scopes: &[Scope]) -> Endpoint {
    let method = *pick(random, &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);
    let access = match random.u8(0..20) {
        0 => Access::Probe,
        1 => Access::Public,
        2 | 3 => Access::Authenticated,
        _ => Access::Scopes(clauses(random, scopes)),
    };
    let is_open = matches!(access, Access::Probe | Access::Public);
    let reads = method == "POST" && likely(random, 40);
    Endpoint { method, reads, access, words: words(random, is_open) }
}

/// Of one or two areas, so that the scopes resemble each other.
fn clauses(random: &mut Rng, scopes: &[Scope]) -> Vec<Vec<Scope>> {
    let areas = [random.usize(0..AREAS), random.usize(0..AREAS)];
    let near: BTreeSet<usize> = areas.iter().flat_map(|area| area * 5..area * 5 + 5).collect();
    let near: Vec<Scope> = near.iter().map(|index| scopes[*index]).collect();
    let clause = |random: &mut Rng| -> Vec<Scope> {
        let count = *pick(random, &[1, 1, 1, 2, 2, 3]);
        (0..count).map(|_| *pick(random, &near)).collect()
    };
    (0..random.usize(1..4)).map(|_| clause(random)).collect()
}

/// Small numbers that meet each other and the defaults.
fn words(random: &mut Rng, is_open: bool) -> Words {
    let some = |random: &mut Rng, of: &[u64]| likely(random, 40).then(|| *pick(random, of));
    Words {
        rate: likely(random, 50).then(|| rate(random, is_open)),
        max_age: some(random, &[1, 999, 1000, 1001, 1999, 2000, 60_000, 60_500, 600_000])
            .filter(|_| !is_open),
        auth_age: some(random, &[1, 999, 1000, 1001, 1999, 2000, 60_000, 60_500, 600_000])
            .filter(|_| !is_open),
        acr: list(random, 35, is_open, &WAYS),
        bound: likely(random, 20) && !is_open,
        issuer: list(random, 20, is_open, &ISSUERS),
        signed: likely(random, 15) && !is_open,
        device: list(random, 25, is_open, &DEVICES),
        body: some(random, &[1, 1023, 1024, 65_535, 65_536, 65_537, 1 << 30]),
        time: some(random, &[1, 999, 1000, 9_999, 10_000, 10_001, 3_600_000]),
    }
}

type List = &'static [&'static str];

fn list(random: &mut Rng, percent: u8, is_open: bool, lists: &[List]) -> List {
    if likely(random, percent) && !is_open { pick::<List>(random, lists) } else { &[] }
}

fn rate(random: &mut Rng, is_open: bool) -> Rate {
    let by = *pick(random, &["subject", "subject", "client", "tenant", "ip"]);
    let period = *pick(random, &["s", "min", "hour", "day"]);
    Rate {
        requests: *pick(random, &[1, 2, 59, 60, 61, 599, 600, 601, 3600, 86_400, 1_000_000]),
        period,
        by: if is_open { "ip" } else { by },
    }
}

/// Like a scope that is asked for, and not that scope.
fn near_miss(random: &mut Rng, name: &str) -> String {
    match random.u8(0..7) {
        0 => name.to_uppercase(),
        1 => name[..name.len() - 1].to_owned(),
        2 => format!("{name}s"),
        3 => name.replace(':', "."),
        4 => name.split(':').next().unwrap_or_default().to_owned(),
        5 => "*".to_owned(),
        _ => format!("{}:*", name.split(':').next().unwrap_or_default()),
    }
}

/// With single spaces, and now and then as no token may have it.
fn joined(random: &mut Rng, names: &[String]) -> String {
    let text = names.join(" ");
    if likely(random, 96) {
        return text;
    }
    match random.u8(0..8) {
        0 => format!(" {text}"),
        1 => format!("{text} "),
        2 => names.join("  "),
        3 => names.join("\t"),
        4 => names.join("\u{a0}"),
        5 => format!("\"{text}\""),
        6 => format!("{text}\u{e9}"),
        _ => format!("{text}\\"),
    }
}

/// One that counts somewhere, or nearly, or none.
fn named(
    random: &mut Rng,
    words: [Option<Words>; 3],
    of: fn(&Words) -> List,
    lists: &[List],
) -> Option<&'static str> {
    let listed: Vec<&'static str> = words.iter().flatten().flat_map(of).copied().collect();
    match random.u8(0..20) {
        0 => None,
        1 => Some(""),
        2 => Some("mfa passkey"),
        3..6 => {
            let list = *pick(random, lists);
            Some(*pick(random, list))
        }
        _ if listed.is_empty() => None,
        _ => Some(*pick(random, &listed)),
    }
}

/// Around the limits that stand there, and anything.
fn age(random: &mut Rng, max_ages: [Option<u64>; 3]) -> u64 {
    let limits: Vec<u64> = max_ages.into_iter().flatten().map(|millis| millis / 1000).collect();
    if limits.is_empty() || likely(random, 20) {
        return random.u64(0..700);
    }
    (pick(random, &limits) + random.u64(0..3)).saturating_sub(1)
}

fn pick<'a, T>(random: &mut Rng, of: &'a [T]) -> &'a T {
    &of[random.usize(0..of.len())]
}

fn likely(random: &mut Rng, percent: u8) -> bool {
    random.u8(0..100) < percent
}
