//! An actix application as its source shows it: routes, where it listens, and what of it is built on zt.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, Lit};

use super::files;
use super::routes::{self, Registered};
use super::{Unit, place};
use crate::failure::Failure;
use crate::finding::Place;
use crate::project::Project;

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Application {
    pub(crate) routes: Vec<Registered>,
    pub(crate) listeners: Vec<Listener>,
    /// What wraps the application or a part of it, by name.
    pub(crate) wraps: BTreeSet<String>,
    /// Endpoints of zt.
    pub(crate) endpoints: usize,
}

/// A call that takes a port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Listener {
    pub(crate) place: Place,
    pub(crate) kind: Kind,
}

/// How it is spoken on, and from where it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Tls,
    Loopback,
    /// Without TLS, from elsewhere.
    Open,
    /// The address isn't written there.
    Unknown,
}

/// Reads all packages.
pub(crate) fn read(project: &Project) -> Result<Application, Failure> {
    let mut units = Vec::new();
    for package in &project.packages {
        for target in &package.targets {
            let modules = files::read(project, target)?;
            units.push(Unit::new(&target.name, target.is_program, package, modules));
        }
    }
    Ok(of(&units))
}

pub(super) fn of(units: &[Unit]) -> Application {
    let mut application = Application::default();
    units.iter().for_each(|unit| application.add(unit, units));
    application.add_unregistered(routes::annotated(units));
    application.routes.sort();
    // A file may be part of a library and of a program.
    application.routes.dedup();
    application.listeners.sort();
    application.listeners.dedup();
    application
}

impl Application {
    /// What nobody is seen to register is registered in a way that isn't seen, perhaps by a macro.
    fn add_unregistered(&mut self, annotated: Vec<Registered>) {
        let unseen = |it: &Registered| !self.routes.iter().any(|seen| seen.place == it.place);
        let unseen: Vec<_> = annotated.into_iter().filter(unseen).collect();
        self.routes.extend(unseen);
    }

    fn add(&mut self, unit: &Unit, all: &[Unit]) {
        self.routes.extend(routes::of(unit, all));
        self.endpoints += unit.annotations.endpoints.len();
        for module in &unit.modules {
            let mut calls = Calls::default();
            module.items.iter().for_each(|item| calls.visit_item(item));
            self.wraps.extend(calls.wraps);
            let listeners = calls.listeners.into_iter();
            self.listeners
                .extend(listeners.map(|(at, kind)| Listener { place: place(module, at), kind }));
        }
    }
}

#[derive(Default)]
struct Calls {
    listeners: Vec<(proc_macro2::Span, Kind)>,
    wraps: BTreeSet<String>,
}

impl<'a> Visit<'a> for Calls {
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        let name = call.method.to_string();
        let argument = call.args.first();
        let kind = match (name.as_str(), argument) {
            (name, _) if name.starts_with("bind_rustls") || name.starts_with("bind_openssl") => {
                Kind::Tls
            }
            ("bind" | "bind_auto_h2c", Some(address)) => bound(address),
            ("wrap" | "wrap_fn", Some(wrap)) => {
                self.wraps.insert(routes::wrapped(call, wrap));
                return;
            }
            _ => return,
        };
        self.listeners.push((call.method.span(), kind));
    }
}

/// `"127.0.0.1:8080"`, `("0.0.0.0", 80)`
fn bound(address: &Expr) -> Kind {
    let host = match address {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => text.value(),
            _ => return Kind::Unknown,
        },
        Expr::Tuple(it) => return it.elems.first().map_or(Kind::Unknown, bound),
        Expr::Paren(it) => return bound(&it.expr),
        Expr::Reference(it) => return bound(&it.expr),
        _ => return Kind::Unknown,
    };
    let is_local = ["127.", "localhost", "[::1]", "::1"].iter().any(|it| host.starts_with(it));
    if is_local { Kind::Loopback } else { Kind::Open }
}
