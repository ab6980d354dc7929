//! Groups and services.

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{LitStr, Path};
use zt_core::grammar::Prefix;

use super::{doc, legacy, limits, path, roles, stage, words};
use crate::diag::Sink;
use crate::model::{Kind, Outer};
use crate::parse::arguments::{Argument, split};
use crate::parse::function::conditions;
use crate::parse::shown::shown;
use crate::parse::unit::Unit;
use crate::paths::Runtime;

/// What stands at endpoints only: who may call, and what is open, is said where the handler is.
const NEVER_INHERITED: [&str; 5] = ["scopes", "authenticated", "public", "open", "reads"];

/// Checks the annotation; the runtime is known in any case, for the stubs.
pub(crate) fn outer(
    kind: Kind,
    rules: TokenStream,
    unit: &Unit,
    sink: &mut Sink,
) -> (Runtime, Option<Outer>) {
    let mut written = split(rules);
    let literal = path::take(&mut written);
    let prefix = prefix(kind, literal.as_ref(), &written, sink);
    let written = without_access(kind, written, sink);
    let written = match kind {
        Kind::Group => roles::refused(stage::without(written, "a group", sink), kind.word(), sink),
        Kind::Service => written,
    };
    let written = legacy::on_services_only(kind, written, sink);
    let keys = kind.keys();
    let known = words::known(written.clone(), keys, &["legacy"], sink);
    let runtime = words::runtime(&known, keys, sink);
    let reason = doc::reason(kind.word(), &unit.name, &unit.attributes, sink);
    let endpoints = endpoints(kind, &unit.name, &written, &known, sink);
    let roles = roles::listed(&known, sink);
    let shared = limits::shared(&known, keys, sink);
    let stage = limits::optional(&known, "stage", |argument| stage::stage(argument, sink));
    let legacy = legacy::paths(&known, sink);
    let outer = (|| {
        Some(Outer {
            runtime: runtime.clone(),
            kind,
            name: unit.name.clone(),
            conditions: conditions(&unit.attributes).into_iter().cloned().collect(),
            reason: reason?,
            prefix: prefix?,
            shared: shared?,
            legacy: legacy?,
            stage: stage?,
            endpoints: endpoints?,
            roles: roles?,
        })
    })();
    (runtime, outer.filter(|_| sink.is_empty()))
}

fn prefix(
    kind: Kind,
    literal: Option<&LitStr>,
    written: &[Argument],
    sink: &mut Sink,
) -> Option<String> {
    match (kind, literal) {
        (Kind::Service, None) => Some(String::new()),
        (Kind::Service, Some(literal)) => {
            prefix_on_service(literal, sink);
            None
        }
        (Kind::Group, Some(literal)) => prefix_text(literal, sink),
        (Kind::Group, None) => {
            no_prefix(written, sink);
            None
        }
    }
}

fn prefix_text(literal: &LitStr, sink: &mut Sink) -> Option<String> {
    match Prefix::parse(&literal.value()) {
        Ok(prefix) => Some(prefix.as_str().to_owned()),
        Err(fault) => {
            let why = "a path that can be read in two ways is guarded in one of them only";
            sink.push(literal, "ZT0908", fault.to_string(), why, fault.help_for(&literal.value()));
            None
        }
    }
}

fn prefix_on_service(literal: &LitStr, sink: &mut Sink) {
    sink.push(
        literal,
        "ZT0907",
        "a prefix on a service",
        "a service answers for the whole of its address; a path beside the prefix would be nobody's",
        format!("drop {0}, or put it on a group: `#[zt::group({0}, endpoints(..))]`", literal.to_token_stream()),
    );
}

fn no_prefix(written: &[Argument], sink: &mut Sink) {
    let why = "endpoints whose place nobody wrote down are found by scanners, not by reviewers";
    let rules: Vec<_> = written.iter().map(|rule| format!(", {}", shown(rule))).collect();
    let help = format!("#[zt::group(\"/orders\"{})]", rules.concat());
    let under = written.first().map(crate::diag::Underline::from);
    let under = under.unwrap_or_else(|| proc_macro2::Span::call_site().into());
    sink.push(under, "ZT0907", "a group without a prefix", why, help);
}

