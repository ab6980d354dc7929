//! The decision once more, from the text of the book (`rules.md`, `refusals.md`, `configuration.md`)
//! and from nothing else. The sentence that is followed stands at each step. No bit sets, no
//! shortcuts, and nothing of zt-core.

use super::case::{
    Access, Answer, Case, Effective, Endpoint, Mistakes, Rate, Role, Scope, Token, Verdict, Words,
};

pub(super) fn answer(case: &Case) -> Answer {
    let effective = effective(case);
    let verdict = verdict(case, &effective);
    Answer { effective, verdict }
}

/// "The endpoint's word wins over the group's, the group's over the service's, the service's over
/// the default."
fn effective(case: &Case) -> Effective {
    let by_default = Rate { requests: 600, period: "min", by: "subject" };
    let rate = word(case, |words| words.rate).unwrap_or(by_default);
    Effective {
        rate: Rate { by: counted_by(rate, &case.endpoint), ..rate },
        max_age: word(case, |words| words.max_age),
        // "The words of `proof` are inherited one by one."
        auth_age: word(case, |words| words.auth_age),
        // "A list inside replaces the list outside."
        acr: list(case, |words| words.acr),
        issuer: list(case, |words| words.issuer),
        device: list(case, |words| words.device),
        // "`bound` and `signed` can't be taken back."
        bound: anywhere(case, |words| words.bound),
        signed: anywhere(case, |words| words.signed),
        body: word(case, |words| words.body).unwrap_or(64 * 1024),
        time: word(case, |words| words.time).unwrap_or(10_000),
    }
}

type List = &'static [&'static str];

fn list(case: &Case, of: impl Fn(&Words) -> List) -> List {
    word(case, |words| Some(of(words)).filter(|names| !names.is_empty())).unwrap_or(&[])
}

fn anywhere(case: &Case, of: impl Fn(&Words) -> bool) -> bool {
    of(&case.endpoint.words) || of(&case.service) || case.group.as_ref().is_some_and(of)
}

fn word<T>(case: &Case, of: impl Fn(&Words) -> Option<T>) -> Option<T> {
    if let Some(own) = of(&case.endpoint.words) {
        return Some(own);
    }
    if let Some(of_group) = case.group.as_ref().and_then(&of) {
        return Some(of_group);
    }
    of(&case.service)
}

/// "`ip`: the default on public endpoints, and the only one there."
fn counted_by(rate: Rate, endpoint: &Endpoint) -> &'static str {
    if is_public(endpoint) { "ip" } else { rate.by }
}

fn is_public(endpoint: &Endpoint) -> bool {
    endpoint.access == Access::Public || endpoint.access == Access::Probe
}

/// "Then the token, then its issuer, then whether it is bound, then the request's signature, then
/// its age, then its holder's login, then the device, then its scopes."
fn verdict(case: &Case, rule: &Effective) -> Verdict {
    // "On a public endpoint no token is looked at, not even a bad one."
    if is_public(&case.endpoint) {
        return Verdict::Admitted;
    }
    let Some(token) = &case.token else { return Verdict::CredentialNeeded };
    let Some(held) = held(case.roles, token) else { return Verdict::InvalidToken };
    // "A token of another issuer, or of one that has no name in the configuration."
    if is_beside(token.issuer, rule.issuer) {
        return Verdict::IssuerNotAdmitted;
    }
    // "A token that is bound to no key, or whose key the caller didn't prove to hold."
    if rule.bound && !token.bound {
        return Verdict::BoundTokenNeeded;
    }
    // "A request that isn't signed by the key that its token names."
    if rule.signed && !token.signed {
        return Verdict::SignatureNeeded;
    }
    // "Ages are counted in whole seconds, a part of one at the token's cost."
    let seconds = |age: Option<u64>| age.map(|milliseconds| milliseconds / 1000);
    if let Some(at_most) = seconds(rule.max_age)
        && token.age > at_most
    {
        return Verdict::TokenTooOld(at_most);
    }
    // "`auth_age` and `acr` are one question: the challenge says all that the endpoint asks of a
    // login."
    let asked = seconds(rule.auth_age);
    if is_too_long_ago(token, asked) || is_beside(token.acr, rule.acr) {
        return Verdict::LoginNeeded(rule.acr, asked);
    }
    // "A call from another device."
    if is_beside(token.device, rule.device) {
        return Verdict::DeviceNotAdmitted;
    }
    if holds_enough(&case.endpoint.access, &held) {
        Verdict::Admitted
    } else {
        Verdict::InsufficientScope
    }
}

/// "A token without `auth_time` fails every `auth_age`."
fn is_too_long_ago(token: &Token, at_most: Option<u64>) -> bool {
    match (at_most, token.auth_age) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(at_most), Some(age)) => age > at_most,
    }
}

/// "What a token doesn't say is never enough." "Values are compared whole, letter by letter."
fn is_beside(said: Option<&str>, list: List) -> bool {
    let counts = list.iter().any(|name| said == Some(name));
    !list.is_empty() && !counts
}

