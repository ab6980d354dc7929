//! All chains that start at one kind of thing: at `App::new()`, or at the parameter of a function that configures.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenTree};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, ExprMethodCall, FnArg, Local, Macro, Signature, Type, UnOp};

use super::chain::{Chain, pattern_name};
use super::tokens;

/// Finds them, through the names that such a thing has here.
pub(super) struct Chains<'a, 'f> {
    makes: &'f dyn Fn(&Expr) -> bool,
    /// The type of parameters that are one.
    kind: &'f str,
    names: BTreeSet<String>,
    pub(super) found: Vec<Chain<'a>>,
    /// Calls of functions that are given one, with the argument's place among all.
    pub(super) passed: Vec<(&'a ExprCall, usize)>,
    /// Methods and macros that are given one.
    pub(super) lost: Vec<Span>,
}

impl<'f> Chains<'_, 'f> {
    /// What `makes` makes, and every parameter of this type.
    pub(super) fn of(makes: &'f dyn Fn(&Expr) -> bool, kind: &'f str) -> Self {
        let (names, found, passed, lost) = Default::default();
        Self { makes, kind, names, found, passed, lost }
    }

    pub(super) fn of_parameter(name: String) -> Self {
        Self { names: BTreeSet::from([name]), ..Self::of(&|_| false, "") }
    }

    fn is_start(&self, expression: &Expr) -> bool {
        self.is_named(expression) || (self.makes)(expression)
    }

    fn is_named(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Path(it) => it.path.get_ident().is_some_and(|it| self.has(it)),
            Expr::Reference(it) => self.is_named(&it.expr),
            Expr::Unary(it) if matches!(it.op, UnOp::Deref(_)) => self.is_named(&it.expr),
            Expr::Paren(it) => self.is_named(&it.expr),
            _ => false,
        }
    }

    fn has(&self, name: &proc_macro2::Ident) -> bool {
        self.names.contains(&name.to_string())
    }

    /// A function sees no names of another one.
    fn function(&mut self, signature: &Signature, visit: impl FnOnce(&mut Self)) {
        let parameters = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(it) if is_type(&it.ty, self.kind) => pattern_name(&it.pat),
            _ => None,
        });
        let outer = std::mem::replace(&mut self.names, parameters.collect());
        visit(self);
        self.names = outer;
    }
}

/// Whether a type has this last name, behind references too.
pub(super) fn is_type(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Reference(it) => is_type(&it.elem, name),
        Type::Path(it) => it.path.segments.last().is_some_and(|it| it.ident == name),
        _ => false,
    }
}

impl<'a> Visit<'a> for Chains<'a, '_> {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        self.function(&item.sig, |it| visit::visit_item_fn(it, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        self.function(&item.sig, |it| visit::visit_impl_item_fn(it, item));
    }

    fn visit_block(&mut self, block: &'a Block) {
        // A name counts in its own block, and further in.
        let outer = self.names.clone();
        visit::visit_block(self, block);
        self.names = outer;
    }

    fn visit_local(&mut self, local: &'a Local) {
        visit::visit_local(self, local);
        let Some(name) = pattern_name(&local.pat) else { return };
        let start = local.init.as_ref().map(|it| Chain::of(&it.expr).root);
        match start.is_some_and(|it| self.is_start(it)) {
            true => self.names.insert(name),
            false => self.names.remove(&name),
        };
    }

    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        let chain = Chain::to(call);
        if self.is_start(chain.root) {
            self.found.push(chain);
            return;
        }
        if call.args.iter().any(|it| self.is_named(it)) {
            self.lost.push(call.method.span());
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        let given = call.args.iter().enumerate().filter(|(_, it)| self.is_named(it));
        let given: Vec<_> = given.map(|(at, _)| (call, at)).collect();
        self.passed.extend(given);
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, it: &'a Macro) {
        let mut is_given = false;
        tokens::walk(it.tokens.clone(), &mut |token, _| {
            is_given |= matches!(token, TokenTree::Ident(it) if self.has(it));
        });
        if is_given {
            self.lost.push(it.path.span());
        }
    }
}