fn without_access(kind: Kind, written: Vec<Argument>, sink: &mut Sink) -> Vec<Argument> {
    let (access, others): (Vec<_>, Vec<_>) = written.into_iter().partition(|argument| {
        argument.key().is_some_and(|key| NEVER_INHERITED.iter().any(|word| key == word))
    });
    for (word, rule) in access.iter().filter_map(|rule| Some((rule.key()?, rule))) {
        let (kind, rule) = (kind.word(), shown(rule));
        sink.push(
            word,
            "ZT0912",
            format!("`{word}` on a {kind}"),
            "who may call an endpoint is written at the endpoint: a rule from elsewhere is forgotten when the code moves",
            format!("drop `{word}` here, and write `{rule}` in the annotation of each endpoint"),
        );
    }
    others
}

fn endpoints(
    kind: Kind,
    name: &Ident,
    written: &[Argument],
    known: &[Argument],
    sink: &mut Sink,
) -> Option<Vec<Path>> {
    let Some(argument) = words::first(known, "endpoints") else {
        if !written.iter().any(means_endpoints) {
            no_endpoints(kind, name, name.span(), sink);
        }
        return None;
    };
    let (word, group) = words::called(argument, kind.keys(), sink)?;
    let paths = listed(kind, name, word, group, sink)?;
    no_endpoint_twice(&paths, sink);
    Some(paths)
}

fn means_endpoints(argument: &Argument) -> bool {
    argument
        .key()
        .is_some_and(|key| crate::suggest::meant(&key.to_string(), &["endpoints"]).is_some())
}

fn no_endpoints(kind: Kind, name: &Ident, at: Span, sink: &mut Sink) {
    let kind = kind.word();
    sink.push(
        at,
        "ZT0909",
        format!("{kind} `{name}` lists no endpoints"),
        "the list is all that is served: what isn't in it can't be reached, and what is in it can be reviewed",
        "name them: `endpoints(list_orders)`",
    );
}

fn listed(
    kind: Kind,
    name: &Ident,
    word: &Ident,
    group: &Group,
    sink: &mut Sink,
) -> Option<Vec<Path>> {
    let arguments = split(group.stream());
    if arguments.is_empty() {
        no_endpoints(kind, name, word.span(), sink);
        return None;
    }
    let count = arguments.len();
    let paths: Vec<Path> =
        arguments.iter().filter_map(|argument| listed_path(argument, sink)).collect();
    (paths.len() == count).then_some(paths)
}

fn listed_path(argument: &Argument, sink: &mut Sink) -> Option<Path> {
    let tokens = argument.to_token_stream();
    let path = syn::parse2::<LitStr>(tokens.clone())
        .err()
        .and_then(|_| syn::parse::Parser::parse2(Path::parse_mod_style, tokens).ok());
    if path.is_none() {
        sink.push(
            argument,
            "ZT0916",
            "this is no endpoint's name",
            "only what the compiler can find by its name can be checked for its rule",
            format!("name the function itself, as in `{}`", function_of(argument)),
        );
    }
    path
}

/// A function's name in quotes, or an example.
fn function_of(argument: &Argument) -> String {
    let text = syn::parse2::<LitStr>(argument.to_token_stream()).map(|text| text.value());
    let named = text.ok().filter(|text| syn::parse_str::<Path>(text).is_ok());
    named.unwrap_or_else(|| "endpoints(list_orders)".to_owned())
}

fn no_endpoint_twice(paths: &[Path], sink: &mut Sink) {
    let mut seen = Vec::new();
    for path in paths {
        let name = path.to_token_stream().to_string().replace(' ', "");
        if seen.contains(&name) {
            sink.push(
                path,
                "ZT0911",
                format!("`{name}` is listed twice"),
                "perhaps another endpoint was meant, and isn't served",
                format!("drop one `{name}`, or name the endpoint that you mean"),
            );
        }
        seen.push(name);
    }
}

/// A group or a service is a name for its endpoints, and nothing else.
pub(crate) fn no_unit(kind: Kind, item: &TokenStream, sink: &mut Sink) {
    let kind = kind.word();
    let why =
        "it is a name for its endpoints; what it held would be shared between requests unguarded";
    let what = format!("a {kind} that is no unit struct");
    match crate::parse::unit::name_of(item) {
        Some(name) => sink.push(&name, "ZT0906", what, why, format!("pub struct {name};")),
        None => sink.push(item, "ZT0906", what, why, "pub struct OrdersApi;"),
    }
}
