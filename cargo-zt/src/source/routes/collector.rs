//! Follows what registers routes, and keeps them.

use std::collections::BTreeSet;

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::Visit as _;
use syn::{Expr, FnArg, Pat};

use super::Registered;
use super::around::Around;
use super::functions::{Function, Functions};
use super::handler::routes_of;
use super::methods::{self, Methods};
use crate::source::chain::{Chain, last_name, path, pattern_name};
use crate::source::chains::Chains;
use crate::source::here::Here;
use crate::source::literal::text;

/// More functions, each in its scopes, than any honest application configures itself with.
const MOST: usize = 2_000;

pub(super) struct Collector<'a> {
    functions: &'a Functions<'a>,
    pub(super) found: Vec<Registered>,
    /// Functions that configure and are being read: one that comes back to itself never ends.
    open: BTreeSet<usize>,
    /// Those that were read, with what stood around them: a second time there is nothing new in them.
    read: BTreeSet<(usize, Around)>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(functions: &'a Functions<'a>) -> Self {
        Self { functions, found: Vec::new(), open: BTreeSet::new(), read: BTreeSet::new() }
    }

    /// What is called on an application, a scope or a configuration.
    pub(super) fn register(&mut self, here: Here<'_>, chain: &Chain<'_>, around: &Around) {
        let around = around.wrapped_by(chain);
        for call in &chain.calls {
            let Some(argument) = call.args.first() else { continue };
            match call.method.to_string().as_str() {
                "service" => self.service(here, argument, &around),
                "route" if call.args.len() == 2 => {
                    let around = around.within(text(argument).as_deref());
                    let route = call.args.iter().nth(1);
                    self.route(here, route, call.span(), &around);
                }
                "configure" => self.configure(here, argument, &around),
                "default_service" => {
                    self.push(here, around.within(Some("*")), None, call.method.span());
                }
                _ => {}
            }
        }
    }

    fn service(&mut self, here: Here<'_>, argument: &Expr, around: &Around) {
        match argument {
            Expr::Tuple(it) => it.elems.iter().for_each(|it| self.service(here, it, around)),
            Expr::Array(it) => it.elems.iter().for_each(|it| self.service(here, it, around)),
            Expr::Paren(it) => self.service(here, &it.expr, around),
            Expr::Reference(it) => self.service(here, &it.expr, around),
            Expr::Path(it) => {
                let before = self.found.len();
                let handlers = self.functions.meant(here, &it.path);
                handlers.into_iter().for_each(|it| self.annotated(it, around));
                if self.found.len() == before {
                    self.unseen(here, argument.span(), around);
                }
            }
            _ => self.made(here, argument, around),
        }
    }

    /// `web::scope("/old").route(..)`, or what another function makes.
    fn made(&mut self, here: Here<'_>, argument: &Expr, around: &Around) {
        let chain = Chain::of(argument);
        let Some((name, first)) = chain.called() else {
            return self.unseen(here, argument.span(), around);
        };
        let path = first.and_then(text);
        let inner = around.within(path.as_deref());
        match name.as_str() {
            "scope" => self.register(here, &chain, &inner),
            "resource" => self.resource(here, &chain, &inner),
            _ if path.is_none() => self.unseen(here, argument.span(), around),
            _ => self.push(here, inner, Some(name), argument.span()),
        }
    }

    fn resource(&mut self, here: Here<'_>, chain: &Chain<'_>, around: &Around) {
        let around = around.wrapped_by(chain);
        let at = chain.root.span();
        for call in &chain.calls {
            let argument = call.args.first();
            match call.method.to_string().as_str() {
                "route" => self.route(here, argument, at, &around),
                "to" => self.handled(here, argument, at, around.clone()),
                "default_service" => self.push(here, around.clone(), None, at),
                name => {
                    if let (Some(method), Some(_)) = (methods::named(name), argument) {
                        let around = around.clone().answering(Methods::from([method]));
                        self.handled(here, argument, at, around);
                    }
                }
            }
        }
    }

    /// `web::get().guard(..).to(handler)`
    fn route(&mut self, here: Here<'_>, route: Option<&Expr>, at: Span, around: &Around) {
        let Some(chain) = route.map(Chain::of) else { return };
        let around = around.wrapped_by(&chain).answering(methods::of_route(&chain));
        let mut calls = chain.calls.iter().filter(|it| it.method == "to");
        let to = calls.next_back().and_then(|it| it.args.first());
        let of_root = chain.called().filter(|(name, _)| name == "to").and_then(|it| it.1);
        self.handled(here, to.or(of_root), at, around);
    }

    fn handled(&mut self, here: Here<'_>, handler: Option<&Expr>, at: Span, around: Around) {
        let meant = handler.and_then(path).map(|it| self.functions.meant(here, it));
        let around = around.with_handlers(&meant.unwrap_or_default());
        self.push(here, around, handler.and_then(last_name), at);
    }

    fn configure(&mut self, here: Here<'_>, argument: &Expr, around: &Around) {
        let Expr::Closure(closure) = argument else {
            return self.expand(here, argument, 0, around);
        };
        match closure.inputs.first().map(|it| (it, pattern_name(it))) {
            Some((_, Some(name))) => {
                let mut chains = Chains::of_parameter(name);
                chains.visit_expr(&closure.body);
                self.body(here, chains, around);
            }
            Some((Pat::Wild(_), _)) => {}
            _ => self.unseen(here, argument.span(), around),
        }
    }

    /// What a function does with the configuration that it is given.
    fn expand(&mut self, here: Here<'_>, function: &Expr, parameter: usize, around: &Around) {
        let meant = path(function).map(|it| self.functions.meant(here, it)).unwrap_or_default();
        if meant.is_empty() || self.read.len() > MOST {
            return self.unseen(here, function.span(), around);
        }
        for function in meant {
            let is_open = self.open.contains(&function.id);
            if is_open || !self.read.insert((function.id, around.clone())) {
                continue;
            }
            self.open.insert(function.id);
            match parameter_name(function, parameter) {
                Some(name) => {
                    let mut chains = Chains::of_parameter(name);
                    chains.visit_block(&function.item.block);
                    self.body(function.here, chains, around);
                }
                None => self.unseen(function.here, function.item.sig.ident.span(), around),
            }
            self.open.remove(&function.id);
        }
    }

    fn body(&mut self, here: Here<'_>, chains: Chains<'_, '_>, around: &Around) {
        for chain in chains.found {
            self.register(here, &chain, around);
        }
        for (call, parameter) in chains.passed {
            self.expand(here, &call.func, parameter, around);
        }
        for at in chains.lost {
            self.unseen(here, at, around);
        }
    }

    /// `#[get("/path")] async fn handler`
    pub(super) fn annotated(&mut self, function: &Function<'_>, around: &Around) {
        let name = &function.item.sig.ident;
        for (methods, path) in routes_of(function) {
            let around = around.within(Some(&path)).answering(methods).with_handlers(&[function]);
            self.push(function.here, around, Some(name.to_string()), name.span());
        }
    }

    /// Something is registered here, and nobody saw what.
    fn unseen(&mut self, here: Here<'_>, at: Span, around: &Around) {
        let around = around.within(None).answering(methods::unseen());
        self.push(here, around, None, at);
    }

    /// One for each method.
    fn push(&mut self, here: Here<'_>, around: Around, handler: Option<String>, at: Span) {
        let Around { prefix: path, methods, seen } = around;
        let mut all: Vec<_> = methods.into_iter().map(Some).collect();
        if all.is_empty() {
            all.push(None);
        }
        let place = here.place(at);
        self.found.extend(all.into_iter().map(|method| Registered {
            path: path.clone(),
            method,
            handler: handler.clone(),
            place: place.clone(),
            seen: seen.clone(),
        }));
    }
}

fn parameter_name(function: &Function<'_>, parameter: usize) -> Option<String> {
    match function.item.sig.inputs.iter().nth(parameter)? {
        FnArg::Typed(it) => pattern_name(&it.pat),
        FnArg::Receiver(_) => None,
    }
}
