//! An actix application beside a service with `legacy(..)`: where its own routes may stand, and which of them nobody reaches.

use std::collections::{BTreeMap, BTreeSet};

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, Local};
use zt_core::grammar::shape::reaches_into;

use super::routes::{self, Registered};
use super::{Unit, place};
use crate::finding::{DEAD_ROUTE, Finding};

/// What is allowed to an application that is moving.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Beside {
    /// The packages whose service leaves paths to an application, each with those paths.
    pub(crate) packages: BTreeMap<String, Vec<String>>,
    /// Where a server gets its application behind the gate: file and line of `HttpServer::new`.
    pub(crate) guarded: BTreeSet<(String, usize)>,
}

pub(super) fn of(units: &[Unit]) -> Beside {
    let mut beside = Beside::default();
    for unit in units {
        let legacy = unit.annotations.lists.iter().flat_map(|it| &it.legacy);
        let paths: Vec<_> = legacy.map(|it| it.of.clone()).collect();
        if !paths.is_empty() {
            beside.packages.entry(unit.package.clone()).or_default().extend(paths);
        }
    }
    for unit in units {
        for module in &unit.modules {
            let mut servers = Servers::default();
            module.items.iter().for_each(|item| servers.visit_item(item));
            let places = servers.guarded.into_iter().map(|span| place(module, span));
            beside.guarded.extend(places.map(|place| (place.file, place.line)));
        }
    }
    beside
}

/// ZT2017: what the application registers outside of all legacy paths.
pub(super) fn check(units: &[Unit], beside: &Beside) -> Vec<Finding> {
    let mut found = Vec::new();
    for unit in units {
        let Some(legacy) = beside.packages.get(&unit.package) else { continue };
        let dead = routes::of(unit, units).into_iter().filter(|it| is_dead(it, legacy));
        found.extend(dead.map(|it| {
            let what = format!("nobody reaches the route `{}` of the application", it.path);
            let mend = "take it away, move it to zt, or name it: `legacy(\"/old\", why = \"..\", owner = \"..\", until = \"..\")`";
            DEAD_ROUTE.at(it.place, what, mend)
        }));
    }
    found
}

/// A pattern of actix's own kind may match anything; of that nothing is said.
fn is_dead(route: &Registered, legacy: &[String]) -> bool {
    let path = route.path.as_str();
    if path.contains([':', '*']) {
        return false;
    }
    !legacy.iter().any(|legacy| reaches_into(legacy, "", path))
}

/// Calls of `HttpServer::new` whose application is behind the gate: `.around(..)` stands in the closure, or in the one that
/// the name stands for.
#[derive(Default)]
struct Servers {
    behind: BTreeSet<String>,
    guarded: Vec<proc_macro2::Span>,
}

impl<'a> Visit<'a> for Servers {
    fn visit_block(&mut self, block: &'a syn::Block) {
        // A name counts in its own block, and further in.
        let outer = self.behind.clone();
        visit::visit_block(self, block);
        self.behind = outer;
    }

    fn visit_local(&mut self, local: &'a Local) {
        visit::visit_local(self, local);
        let syn::Pat::Ident(name) = &local.pat else { return };
        let name = name.ident.to_string();
        match local.init.as_ref().is_some_and(|init| goes_around(&init.expr)) {
            true => self.behind.insert(name),
            false => self.behind.remove(&name),
        };
    }

    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        visit::visit_expr_call(self, call);
        let Some(application) = call.args.first().filter(|_| call.args.len() == 1) else { return };
        let is_behind = match application {
            Expr::Path(it) => {
                it.path.get_ident().is_some_and(|it| self.behind.contains(&it.to_string()))
            }
            other => goes_around(other),
        };
        if is_behind {
            self.guarded.push(call.func.span());
        }
    }
}

/// A closure that ends in `front.around(..)`, which is all that it gives.
fn goes_around(expression: &Expr) -> bool {
    let body = match expression {
        Expr::Closure(it) => it.body.as_ref(),
        _ => return false,
    };
    ends_in_around(body)
}

fn ends_in_around(expression: &Expr) -> bool {
    match expression {
        Expr::MethodCall(call) => call.method == "around" && call.args.len() == 1,
        Expr::Block(it) => match it.block.stmts.last() {
            Some(syn::Stmt::Expr(last, None)) => ends_in_around(last),
            _ => false,
        },
        _ => false,
    }
}
