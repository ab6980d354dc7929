//! What a route stands in: scopes, middleware, guards.

use std::collections::BTreeSet;

use quote::ToTokens as _;
use syn::{Expr, ExprMethodCall};

use super::functions::Function;
use super::handler::knowing;
use super::methods::{self, Methods};
use crate::source::chain::Chain;

/// All of that.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Around {
    pub(super) prefix: String,
    /// Those that a guard lets in.
    pub(super) methods: Methods,
    /// What looks as if it guarded the route.
    pub(super) seen: BTreeSet<String>,
}

impl Around {
    pub(super) fn within(&self, path: Option<&str>) -> Self {
        Self { prefix: self.path(path), ..self.clone() }
    }

    /// As actix joins them: with one slash. A path that isn't written there is of actix's kind that may match anything.
    pub(super) fn path(&self, path: Option<&str>) -> String {
        let path = path.unwrap_or("{unknown:.*}");
        let path = path.trim_start_matches('/');
        let joined = format!("{}/{path}", self.prefix.trim_end_matches('/'));
        if joined.len() > 1 { joined.trim_end_matches('/').to_owned() } else { joined }
    }

    /// What wraps a chain wraps all of it, wherever it stands.
    pub(super) fn wrapped_by(&self, chain: &Chain<'_>) -> Self {
        let mut around = self.clone();
        for call in &chain.calls {
            let Some(argument) = call.args.first() else { continue };
            if ["wrap", "wrap_fn", "guard"].iter().any(|it| call.method == it) {
                around.seen.insert(wrapped(call, argument));
            }
            if call.method == "guard" {
                around = around.answering(methods::of_guard(argument));
            }
        }
        around
    }

    /// The methods of a route itself, where it names some.
    pub(super) fn answering(self, methods: Methods) -> Self {
        if methods.is_empty() { self } else { Self { methods, ..self } }
    }

    /// With the arguments of handlers that look as if they knew the caller.
    pub(super) fn with_handlers(mut self, handlers: &[&Function<'_>]) -> Self {
        self.seen.extend(handlers.iter().flat_map(|it| knowing(it.item)));
        self
    }
}

/// `.wrap(Logger::default)`
pub(in crate::source) fn wrapped(call: &ExprMethodCall, argument: &Expr) -> String {
    let name = match Chain::of(argument).root {
        Expr::Call(it) => it.func.to_token_stream().to_string(),
        other => other.to_token_stream().to_string(),
    };
    let short: String = name.replace(' ', "").chars().take(60).collect();
    format!(".{}({short})", call.method)
}
