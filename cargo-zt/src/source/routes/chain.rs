//! Chains of calls, and where they start.

use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, Lit};

/// `root.first(..).second(..)`
pub(super) struct Chain<'a> {
    pub(super) root: &'a Expr,
    pub(super) calls: Vec<&'a ExprMethodCall>,
}

impl<'a> Chain<'a> {
    pub(super) fn of(expression: &'a Expr) -> Self {
        let (mut root, mut calls) = (expression, Vec::new());
        while let Expr::MethodCall(call) = root {
            calls.push(call);
            root = &call.receiver;
        }
        calls.reverse();
        Self { root, calls }
    }

    /// `scope` of `web::scope("/old")`, and its first argument.
    pub(super) fn called(&self) -> Option<(String, Option<&'a Expr>)> {
        let Expr::Call(call) = self.root else { return None };
        let Expr::Path(path) = call.func.as_ref() else { return None };
        let name = path.path.segments.last()?.ident.to_string();
        Some((name, call.args.first()))
    }

    fn is_application(&self) -> bool {
        let Expr::Call(call) = self.root else { return false };
        let Expr::Path(path) = call.func.as_ref() else { return false };
        let names: Vec<_> = path.path.segments.iter().map(|it| it.ident.to_string()).collect();
        names.ends_with(&["App".to_owned(), "new".to_owned()])
    }
}

/// Chains that start at `App::new()`.
#[derive(Default)]
pub(super) struct Applications<'a> {
    pub(super) chains: Vec<Chain<'a>>,
}

impl<'a> Visit<'a> for Applications<'a> {
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        let mut chain = Chain::of(&call.receiver);
        chain.calls.push(call);
        if chain.is_application() {
            self.chains.push(chain);
            return;
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// Chains that start at a parameter.
pub(super) struct Rooted<'a> {
    pub(super) parameter: String,
    pub(super) chains: Vec<Chain<'a>>,
}

impl<'a> Visit<'a> for Rooted<'a> {
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        let mut chain = Chain::of(&call.receiver);
        chain.calls.push(call);
        if last_name(chain.root).as_ref() == Some(&self.parameter) {
            self.chains.push(chain);
            return;
        }
        visit::visit_expr_method_call(self, call);
    }
}

pub(super) fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn last_name(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(it) => Some(it.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

pub(super) fn pattern_name(pattern: &syn::Pat) -> Option<String> {
    match pattern {
        syn::Pat::Ident(it) => Some(it.ident.to_string()),
        syn::Pat::Type(it) => pattern_name(&it.pat),
        _ => None,
    }
}

/// Of a tuple, an array or a `vec![..]` that can be read.
pub(super) fn parts(expression: &Expr) -> Vec<&Expr> {
    match expression {
        Expr::Tuple(it) => it.elems.iter().collect(),
        Expr::Array(it) => it.elems.iter().collect(),
        Expr::Paren(it) => vec![&it.expr],
        Expr::Reference(it) => vec![&it.expr],
        _ => Vec::new(),
    }
}
