//! An endpoint's annotation and function, checked together.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::{FnArg, LitStr, PatType, ReturnType};
use zt_core::contract::Method;
use zt_core::grammar::Pattern;

use super::access::Subject;
use super::{
    access, binding, doc, limits, message, open, path, rate, roles, signature, stage, stream,
    types, words,
};
use crate::diag::Sink;
use crate::keys::{self, Key};
use crate::model::{Access, Binding, Endpoint, Handler, OpenParam, Shared, Stream, Target};
use crate::parse::arguments::{Argument, split};
use crate::parse::function::{Function, conditions};
use crate::paths::Runtime;

/// What the annotation says, each part on its own: one broken part doesn't hide the others.
struct Annotation {
    runtime: Runtime,
    path: Option<LitStr>,
    pattern: Option<Pattern>,
    target: Option<Target>,
    access: Option<Access>,
    open: Option<Vec<OpenParam>>,
    asks: bool,
    shared: Option<Shared>,
    /// `None` after a mistake.
    stream: Option<Option<Stream>>,
}

/// Checks both; the runtime is known in any case, for the stubs.
pub(crate) fn endpoint(
    method: Method,
    rules: TokenStream,
    function: &Function,
    sink: &mut Sink,
) -> (Runtime, Option<Endpoint>) {
    let annotation = annotation(method, rules, function, sink);
    let runtime = annotation.runtime.clone();
    let reason = doc::reason("endpoint", &function.signature.ident, &function.attributes, sink);
    let handler = handler(function, &annotation, sink);
    let endpoint = assemble(method, annotation, reason, handler);
    (runtime, endpoint.filter(|_| sink.is_empty()))
}

fn assemble(
    method: Method,
    annotation: Annotation,
    reason: Option<String>,
    handler: Option<Handler>,
) -> Option<Endpoint> {
    Some(Endpoint {
        method,
        target: annotation.target?,
        reason: reason?,
        access: annotation.access?,
        open: annotation.open?,
        asks: annotation.asks,
        shared: annotation.shared?,
        stream: annotation.stream?,
        handler: handler?,
    })
}

fn annotation(
    method: Method,
    rules: TokenStream,
    function: &Function,
    sink: &mut Sink,
) -> Annotation {
    let mut written = split(rules);
    let path = path::take(&mut written);
    let named = Named::read(method, path.as_ref(), &mut written, sink);
    let keys = keys_of(method);
    let written = stage::without(written, "an endpoint", sink);
    let several = ["open", "scopes", "authenticated", "public"];
    let known = roles::refused(written.clone(), "endpoint", sink);
    let known = words::known(known, keys, &several, sink);
    let name = &function.signature.ident;
    let access = access::access(&named.subject(method, name), &written, &known, sink);
    let annotation = Annotation {
        runtime: words::runtime(&known, keys, sink),
        open: open::params(&known, named.pattern(), sink),
        asks: asks(method, &known, sink),
        shared: limits::shared(&known, keys, sink),
        stream: stream::stream(method, &known, sink),
        pattern: named.pattern().cloned(),
        target: named.target(name, &written, &known, sink),
        path,
        access,
    };
    together(method, &annotation, sink);
    annotation
}

/// What an annotation begins with; `None` after a mistake.
enum Named {
    Path(Option<Pattern>),
    Message(Option<String>),
}

impl Named {
    fn read(
        method: Method,
        first: Option<&LitStr>,
        written: &mut Vec<Argument>,
        sink: &mut Sink,
    ) -> Self {
        match method {
            Method::Message => Self::Message(message::name(first, written, sink)),
            _ => Self::Path(path::pattern(method, first, written, sink)),
        }
    }

    const fn pattern(&self) -> Option<&Pattern> {
        match self {
            Self::Path(pattern) => pattern.as_ref(),
            Self::Message(_) => None,
        }
    }

    fn subject<'a>(&'a self, method: Method, name: &'a Ident) -> Subject<'a> {
        let message = match self {
            Self::Message(name) => name.as_deref(),
            Self::Path(_) => None,
        };
        Subject { method, message, pattern: self.pattern(), name }
    }