/// "Scopes, separated by single spaces. A text that could be parted in another way makes the token
/// invalid." The characters are those of RFC 6749 §3.3.
///
/// "A caller holds the scopes of its token and those that its roles grant. A role that the service doesn't list grants
/// nothing."
fn held(listed: &[Role], token: &Token) -> Option<Vec<String>> {
    let mut held = named(token)?;
    for name in &token.roles {
        for role in listed.iter().filter(|role| role.name == name) {
            held.extend(role.grants.iter().map(|scope| scope.name.to_owned()));
        }
    }
    Some(held)
}

fn named(token: &Token) -> Option<Vec<String>> {
    if token.scope.is_empty() {
        return Some(Vec::new());
    }
    let names: Vec<String> = token.scope.split(' ').map(str::to_owned).collect();
    let is_name = |name: &String| {
        !name.is_empty() && name.chars().all(|c| ('!'..='~').contains(&c) && c != '"' && c != '\\')
    };
    names.iter().all(is_name).then_some(names)
}

fn holds_enough(access: &Access, held: &[String]) -> bool {
    match access {
        Access::Probe | Access::Public | Access::Authenticated => true,
        // "Whoever holds `C`, and one of `A` and `B`": somebody comes in if one way in is open.
        Access::Scopes(clauses) => ways_in(clauses)
            .iter()
            .any(|way| way.iter().all(|scope| held.iter().any(|name| name == scope.name))),
    }
}

/// Every choice of one scope from each clause.
fn ways_in(clauses: &[Vec<Scope>]) -> Vec<Vec<Scope>> {
    let mut ways: Vec<Vec<Scope>> = vec![Vec::new()];
    for clause in clauses {
        let further = |way: &Vec<Scope>| {
            let way = way.clone();
            clause.iter().map(move |scope| [way.clone(), vec![*scope]].concat()).collect::<Vec<_>>()
        };
        ways = ways.iter().flat_map(further).collect();
    }
    ways
}

pub(super) fn mistakes(case: &Case) -> Mistakes {
    Mistakes {
        changes_by_reading_scopes: changes_by_reading_scopes(&case.endpoint),
        loosens: loosens(case),
    }
}

/// "Each way in needs a scope that writes."
fn changes_by_reading_scopes(endpoint: &Endpoint) -> bool {
    let Access::Scopes(clauses) = &endpoint.access else { return false };
    let only_reads = |way: &Vec<Scope>| !way.iter().any(|scope| scope.writes);
    changes(endpoint) && ways_in(clauses).iter().any(only_reads)
}

/// "POST, PUT, PATCH and DELETE change something." "A POST that says `reads` is treated as a GET."
fn changes(endpoint: &Endpoint) -> bool {
    match endpoint.method {
        "GET" | "HEAD" => false,
        "POST" => !endpoint.reads,
        _ => true,
    }
}

/// "An endpoint tightens and never loosens, and neither does a group in its service."
fn loosens(case: &Case) -> bool {
    let own = as_counted(&case.endpoint.words, &case.endpoint);
    let service = as_counted(&case.service, &case.endpoint);
    let Some(group) = &case.group else { return is_looser(&own, &service) };
    is_looser(group, &case.service)
        || is_looser(&own, &as_counted(group, &case.endpoint))
        || is_looser(&own, &service)
}

fn as_counted(words: &Words, endpoint: &Endpoint) -> Words {
    let rate = words.rate.map(|rate| Rate { by: counted_by(rate, endpoint), ..rate });
    Words { rate, ..*words }
}

fn is_looser(inner: &Words, outer: &Words) -> bool {
    let more = |inner: Option<u64>, outer: Option<u64>| match (inner, outer) {
        (Some(inner), Some(outer)) => inner > outer,
        _ => false,
    };
    let rate = match (inner.rate, outer.rate) {
        (Some(inner), Some(outer)) => is_looser_rate(inner, outer),
        _ => false,
    };
    // "A list inside lists nothing that isn't listed there."
    let another =
        |inner: List, outer: List| !outer.is_empty() && inner.iter().any(|it| !outer.contains(it));
    rate || another(inner.acr, outer.acr)
        || another(inner.issuer, outer.issuer)
        || another(inner.device, outer.device)
        || more(inner.max_age, outer.max_age)
        || more(inner.auth_age, outer.auth_age)
        || more(inner.body, outer.body)
        || more(inner.time, outer.time)
}

/// "Rates are compared by what they let through in the long run and by what they let through at
/// once, which is the number before the slash; and only where both count by the same."
fn is_looser_rate(inner: Rate, outer: Rate) -> bool {
    let in_a_day = |rate: Rate| {
        let periods = match rate.period {
            "s" => 24 * 60 * 60,
            "min" => 24 * 60,
            "hour" => 24,
            _ => 1,
        };
        u64::from(rate.requests) * periods
    };
    inner.by != outer.by || in_a_day(inner) > in_a_day(outer) || inner.requests > outer.requests
}
