//! ZT0110: who may only read can't change anything.

use super::text::ConstText;
use crate::contract::{Access, Contract, Effect, Method, ScopeInfo};

/// Refuses a changing endpoint (B-06) that a caller can pass with reading scopes alone. A caller passes with one scope of
/// each clause, so that every way through holds a writing scope exactly if some clause has no other.
///
/// # Panics
/// In const evaluation, with ZT0110.
#[track_caller]
pub const fn check_scope_effects(contract: &Contract) {
    let Access::Scopes(clauses) = contract.access else {
        return;
    };
    if matches!(contract.effect(), Effect::Writes) && !has_writing_clause(clauses) {
        refusal(contract, first_reading(clauses)).refuse();
    }
}

const fn has_writing_clause(mut clauses: &[&[ScopeInfo]]) -> bool {
    while let [clause, rest @ ..] = clauses {
        if !clause.is_empty() && reading_in(clause).is_none() {
            return true;
        }
        clauses = rest;
    }
    false
}

const fn first_reading(mut clauses: &[&'static [ScopeInfo]]) -> Option<&'static ScopeInfo> {
    while let [clause, rest @ ..] = clauses {
        if let Some(scope) = reading_in(clause) {
            return Some(scope);
        }
        clauses = rest;
    }
    None
}

const fn reading_in(mut clause: &[ScopeInfo]) -> Option<&ScopeInfo> {
    while let [scope, rest @ ..] = clause {
        if matches!(scope.effect, Effect::Reads) {
            return Some(scope);
        }
        clause = rest;
    }
    None
}

const fn refusal(contract: &Contract, reading: Option<&ScopeInfo>) -> ConstText {
    let text = ConstText::new().name(contract.name).text(" changes data, but ");
    let text = match reading {
        Some(scope) => text.name(scope.name).text(" only reads"),
        None => text.text("asks for no scope"),
    };
    let text = text
        .code("ZT0110")
        .note()
        .text("whoever holds a token for reading could change data with it")
        .help()
        .text("name a scope in `scopes(..)` that is declared `writes`, like `#[scope(\"")
        .text(stem(reading))
        .text(":write\", writes)]`");
    match contract.method {
        Method::Post | Method::Message => text.help().text("if it only asks, say so: add `reads`"),
        _ => text,
    }
}

/// `orders` of `orders:read`.
const fn stem(scope: Option<&ScopeInfo>) -> &str {
    let Some(scope) = scope else {
        return "data";
    };
    let mut length = 0;
    let mut rest = scope.name.as_bytes();
    while let [byte, tail @ ..] = rest {
        if *byte == b':' {
            return scope.name.split_at(length).0;
        }
        length += 1;
        rest = tail;
    }
    scope.name
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::testing::{first_line, refusal};
    use super::*;
    use crate::contract::fixtures::{EXEMPT, READ, WRITE, contract};

    const POST: Contract = Contract { method: Method::Post, ..contract("cancel_order") };

    const _: () = check_scope_effects(&Contract { access: Access::Scopes(&[&[WRITE]]), ..POST });

    fn check(access: Access, method: Method) -> Option<alloc::string::String> {
        refusal(move || check_scope_effects(&Contract { access, method, ..POST }))
    }

    #[test]
    fn zt0110_b06_reading_scopes_do_not_change() {
        const PASSABLE: &[&[&[ScopeInfo]]] = &[
            &[&[READ]],
            &[&[READ, WRITE]],
            &[&[WRITE, READ], &[READ]],
            &[&[READ, WRITE], &[READ, WRITE]],
        ];
        for clauses in PASSABLE {
            for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
                let message = check(Access::Scopes(clauses), method).unwrap();
                let what = first_line(&message, "ZT0110");
                assert_eq!(
                    what,
                    "`cancel_order` changes data, but `orders:read` only reads [ZT0110]"
                );
                assert!(message.contains("#[scope(\"orders:write\", writes)]"), "{message}");
                assert_eq!(message.contains("add `reads`"), method == Method::Post, "{message}");
            }
        }
    }

    #[test]
    fn zt0110_b05_no_scope_is_none_that_writes() {
        let no_clause: &[&[ScopeInfo]] = &[];
        for clauses in [no_clause, &[&[]]] {
            let message = check(Access::Scopes(clauses), Method::Delete).unwrap();
            let what = first_line(&message, "ZT0110");
            assert_eq!(what, "`cancel_order` changes data, but asks for no scope [ZT0110]");
        }
        assert!(check(Access::Scopes(&[&[], &[READ]]), Method::Delete).is_some());
    }

    #[test]
    fn zt0110_one_writing_clause_suffices() {
        const GUARDED: &[&[&[ScopeInfo]]] = &[
            &[&[WRITE]],
            &[&[READ], &[WRITE]],
            &[&[WRITE, WRITE], &[READ]],
            &[&[READ, WRITE], &[WRITE]],
        ];
        for clauses in GUARDED {
            assert_eq!(check(Access::Scopes(clauses), Method::Post), None);
        }
    }

    #[test]
    fn zt0110_reading_endpoints_and_waivers_pass() {
        for method in [Method::Get, Method::Head] {
            assert_eq!(check(Access::Scopes(&[&[READ]]), method), None);
        }
        assert_eq!(check(Access::Authenticated(EXEMPT), Method::Post), None);
        assert_eq!(check(Access::Public(EXEMPT), Method::Post), None);
        let asking = Contract { asks: true, ..POST };
        assert_eq!(refusal(move || check_scope_effects(&asking)), None);
        let deleting = Contract { asks: true, method: Method::Delete, ..POST };
        assert!(refusal(move || check_scope_effects(&deleting)).is_some());
    }
}
