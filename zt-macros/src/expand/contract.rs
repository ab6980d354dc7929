//! Contracts as data.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Ident, Path};
use zt_core::contract::Method;
use zt_core::grammar::{Date, Period, Rate, Size, Span as Duration};
use zt_core::stage::Stage;

use super::package;
use crate::model::{
    Access, By, Endpoint, LegacyPath, Limits, Outer, Proof, RateRule, Stream, Target, Waiver,
};
use crate::paths::{Runtime, at_user};

/// The contract of an endpoint; `clauses` are its scopes.
pub(crate) fn endpoint(runtime: &Runtime, model: &Endpoint, clauses: &TokenStream) -> TokenStream {
    let contract = runtime.private("Contract");
    let (name, reason) = (plain(&model.handler.name), &model.reason);
    let (place, method) = (place(runtime), method(runtime, model.method));
    let (params, asks) = (model.params(), model.asks);
    let access = access(runtime, &model.access, clauses);
    let open = open(runtime, model);
    let shared = &model.shared;
    let proof = proof(runtime, shared.proof.as_ref());
    let network = network(runtime, &shared.network);
    let rate =
        optional(shared.rate.as_ref().map(|rule| rate(runtime, rule, !model.access.identifies())));
    let limits = limits(runtime, &shared.limits);
    let Targeted { pattern, segment, message } = targeted(runtime, model);
    let stream = stream(runtime, model.stream.as_ref());
    quote_spanned! {Span::mixed_site()=>
        #contract {
            name: #name,
            reason: #reason,
            place: #place,
            method: #method,
            pattern: #pattern,
            access: #access,
            asks: #asks,
            open: #open,
            params: &[#(#params),*],
            proof: #proof,
            network: #network,
            rate: #rate,
            limits: #limits,
            segment: #segment,
            stream: #stream,
            message: #message,
        }
    }
}

/// Where it stands. What a message doesn't say itself, its socket does.
struct Targeted {
    pattern: TokenStream,
    segment: TokenStream,
    message: TokenStream,
}

