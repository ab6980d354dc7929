//! Which methods a route answers, as far as it says.

use std::collections::BTreeSet;

use syn::Expr;

use super::UNSEEN;
use crate::source::chain::{Chain, last_name};

/// In capitals; none of them for every method.
pub(super) type Methods = BTreeSet<String>;

const METHODS: [&str; 9] =
    ["get", "post", "put", "delete", "patch", "head", "options", "trace", "connect"];

/// `GET` of `get`
pub(super) fn named(word: &str) -> Option<String> {
    METHODS.contains(&word).then(|| word.to_ascii_uppercase())
}

/// Nobody can say which.
pub(super) fn unseen() -> Methods {
    Methods::from([UNSEEN.to_owned()])
}

/// `web::get()`, `web::method(Method::GET)`, `web::route().method(Method::GET)`
pub(super) fn of_route(chain: &Chain<'_>) -> Methods {
    let Some((name, first)) = chain.called() else { return unseen() };
    let mut calls = chain.calls.iter().filter(|it| it.method == "method");
    let argument = calls.next_back().map(|it| it.args.first());
    match (argument.or((name == "method").then_some(first)), name.as_str()) {
        (Some(said), _) => said.and_then(constant).map_or_else(unseen, |it| [it].into()),
        (None, "route" | "to" | "new") => Methods::new(),
        (None, name) => named(name).map_or_else(unseen, |it| [it].into()),
    }
}

/// `guard::Get()`, alone or among others.
pub(super) fn of_guard(guard: &Expr) -> Methods {
    let chain = Chain::of(guard);
    let Some((name, first)) = chain.called() else { return Methods::new() };
    let more = |word: &str| {
        let more = chain.calls.iter().filter(|it| it.method == word);
        let more = more.filter_map(|it| it.args.first()).map(of_guard);
        first.map(of_guard).into_iter().chain(more).collect::<Vec<_>>()
    };
    match name.as_str() {
        "Method" => first.and_then(constant).into_iter().collect(),
        "All" => more("and").into_iter().find(|it| !it.is_empty()).unwrap_or_default(),
        "Any" => {
            let each = more("or");
            // One that names none lets every method in.
            let all_name_some = each.iter().all(|it| !it.is_empty());
            each.into_iter().filter(|_| all_name_some).flatten().collect()
        }
        name => named(&name.to_ascii_lowercase()).into_iter().collect(),
    }
}

/// `PUT` of `Method::PUT`
fn constant(expression: &Expr) -> Option<String> {
    last_name(expression).map(|it| it.to_ascii_uppercase())
}
