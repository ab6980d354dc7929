//! From a manifest to facts: what about whom, and the one text that says it.

use std::collections::BTreeMap;
use std::fmt;

use zt_manifest::{
    Binding, Endpoint, Manifest, Method, Proof, Resource, Role, Store, Tenancy, Waiver,
};

use super::fields::{flatten, shown};
use super::values::{
    Access, Answer, AnyOf, Binding as Bound, Length, Millis, Rate, core_stage, effect_word,
    sensitivity_word,
};

/// What the facts `bound` and `signed` say where they are there.
pub(super) const NEEDED: &str = "needed";

/// The segment of what says none. It is no fact, so that a lock from before there were others still holds.
pub(super) const MAIN: &str = zt_core::grammar::segment_name::MAIN;

/// What a role's fact of a scope says.
pub(super) const GRANTED: &str = "granted";

/// What a fact is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Service,
    Configuration,
    /// `POST /orders/{order}/cancel`
    Endpoint(String),
    Scope(String),
    Role(String),
    Resource(String),
    Store(String),
}

/// Each fact's key and text.
pub(crate) type Aspects = BTreeMap<String, String>;

/// All facts of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facts(pub(crate) BTreeMap<Subject, Aspects>);

impl Facts {
    pub(crate) fn of(&self, subject: &Subject) -> Option<&Aspects> {
        self.0.get(subject)
    }
}

impl Subject {
    /// The kind alone.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Configuration => "configuration",
            Self::Endpoint(_) => "endpoint",
            Self::Scope(_) => "scope",
            Self::Role(_) => "role",
            Self::Resource(_) => "resource",
            Self::Store(_) => "store",
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service => f.write_str("service"),
            Self::Configuration => f.write_str("configuration"),
            Self::Endpoint(name)
            | Self::Scope(name)
            | Self::Role(name)
            | Self::Resource(name)
            | Self::Store(name) => f.write_str(name),
        }
    }
}

/// All facts of a service: `configuration` are those of its `zt.toml`.
pub(crate) fn facts(manifest: &Manifest, configuration: Aspects) -> Facts {
    let mut facts = BTreeMap::new();
    facts.insert(Subject::Service, service(manifest));
    facts.insert(Subject::Configuration, configuration);
    for it in &manifest.endpoints {
        facts.insert(Subject::Endpoint(route(it)), endpoint(it));
    }
    for it in &manifest.scopes {
        let mut scope = Aspects::new();
        put(&mut scope, "why", &it.reason);
        put(&mut scope, "effect", effect_word(it.effect));
        put(&mut scope, "sensitivity", sensitivity_word(it.sensitivity));
        facts.insert(Subject::Scope(it.name.clone()), scope);
    }
    facts.extend(manifest.roles.iter().map(|it| (Subject::Role(it.name.clone()), role(it))));
    facts.extend(
        manifest.resources.iter().map(|it| (Subject::Resource(it.name.clone()), resource(it))),
    );
    facts.extend(manifest.stores.iter().map(|it| (Subject::Store(it.name.clone()), store(it))));
    Facts(facts)
}

/// `POST /orders/{order}/cancel`
pub(crate) fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", method(endpoint.method), endpoint.path)
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
        Method::Message => "MESSAGE",
    }
}

fn service(manifest: &Manifest) -> Aspects {
    let mut aspects = Aspects::new();
    put(&mut aspects, "name", &manifest.service.name);
    put(&mut aspects, "why", &manifest.service.reason);
    for it in &manifest.service.legacy {
        waiver(&mut aspects, &format!("legacy.{}", it.path), &it.waiver);
    }
    if let Some(floor) = manifest.service.floor {
        put(&mut aspects, "stage", core_stage(floor).as_str());
    }
    for decoy in &manifest.decoys {
        put(&mut aspects, &format!("decoy.{}", decoy.path), &decoy.reason);
    }
    aspects
}

