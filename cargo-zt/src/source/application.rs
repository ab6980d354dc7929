//! An actix application as its source shows it: routes, where it listens, and what of it is built on zt.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall};

use super::Unit;
use super::here::Here;
use super::listeners;
use super::routes::{self, Registered};
use crate::failure::Failure;
use crate::project::Project;

pub(crate) use listeners::{Kind, Listener};

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Application {
    /// Calls of `App::new` and `HttpServer::new`, whatever becomes of them.
    pub(crate) made: usize,
    pub(crate) routes: Vec<Registered>,
    pub(crate) listeners: Vec<Listener>,
    /// What wraps the application or a part of it, by name.
    pub(crate) wraps: BTreeSet<String>,
    /// Endpoints of zt.
    pub(crate) endpoints: usize,
    /// Those of them that name no scope.
    pub(crate) authenticated: usize,
}

/// Reads all packages.
pub(crate) fn read(project: &Project) -> Result<Application, Failure> {
    Ok(of(&super::units(project)?))
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
        let endpoints = &unit.annotations.endpoints;
        self.endpoints += endpoints.len();
        let authenticated = endpoints.iter().filter(|it| it.is_waived("authenticated"));
        self.authenticated += authenticated.count();
        for module in &unit.modules {
            let here = Here { unit, module };
            self.listeners.extend(listeners::of(here));
            let mut calls = Calls { here, made: 0, wraps: &mut self.wraps };
            module.items.iter().for_each(|item| calls.visit_item(item));
            self.made += calls.made;
        }
    }
}

struct Calls<'a> {
    here: Here<'a>,
    made: usize,
    wraps: &'a mut BTreeSet<String>,
}

impl<'a> Visit<'a> for Calls<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        visit::visit_expr(self, expression);
        let made = ["App", listeners::SERVER].iter().any(|it| self.here.makes(expression, it));
        self.made += usize::from(made);
    }

    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        if let Some(wrap) =
            call.args.first().filter(|_| call.method == "wrap" || call.method == "wrap_fn")
        {
            self.wraps.insert(routes::wrapped(call, wrap));
        }
    }
}
