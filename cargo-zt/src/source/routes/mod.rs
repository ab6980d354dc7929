//! The routes that an actix application registers, as far as the source shows them: what starts at `App::new()`, through
//! `.service`, `.route`, `.configure` and scopes.

mod chain;
mod handler;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::Visit as _;
use syn::{Expr, FnArg};

use super::files::Module;
use super::{Unit, place};
use crate::finding::Place;
use chain::{Applications, Chain, Rooted, last_name, parts, pattern_name, text};
pub(super) use handler::wrapped;
use handler::{Function, functions, knowing, routes_of};

const METHODS: [&str; 9] =
    ["get", "post", "put", "delete", "patch", "head", "options", "trace", "connect"];

/// More scopes within scopes than any honest application has.
const DEPTH: u8 = 16;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Registered {
    /// With its scopes.
    pub(crate) path: String,
    /// In capitals; `None` for every method.
    pub(crate) method: Option<String>,
    /// The handler's name, where it has one.
    pub(crate) handler: Option<String>,
    pub(crate) place: Place,
    /// What looks as if it guarded the route: middleware, guards, arguments of the handler.
    pub(crate) seen: BTreeSet<String>,
}

/// All routes that a crate registers; what they name may stand in another one of `all`.
pub(crate) fn of(unit: &Unit, all: &[Unit]) -> Vec<Registered> {
    let collector = Collector { functions: functions(all) };
    let mut found = Vec::new();
    for module in &unit.modules {
        let mut applications = Applications::default();
        module.items.iter().for_each(|item| applications.visit_item(item));
        for chain in applications.chains {
            collector.register(module, &chain, &Around::default(), DEPTH, &mut found);
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The routes that functions name by themselves, whoever registers them.
pub(crate) fn annotated(all: &[Unit]) -> Vec<Registered> {
    let collector = Collector { functions: functions(all) };
    let mut found = Vec::new();
    for name in collector.functions.keys() {
        collector.annotated(name, &Around::default(), &mut found);
    }
    found
}

/// What a route stands in.
#[derive(Debug, Clone, Default)]
struct Around {
    prefix: String,
    seen: BTreeSet<String>,
}

struct Collector<'a> {
    functions: BTreeMap<String, Vec<Function<'a>>>,
}

impl Collector<'_> {
    fn register(
        &self,
        module: &Module,
        chain: &Chain<'_>,
        around: &Around,
        depth: u8,
        found: &mut Vec<Registered>,
    ) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let mut around = around.clone();
        // What wraps a chain wraps all of it, wherever it stands.
        for call in &chain.calls {
            if ["wrap", "wrap_fn", "guard"].iter().any(|it| call.method == it) {
                around.seen.extend(call.args.first().map(|it| wrapped(call, it)));
            }
        }
        for call in &chain.calls {
            let argument = call.args.first();
            match (call.method.to_string().as_str(), argument) {
                ("service", Some(it)) => self.service(module, it, &around, depth, found),
                ("route", Some(it)) if call.args.len() == 2 => {
                    let path = joined(&around.prefix, text(it).as_deref());
                    let route = call.args.iter().nth(1);
                    self.route(module, &path, route, call.span(), &around, found);
                }
                ("configure", Some(it)) => self.configure(module, it, &around, depth, found),
                ("default_service", Some(_)) => {
                    let path = joined(&around.prefix, Some("*"));
                    found.push(registered(module, path, None, None, call.method.span(), &around));
                }
                _ => {}
            }
        }
    }

    fn service(
        &self,
        module: &Module,
        argument: &Expr,
        around: &Around,
        depth: u8,
        found: &mut Vec<Registered>,
    ) {
        let chain = Chain::of(argument);
        if let Expr::Path(path) = argument {
            let name = path.path.segments.last().map(|it| it.ident.to_string());
            return self.annotated(&name.unwrap_or_default(), around, found);
        }
        let Some((name, first)) = chain.called() else {
            for inner in parts(argument) {
                self.service(module, inner, around, depth, found);
            }
            return;
        };
        let path = first.and_then(text);
        match name.as_str() {
            "scope" => {
                let prefix = joined(&around.prefix, path.as_deref());
                let around = Around { prefix, seen: around.seen.clone() };
                self.register(module, &chain, &around, depth, found);
            }
            "resource" => self.resource(module, &chain, path.as_deref(), around, found),
            _ => {
                let path = joined(&around.prefix, path.as_deref());
                let at = argument.span();
                found.push(registered(module, path, None, Some(name), at, around));
            }
        }
    }

    fn resource(
        &self,
        module: &Module,
        chain: &Chain<'_>,
        path: Option<&str>,
        around: &Around,
        found: &mut Vec<Registered>,
    ) {
        let path = joined(&around.prefix, path);
        let mut around = around.clone();
        for call in &chain.calls {
            if ["wrap", "wrap_fn", "guard"].iter().any(|it| call.method == it) {
                around.seen.extend(call.args.first().map(|it| wrapped(call, it)));
            }
        }
        for call in &chain.calls {
            match call.method.to_string().as_str() {
                "route" => {
                    let route = call.args.first();
                    self.route(module, &path, route, chain.root.span(), &around, found);
                }
                "to" => {
                    let handler = call.args.first().and_then(last_name);
                    let at = chain.root.span();
                    let around = self.with_handler(&around, handler.as_deref());
                    found.push(registered(module, path.clone(), None, handler, at, &around));
                }
                _ => {}
            }
        }
    }

    /// `web::get().guard(..).to(handler)`
    fn route(
        &self,
        module: &Module,
        path: &str,
        route: Option<&Expr>,
        at: Span,
        around: &Around,
        found: &mut Vec<Registered>,
    ) {
        let chain = route.map(Chain::of);
        let (mut method, mut handler, mut around) = (None, None, around.clone());
        if let Some(chain) = chain {
            method = chain.called().map(|it| it.0).filter(|it| METHODS.contains(&it.as_str()));
            for call in chain.calls {
                match call.method.to_string().as_str() {
                    "to" => handler = call.args.first().and_then(last_name),
                    "guard" | "wrap" => {
                        around.seen.extend(call.args.first().map(|it| wrapped(call, it)));
                    }
                    _ => {}
                }
            }
        }
        let around = self.with_handler(&around, handler.as_deref());
        let method = method.map(|it| it.to_ascii_uppercase());
        found.push(registered(module, path.to_owned(), method, handler, at, &around));
    }

    fn configure(
        &self,
        module: &Module,
        argument: &Expr,
        around: &Around,
        depth: u8,
        found: &mut Vec<Registered>,
    ) {
        if let Expr::Closure(closure) = argument {
            let parameter = closure.inputs.first().and_then(pattern_name);
            return self.body(module, parameter, &closure.body, around, depth, found);
        }
        let Some(name) = last_name(argument) else { return };
        for function in self.functions.get(&name).into_iter().flatten() {
            let parameter = function.item.sig.inputs.iter().find_map(|input| match input {
                FnArg::Typed(it) => pattern_name(&it.pat),
                FnArg::Receiver(_) => None,
            });
            let block = Expr::Block(syn::ExprBlock {
                attrs: Vec::new(),
                label: None,
                block: (*function.item.block).clone(),
            });
            self.body(function.module, parameter, &block, around, depth, found);
        }
    }

    /// What is registered on the parameter of a function that configures.
    fn body(
        &self,
        module: &Module,
        parameter: Option<String>,
        body: &Expr,
        around: &Around,
        depth: u8,
        found: &mut Vec<Registered>,
    ) {
        let Some(parameter) = parameter else { return };
        let mut rooted = Rooted { parameter, chains: Vec::new() };
        rooted.visit_expr(body);
        for chain in rooted.chains {
            self.register(module, &chain, around, depth, found);
        }
    }

    /// `#[get("/path")] async fn handler`
    fn annotated(&self, name: &str, around: &Around, found: &mut Vec<Registered>) {
        for function in self.functions.get(name).into_iter().flatten() {
            for (method, path) in routes_of(function) {
                let at = function.item.sig.ident.span();
                let around = self.with_handler(around, Some(name));
                let path = joined(&around.prefix, Some(&path));
                let name = Some(name.to_owned());
                found.push(registered(function.module, path, method, name, at, &around));
            }
        }
    }

    /// With the arguments of the handler that look as if they knew the caller.
    fn with_handler(&self, around: &Around, name: Option<&str>) -> Around {
        let mut around = around.clone();
        let functions = name.and_then(|name| self.functions.get(name));
        for function in functions.into_iter().flatten() {
            around.seen.extend(knowing(function.item));
        }
        around
    }
}

fn registered(
    module: &Module,
    path: String,
    method: Option<String>,
    handler: Option<String>,
    at: Span,
    around: &Around,
) -> Registered {
    Registered { path, method, handler, place: place(module, at), seen: around.seen.clone() }
}

/// As actix joins them: with one slash.
fn joined(prefix: &str, path: Option<&str>) -> String {
    let path = path.unwrap_or("{unknown:.*}");
    let path = path.trim_start_matches('/');
    let joined = format!("{}/{path}", prefix.trim_end_matches('/'));
    if joined.len() > 1 { joined.trim_end_matches('/').to_owned() } else { joined }
}