    fn target(
        self,
        handler: &Ident,
        written: &[Argument],
        known: &[Argument],
        sink: &mut Sink,
    ) -> Option<Target> {
        match self {
            Self::Path(pattern) => pattern.map(|pattern| Target::Path {
                params: pattern.params().map(ToOwned::to_owned).collect(),
                pattern: pattern.as_str().to_owned(),
            }),
            Self::Message(name) => {
                let socket = message::socket(handler, written, known, sink);
                Some(Target::Message { name: name?, socket: socket? })
            }
        }
    }
}

const fn keys_of(method: Method) -> &'static [Key] {
    match method {
        Method::Message => keys::MESSAGE,
        _ => keys::ENDPOINT,
    }
}

fn asks(method: Method, known: &[Argument], sink: &mut Sink) -> bool {
    let Some(reads) = words::first(known, "reads") else { return false };
    if !matches!(reads, Argument::Word(_)) {
        words::wrong_shape(reads, keys_of(method), sink);
    } else if !matches!(method, Method::Post | Method::Message) {
        let name = method.as_str();
        let (what, why) = match method {
            Method::Get | Method::Head => {
                ("always only asks", "a rule without effect lies to its reader")
            }
            _ => (
                "always changes something",
                "caches and proxies repeat what they believe to be a question",
            ),
        };
        let help = "drop `reads`, or make the endpoint a POST: `#[zt::post(.., reads)]`";
        sink.push(reads, "ZT0119", format!("`reads` on {name}, which {what}"), why, help);
    }
    true
}

/// Rules that don't go together.
fn together(method: Method, annotation: &Annotation, sink: &mut Sink) {
    let Some(shared) = &annotation.shared else { return };
    if !method.takes_a_body() {
        limits::body_where_none_is_read(method.as_str(), &shared.limits, sink);
    }
    let Some(access) = &annotation.access else { return };
    if let Some(Some(rule)) = annotation.stream.as_ref().filter(|_| !access.identifies()) {
        stream::nobody_to_ask_again(rule, sink);
    }
    if !access.identifies() {
        if let Some(proof) = &shared.proof {
            access::credential_rule_without_caller("proof", proof.word, sink);
        }
        if !shared.network.is_empty() {
            access::network_without_caller(&shared.network, sink);
        }
        if let Some(rule) = &shared.rate {
            rate::counts_whom_nobody_knows(rule, sink);
        }
    }
    if let Access::Probe { word } = access {
        probe(method, annotation.pattern.as_ref(), *word, sink);
    }
}

fn probe(method: Method, pattern: Option<&Pattern>, at: Span, sink: &mut Sink) {
    let why = "a probe answers anyone, so it may say that the service lives and nothing else";
    let help = "#[zt::get(\"/health\", public(probe))]";
    if method != Method::Get {
        sink.push(at, "ZT0120", format!("a probe that is {}", method.as_str()), why, help);
    } else if let Some(param) = pattern.and_then(|pattern| pattern.params().next()) {
        sink.push(
            at,
            "ZT0120",
            format!("a probe with the path parameter `{{{param}}}`"),
            why,
            help,
        );
    }
}

fn handler(function: &Function, annotation: &Annotation, sink: &mut Sink) -> Option<Handler> {
    let signature = &function.signature;
    signature::head(signature, sink);
    let written: Vec<&PatType> = signature.inputs.iter().filter_map(typed).collect();
    let bindings: Vec<_> =
        written.iter().map(|it| signature::argument(&signature.ident, it, sink)).collect();
    signature::one_body(&written, sink);
    if let (Some(path), Some(pattern)) = (&annotation.path, &annotation.pattern) {
        let params: Vec<_> = pattern.params().map(ToOwned::to_owned).collect();
        binding::params(path, &params, &names(&written), sink);
    }
    Some(Handler {
        name: signature.ident.clone(),
        docs: doc::lines(&function.attributes),
        conditions: conditions(&function.attributes).into_iter().cloned().collect(),
        arguments: bindings.into_iter().collect::<Option<Vec<Binding>>>()?,
        answer: match &signature.output {
            ReturnType::Type(_, answer) => types::first_span(answer),
            ReturnType::Default => signature.ident.span(),
        },
    })
}

fn typed(argument: &FnArg) -> Option<&PatType> {
    match argument {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    }
}

fn names(arguments: &[&PatType]) -> Vec<(String, Span)> {
    let names = arguments.iter().filter_map(|argument| match &*argument.pat {
        syn::Pat::Ident(name) => Some((name.ident.unraw().to_string(), name.ident.span())),
        _ => None,
    });
    names.collect()
}
