//! Chains of calls, and where they start.

use syn::{Expr, ExprMethodCall, Pat, Path};

/// `root.first(..)?.second(..)`
pub(super) struct Chain<'a> {
    pub(super) root: &'a Expr,
    pub(super) calls: Vec<&'a ExprMethodCall>,
}

impl<'a> Chain<'a> {
    pub(super) fn of(expression: &'a Expr) -> Self {
        let (mut root, mut calls) = (expression, Vec::new());
        loop {
            root = match root {
                Expr::MethodCall(call) => {
                    calls.push(call);
                    &call.receiver
                }
                Expr::Try(it) => &it.expr,
                Expr::Await(it) => &it.base,
                Expr::Paren(it) => &it.expr,
                _ => break,
            };
        }
        calls.reverse();
        Self { root, calls }
    }

    /// That ends in this call.
    pub(super) fn to(call: &'a ExprMethodCall) -> Self {
        let mut chain = Self::of(&call.receiver);
        chain.calls.push(call);
        chain
    }

    /// `scope` of `web::scope("/old")`, and its first argument.
    pub(super) fn called(&self) -> Option<(String, Option<&'a Expr>)> {
        let Expr::Call(call) = self.root else { return None };
        let Expr::Path(path) = call.func.as_ref() else { return None };
        let name = path.path.segments.last()?.ident.to_string();
        Some((name, call.args.first()))
    }
}

pub(super) fn path(expression: &Expr) -> Option<&Path> {
    match expression {
        Expr::Path(it) if it.qself.is_none() => Some(&it.path),
        _ => None,
    }
}

pub(super) fn last_name(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(it) => Some(it.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

pub(super) fn pattern_name(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::Ident(it) => Some(it.ident.to_string()),
        Pat::Type(it) => pattern_name(&it.pat),
        _ => None,
    }
}
