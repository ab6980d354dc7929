//! `#[zt::decoy("/admin/backup")]` on a unit struct.

use proc_macro2::{Span, TokenStream};
use syn::LitStr;
use syn::ext::IdentExt as _;
use zt_core::grammar::Pattern;

use super::{binding, doc, path, words};
use crate::diag::{Sink, Underline};
use crate::keys;
use crate::model::Decoy;
use crate::parse::arguments::{Argument, split};
use crate::parse::function::conditions;
use crate::parse::unit::{Unit, name_of};
use crate::paths::Runtime;

/// Checks the annotation; the runtime is known in any case, for the stubs.
pub(crate) fn decoy(rules: TokenStream, unit: &Unit, sink: &mut Sink) -> (Runtime, Option<Decoy>) {
    let mut written = split(rules);
    let literal = path::take(&mut written);
    let pattern = pattern(literal.as_ref(), &mut written, sink);
    let written = without_rules(written, sink);
    let known = words::known(written, keys::DECOY, &[], sink);
    let runtime = words::runtime(&known, keys::DECOY, sink);
    let reason = doc::reason("decoy", &unit.name, &unit.attributes, sink);
    let decoy = pattern.zip(reason).map(|(pattern, reason)| Decoy {
        name: unit.name.clone(),
        conditions: conditions(&unit.attributes).into_iter().cloned().collect(),
        reason,
        pattern,
    });
    (runtime, decoy.filter(|_| sink.is_empty()))
}

/// What stands for a path in another place or shape is taken out of the arguments: it is told here and nowhere else.
fn pattern(
    literal: Option<&LitStr>,
    written: &mut Vec<Argument>,
    sink: &mut Sink,
) -> Option<String> {
    let Some(literal) = literal else {
        let is_stray = |it: &Argument| it.key().is_none_or(|key| key == "path");
        let stray = written.iter().position(is_stray).map(|at| written.remove(at));
        let at = stray.as_ref().or_else(|| written.first()).map(Underline::from);
        let at = at.unwrap_or_else(|| Span::call_site().into());
        let why = "it is noticed who asks for a path, and there is none";
        sink.push(at, "ZT0931", "a decoy without a path", why, "#[zt::decoy(\"/backup\")]");
        return None;
    };
    match Pattern::parse(&literal.value()) {
        Ok(pattern) => Some(pattern.as_str().to_owned()),
        Err(fault) => {
            let why = "a path that no request can have notices nobody";
            sink.push(literal, "ZT0114", fault.to_string(), why, fault.help_for(&literal.value()));
            None
        }
    }
}

/// Whoever writes a rule at a decoy thinks of an endpoint.
fn without_rules(written: Vec<Argument>, sink: &mut Sink) -> Vec<Argument> {
    let is_rule = |it: &Argument| {
        it.key().is_some_and(|key| {
            keys::example(keys::ENDPOINT, &key.to_string()).is_some() && key != "crate"
        })
    };
    let (rules, others): (Vec<_>, Vec<_>) = written.into_iter().partition(is_rule);
    for (key, _) in rules.iter().filter_map(|rule| Some((rule.key()?, rule))) {
        sink.push(
            key,
            "ZT0932",
            format!("`{key}` on a decoy"),
            "a decoy answers nobody, whoever it is: a rule of it would never be asked",
            format!("drop `{key}`, or make it an endpoint: `#[zt::get(..)]` above a function"),
        );
    }
    others
}

/// Something else than a unit struct.
pub(crate) fn no_unit(item: &TokenStream, sink: &mut Sink) {
    let what = "a decoy that is no unit struct";
    let why = "a decoy runs nothing and holds nothing: what it had would be taken for something that works";
    match name_of(item) {
        Some(name) => {
            sink.push(
                &name,
                "ZT0933",
                what,
                why,
                format!("pub struct {};", binding::type_name(&name.unraw().to_string())),
            );
        }
        None => sink.push(item, "ZT0933", what, why, "pub struct Backup;"),
    }
}
