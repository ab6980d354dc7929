//! X32: too few scopes, and scopes that look like the right ones.

use zt_manifest::Access;

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;

const DANGER: &str = "a program that may little could do what other scopes are for";

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let Access::Scopes(clauses) = &case.endpoint.access else { return Vec::new() };
    let mut tries = vec![("a token without scopes".to_owned(), Vec::new())];
    for clause in clauses {
        let left = case.needed().into_iter().filter(|scope| !clause.contains(scope)).collect();
        tries.push((format!("a token without {}", clause.join(" or ")), left));
    }
    tries.extend(lookalikes(&case.needed()));
    tries.extend(others(case, clauses));
    let steps = tries.into_iter().map(|(tried, scopes)| {
        let request = case.anonymous().bearing(case.credential(case.caller(), scopes));
        Step::new("X32", DANGER, tried, request, Expect::Status(&[401, 403])).at(case)
    });
    steps.collect()
}

/// None of these names the scopes that are needed.
fn lookalikes(needed: &[String]) -> Vec<(String, Vec<String>)> {
    let each = |tried: &str, change: fn(&str) -> String| {
        (format!("scopes {tried}"), needed.iter().map(|scope| change(scope)).collect::<Vec<_>>())
    };
    let mut all = vec![
        ("the scope `*`".to_owned(), vec!["*".to_owned()]),
        ("the scope `admin`".to_owned(), vec!["admin".to_owned()]),
        each("in upper case", str::to_uppercase),
        each("cut by one letter", |scope| {
            scope.chars().rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect()
        }),
        each("with one letter more", |scope| format!("{scope}x")),
        each("up to their colon", |scope| scope.split(':').next().unwrap_or_default().to_owned()),
        each("with `*` behind the colon", |scope| {
            format!("{}:*", scope.split(':').next().unwrap_or_default())
        }),
        each("with `.` for `:`", |scope| scope.replace(':', ".")),
    ];
    all.push(("scopes joined by commas".to_owned(), vec![format!("{},x", needed.join(","))]));
    // What is its own lookalike would be the right one.
    all.retain(|(_, scopes)| scopes.iter().any(|scope| !needed.contains(scope)));
    all
}

/// All other scopes of the service together.
fn others(case: &Case<'_>, clauses: &[Vec<String>]) -> Option<(String, Vec<String>)> {
    let first = clauses.first()?;
    let scopes = case.manifest.scopes.iter().map(|scope| scope.name.clone());
    let others: Vec<_> = scopes.filter(|name| !first.contains(name)).collect();
    (!others.is_empty()).then(|| (format!("every scope but {}", first.join(" and ")), others))
}