fn targeted(runtime: &Runtime, model: &Endpoint) -> Targeted {
    match &model.target {
        Target::Path { pattern, .. } => Targeted {
            pattern: quote!(#pattern),
            segment: segment(runtime, model.shared.segment.as_ref()),
            message: optional(None),
        },
        Target::Message { name, .. } => {
            let rule = runtime.private("MessageRule");
            let message =
                quote_spanned!(Span::mixed_site()=> #rule { name: #name, socket: SOCKET });
            Targeted {
                pattern: quote_spanned!(Span::mixed_site()=> SOCKET.pattern),
                segment: quote_spanned!(Span::mixed_site()=> SOCKET.segment),
                message: optional(Some(message)),
            }
        }
    }
}

/// What a group or a service says for all of its endpoints.
pub(crate) fn outer(runtime: &Runtime, model: &Outer) -> TokenStream {
    let outer = runtime.private("Outer");
    let (name, reason, prefix) = (plain(&model.name), &model.reason, &model.prefix);
    let place = place(runtime);
    let proof = proof(runtime, model.shared.proof.as_ref());
    let network = network(runtime, &model.shared.network);
    let rate = optional(model.shared.rate.as_ref().map(|rule| rate(runtime, rule, false)));
    let limits = limits(runtime, &model.shared.limits);
    let segment = segment(runtime, model.shared.segment.as_ref());
    let legacy = model.legacy.iter().map(|it| legacy(runtime, it));
    let stage = optional(model.stage.map(|(floor, _)| stage(runtime, floor)));
    quote_spanned! {Span::mixed_site()=>
        #outer {
            name: #name,
            reason: #reason,
            prefix: #prefix,
            place: #place,
            proof: #proof,
            network: #network,
            rate: #rate,
            limits: #limits,
            segment: #segment,
            legacy: &[#(#legacy),*],
            stage: #stage,
        }
    }
}

fn legacy(runtime: &Runtime, model: &LegacyPath) -> TokenStream {
    let legacy = runtime.private("LegacyPath");
    let LegacyPath { path, why, owner, until, .. } = model;
    let until = date(runtime, *until);
    quote_spanned! {Span::mixed_site()=>
        #legacy { path: #path, why: #why, owner: #owner, until: #until }
    }
}

fn stage(runtime: &Runtime, stage: Stage) -> TokenStream {
    let stages = runtime.private("Stage");
    let name = match stage {
        Stage::Traditional => "Traditional",
        Stage::Initial => "Initial",
        Stage::Advanced => "Advanced",
        Stage::Optimal => "Optimal",
    };
    let name = Ident::new(name, Span::mixed_site());
    quote_spanned!(Span::mixed_site()=> #stages::#name)
}

/// A name without `r#`.
fn plain(name: &Ident) -> String {
    syn::ext::IdentExt::unraw(name).to_string()
}

/// Where the annotation stands.
pub(crate) fn place(runtime: &Runtime) -> TokenStream {
    let place = runtime.private("Place");
    let in_package = match package::file() {
        Some(file) => quote!(#file),
        None => quote_spanned!(Span::mixed_site()=> ::core::file!()),
    };
    quote_spanned! {Span::mixed_site()=>
        #place {
            file: ::core::file!(),
            in_package: #in_package,
            line: ::core::line!(),
            module: ::core::module_path!(),
        }
    }
}

pub(crate) fn method(runtime: &Runtime, method: Method) -> TokenStream {
    let methods = runtime.private("Method");
    let name = match method {
        Method::Get => "Get",
        Method::Head => "Head",
        Method::Post => "Post",
        Method::Put => "Put",
        Method::Patch => "Patch",
        Method::Delete => "Delete",
        Method::Message => "Message",
    };
    let name = Ident::new(name, Span::mixed_site());
    quote!(#methods::#name)
}

fn access(runtime: &Runtime, access: &Access, clauses: &TokenStream) -> TokenStream {
    let accesses = runtime.private("Access");
    match access {
        Access::Scopes { .. } => quote!(#accesses::Scopes(#clauses)),
        Access::Authenticated(given) => {
            let given = waiver(runtime, given);
            quote!(#accesses::Authenticated(#given))
        }
        Access::Public(given) => {
            let given = waiver(runtime, given);
            quote!(#accesses::Public(#given))
        }
        Access::Probe { .. } => quote!(#accesses::Probe),
    }
}

pub(crate) fn waiver(runtime: &Runtime, given: &Waiver) -> TokenStream {
    let waiver = runtime.private("Waiver");
    let why = &given.why;
    let owner = optional(given.owner.as_ref().map(|owner| quote!(#owner)));
    let until = optional(given.until.map(|until| date(runtime, until)));
    quote_spanned!(Span::mixed_site()=> #waiver { why: #why, owner: #owner, until: #until })
}

fn open(runtime: &Runtime, model: &Endpoint) -> TokenStream {
    let open_param = runtime.private("OpenParam");
    let params = model.open.iter().map(|open| {
        let (name, waiver) = (&open.name, waiver(runtime, &open.waiver));
        quote_spanned!(Span::mixed_site()=> #open_param { name: #name, waiver: #waiver })
    });
    quote!(&[#(#params),*])
}

/// Only what is said, so that a thousand endpoints don't spell out what none of them says.
fn proof(runtime: &Runtime, proof: Option<&Proof>) -> TokenStream {
    let rule = runtime.private("ProofRule");
    let Some(proof) = proof else { return quote_spanned!(Span::mixed_site()=> #rule::NONE) };
    let age = |age: Option<Duration>| age.map(|age| optional(Some(duration(runtime, age))));
    let flag = |said: bool| said.then(|| quote_spanned!(Span::mixed_site()=> true));
    let said = [
        ("max_age", age(proof.max_age)),
        ("auth_age", age(proof.auth_age)),
        ("acr", listed(runtime, "Acr", &proof.acr)),
        ("bound", flag(proof.bound)),
        ("issuer", listed(runtime, "Issuer", &proof.issuer)),
        ("signed", flag(proof.signed)),
        ("device", listed(runtime, "Device", &proof.device)),
    ];
    // Where all is said, clippy finds that the rest of nothing is nothing.
    let rest = said.iter().any(|(_, value)| value.is_none());
    let rest = rest.then(|| quote_spanned!(Span::mixed_site()=> ..#rule::NONE));
    let fields = said.into_iter().filter_map(|(name, value)| {
        let (name, value) = (Ident::new(name, Span::mixed_site()), value?);
        Some(quote_spanned!(Span::mixed_site()=> #name: #value,))
    });
    quote_spanned!(Span::mixed_site()=> #rule { #(#fields)* #rest })
}

/// The words that these types are in the vocabulary of a trait.
fn listed(runtime: &Runtime, vocabulary: &str, types: &[Path]) -> Option<TokenStream> {
    let words = types.iter().map(|path| {
        let vocabulary = runtime.public_at(vocabulary, path.span());
        quote_spanned!(at_user(path.span())=> <#path as #vocabulary>::INFO)
    });
    (!types.is_empty()).then(|| quote_spanned!(Span::mixed_site()=> &[#(#words),*]))
}

fn network(runtime: &Runtime, types: &[Path]) -> TokenStream {
    listed(runtime, "Network", types).unwrap_or_else(|| quote!(&[]))
}

fn segment(runtime: &Runtime, segment: Option<&Path>) -> TokenStream {
    optional(segment.map(|path| segment_info(runtime, path)))
}

/// What `derive(Segment)` says of this type.
pub(crate) fn segment_info(runtime: &Runtime, path: &Path) -> TokenStream {
    let segment = runtime.public_at("Segment", path.span());
    quote_spanned!(at_user(path.span())=> <#path as #segment>::INFO)
}

fn limits(runtime: &Runtime, limits: &Limits) -> TokenStream {
    let rule = runtime.private("LimitsRule");
    let body = optional(limits.body.map(|(body, _)| size(runtime, body)));
    let time = optional(limits.time.map(|time| duration(runtime, time)));
    quote_spanned!(Span::mixed_site()=> #rule { body: #body, time: #time })
}

/// `None` where the answer comes whole.
pub(crate) fn stream(runtime: &Runtime, stream: Option<&Stream>) -> TokenStream {
    optional(stream.map(|stream| {
        let rule = runtime.private("StreamRule");
        let recheck = optional(stream.recheck.map(|recheck| duration(runtime, recheck)));
        let socket = stream.socket;
        quote_spanned!(Span::mixed_site()=> #rule { recheck: #recheck, socket: #socket })
    }))
}

/// Without `by` a caller has an allowance of its own; where nobody is known, an address.
fn rate(runtime: &Runtime, rule: &RateRule, nobody_is_known: bool) -> TokenStream {
    let otherwise = if nobody_is_known { By::Ip } else { By::Subject };
    let by = rule.by.map_or(otherwise, |(by, _)| by);
    let (rate_rule, rate_by) = (runtime.private("RateRule"), runtime.private("RateBy"));
    let rate = rate_value(runtime, rule.rate);
    let by = format_ident!("{by:?}", span = Span::mixed_site());
    quote_spanned!(Span::mixed_site()=> #rate_rule { rate: #rate, by: #rate_by::#by })
}

/// The fields of a group or a service that says nothing of them.
pub(crate) fn no_shared_rules(runtime: &Runtime) -> TokenStream {
    let proof = proof(runtime, None);
    let (rate, limits, nothing) =
        (optional(None), limits(runtime, &Limits::default()), optional(None));
    quote_spanned! {Span::mixed_site()=>
        proof: #proof,
        network: &[],
        rate: #rate,
        limits: #limits,
        segment: #nothing,
        stage: #nothing,
    }
}

/// The fields of an endpoint that asks for so much that nothing around it, and no stage, asks for more.
pub(crate) fn strictest_rules(runtime: &Runtime) -> TokenStream {
    let (rule, moment) =
        (runtime.private("ProofRule"), duration(runtime, Duration::from_millis(0)));
    let age = optional(Some(moment));
    let (rate, limits) = (optional(None), limits(runtime, &Limits::default()));
    let segment = optional(None);
    quote_spanned! {Span::mixed_site()=>
        proof: #rule { max_age: #age, bound: true, ..#rule::NONE },
        network: &[],
        rate: #rate,
        limits: #limits,
        segment: #segment,
    }
}

fn rate_value(runtime: &Runtime, value: Rate) -> TokenStream {
    let (rate, period) = (runtime.private("Rate"), runtime.private("Period"));
    let name = match value.per {
        Period::Second => "Second",
        Period::Minute => "Minute",
        Period::Hour => "Hour",
        Period::Day => "Day",
    };
    let (count, name) = (value.count, Ident::new(name, Span::mixed_site()));
    quote_spanned!(Span::mixed_site()=> #rate::new(#count, #period::#name))
}

fn duration(runtime: &Runtime, value: Duration) -> TokenStream {
    let (span, millis) = (runtime.private("Span"), value.millis());
    quote_spanned!(Span::mixed_site()=> #span::from_millis(#millis))
}

fn size(runtime: &Runtime, value: Size) -> TokenStream {
    let (size, bytes) = (runtime.private("Size"), value.bytes());
    quote_spanned!(Span::mixed_site()=> #size::from_bytes(#bytes))
}

fn date(runtime: &Runtime, value: Date) -> TokenStream {
    let date = runtime.private("Date");
    let (year, month, day) = (value.year(), value.month(), value.day());
    quote_spanned!(Span::mixed_site()=> #date::from_ymd(#year, #month, #day))
}

/// `Some(..)` or `None`, by their full names.
pub(crate) fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote_spanned!(Span::mixed_site()=> ::core::option::Option::Some(#value)),
        None => quote_spanned!(Span::mixed_site()=> ::core::option::Option::None),
    }
}