fn endpoint(endpoint: &Endpoint) -> Aspects {
    let mut aspects = Aspects::new();
    put(&mut aspects, "why", &endpoint.reason);
    put(&mut aspects, "handler", &endpoint.name);
    if let Some(group) = &endpoint.group {
        put(&mut aspects, "group", group);
    }
    if endpoint.segment != MAIN {
        put(&mut aspects, "segment", &endpoint.segment);
    }
    put(&mut aspects, "access", Access::of(&endpoint.access));
    if let zt_manifest::Access::Authenticated(it) | zt_manifest::Access::Public(it) =
        &endpoint.access
    {
        waiver(&mut aspects, "waiver", it);
    }
    put(&mut aspects, "effect", effect_word(endpoint.effect));
    proof(&endpoint.proof, &mut aspects);
    if let Some(any_of) = AnyOf::of(&endpoint.network) {
        put(&mut aspects, "network", any_of);
    }
    put(&mut aspects, "rate", Rate(endpoint.rate.clone()));
    put(&mut aspects, "largest_body", Length(endpoint.limits.body_bytes).text());
    put(&mut aspects, "time", Millis(endpoint.limits.time_ms).text());
    for parameter in &endpoint.parameters {
        put(&mut aspects, &format!("parameter.{}", parameter.name), Bound::of(&parameter.binding));
        if let Binding::Open { waiver: it, .. } = &parameter.binding {
            waiver(&mut aspects, &format!("open.{}", parameter.name), it);
        }
    }
    input(endpoint, &mut aspects);
    put(&mut aspects, "answer", Answer::of(&endpoint.answer));
    if let zt_manifest::Answer::View { shows, .. } | zt_manifest::Answer::Stream { shows, .. } =
        &endpoint.answer
    {
        shown("shows", shows, &mut aspects);
    }
    if let zt_manifest::Answer::Stream { recheck_ms, .. } = &endpoint.answer {
        put(&mut aspects, "recheck", Millis(*recheck_ms).text());
    }
    for store in &endpoint.stores {
        put(&mut aspects, &format!("store.{store}"), "reached");
    }
    onward(endpoint, &mut aspects);
    aspects
}

fn proof(proof: &Proof, aspects: &mut Aspects) {
    for (key, millis) in [("max_age", proof.max_age_ms), ("auth_age", proof.auth_age_ms)] {
        if let Some(millis) = millis {
            put(aspects, key, Millis(millis).text());
        }
    }
    for (key, words) in [("acr", &proof.acr), ("issuer", &proof.issuer), ("device", &proof.device)]
    {
        if let Some(any_of) = AnyOf::of(words) {
            put(aspects, key, any_of);
        }
    }
    for (key, is_needed) in [("bound", proof.bound), ("signed", proof.signed)] {
        if is_needed {
            put(aspects, key, NEEDED);
        }
    }
}

fn input(endpoint: &Endpoint, aspects: &mut Aspects) {
    if let Some(fields) = &endpoint.query {
        flatten("query", fields, aspects);
    }
    if let Some(body) = &endpoint.body {
        put(aspects, "body", &body.media);
        flatten("body", &body.fields, aspects);
        for media in &body.file {
            put(aspects, &format!("file.{media}"), "taken");
        }
    }
    for header in &endpoint.headers {
        put(aspects, &format!("header.{header}"), "read");
    }
}

/// Where the handler can go with its caller's power.
fn onward(endpoint: &Endpoint, aspects: &mut Aspects) {
    for service in &endpoint.onward {
        put(aspects, &format!("onward.{service}"), "called");
    }
}

/// Each scope by itself: a role grown is what it grew by.
fn role(role: &Role) -> Aspects {
    let mut aspects = Aspects::new();
    put(&mut aspects, "why", &role.reason);
    for scope in &role.grants {
        put(&mut aspects, &format!("grants.{scope}"), GRANTED);
    }
    aspects
}

fn resource(resource: &Resource) -> Aspects {
    let mut aspects = Aspects::new();
    put(&mut aspects, "id", &resource.id);
    put(&mut aspects, "store", &resource.store);
    put(
        &mut aspects,
        "tenancy",
        match resource.tenancy {
            Tenancy::Single => "single",
            Tenancy::OneTenants => "one tenant's",
        },
    );
    for policy in &resource.actions {
        let decider = if policy.owner_only { "its owner only" } else { "code decides" };
        put(&mut aspects, &format!("action.{}", policy.action), decider);
        put(&mut aspects, &format!("effect.{}", policy.action), effect_word(policy.effect));
    }
    aspects
}

fn store(store: &Store) -> Aspects {
    let mut aspects = Aspects::new();
    if let Some(segments) = AnyOf::of(&store.segments).filter(|_| store.segments != [MAIN]) {
        put(&mut aspects, "segment", segments);
    }
    if let Some(it) = &store.shared {
        waiver(&mut aspects, "shared", it);
    }
    for it in &store.unproved {
        waiver(&mut aspects, &format!("unproved.{}", it.method), &it.waiver);
    }
    aspects
}

/// `<key>.why`, which is always there, `<key>.owner`, `<key>.until`.
fn waiver(aspects: &mut Aspects, key: &str, waiver: &Waiver) {
    put(aspects, &format!("{key}.why"), &waiver.why);
    if let Some(owner) = &waiver.owner {
        put(aspects, &format!("{key}.owner"), owner);
    }
    if let Some(until) = &waiver.until {
        put(aspects, &format!("{key}.until"), until);
    }
}

fn put(aspects: &mut Aspects, key: &str, value: impl fmt::Display) {
    aspects.insert(key.to_owned(), value.to_string());
}
