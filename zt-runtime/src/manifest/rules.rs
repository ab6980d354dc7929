//! The rules of zt-core, as the document spells them.

use zt_core::contract::{self, Effective};
use zt_manifest::{
    Access, Decoy, Effect, Legacy, Limits, Method, Object, Place, Proof, Rate, RateBy, RateOrigin,
    Role, Scope, Sensitivity, Waiver,
};

use crate::object::{Action, Resource};

pub(crate) fn effect(effect: contract::Effect) -> Effect {
    match effect {
        contract::Effect::Reads => Effect::Reads,
        contract::Effect::Writes => Effect::Writes,
    }
}

pub(crate) fn waiver(waiver: &contract::Waiver) -> Waiver {
    Waiver {
        why: waiver.why.to_owned(),
        owner: waiver.owner.map(str::to_owned),
        until: waiver.until.map(|until| until.to_string()),
    }
}

/// By path.
pub(super) fn legacy(service: &contract::Outer) -> Vec<Legacy> {
    let told = |legacy: &contract::LegacyPath| Legacy {
        path: legacy.path.to_owned(),
        waiver: Waiver {
            why: legacy.why.to_owned(),
            owner: Some(legacy.owner.to_owned()),
            until: Some(legacy.until.to_string()),
        },
    };
    let mut told: Vec<_> = service.legacy.iter().map(told).collect();
    told.sort_by(|one, other| one.path.cmp(&other.path));
    told
}

pub(crate) fn object<R: Resource, A: Action>() -> Object {
    Object {
        resource: R::NAME.to_owned(),
        action: A::INFO.name.to_owned(),
        effect: effect(A::INFO.effect),
    }
}

pub(super) fn place(place: contract::Place) -> Place {
    Place { file: place.in_package.to_owned(), line: place.line, module: place.module.to_owned() }
}

pub(super) fn scope(scope: &contract::ScopeInfo) -> Scope {
    Scope {
        name: scope.name.to_owned(),
        effect: effect(scope.effect),
        sensitivity: sensitivity(scope.sensitivity),
        reason: scope.reason.to_owned(),
    }
}

const fn sensitivity(sensitivity: contract::Sensitivity) -> Sensitivity {
    match sensitivity {
        contract::Sensitivity::Ordinary => Sensitivity::Ordinary,
        contract::Sensitivity::Sensitive => Sensitivity::Sensitive,
        contract::Sensitivity::Admin => Sensitivity::Admin,
    }
}

pub(super) fn role(role: &contract::RoleInfo) -> Role {
    let mut grants: Vec<_> = role.grants.iter().map(|scope| scope.name.to_owned()).collect();
    grants.sort();
    grants.dedup();
    Role { name: role.name.to_owned(), reason: role.reason.to_owned(), grants }
}

pub(super) fn decoy(decoy: &contract::Decoy) -> Decoy {
    Decoy {
        name: decoy.name.to_owned(),
        reason: decoy.reason.to_owned(),
        place: place(decoy.place),
        path: decoy.pattern.to_owned(),
    }
}

pub(super) const fn method(method: contract::Method) -> Method {
    match method {
        contract::Method::Get => Method::Get,
        contract::Method::Head => Method::Head,
        contract::Method::Post => Method::Post,
        contract::Method::Put => Method::Put,
        contract::Method::Patch => Method::Patch,
        contract::Method::Delete => Method::Delete,
        contract::Method::Message => Method::Message,
    }
}

pub(super) fn access(access: &contract::Access) -> Access {
    match access {
        contract::Access::Scopes(clauses) => Access::Scopes(clauses.iter().map(clause).collect()),
        contract::Access::Authenticated(given) => Access::Authenticated(waiver(given)),
        contract::Access::Public(given) => Access::Public(waiver(given)),
        contract::Access::Probe => Access::Probe,
    }
}

fn clause(clause: &&'static [contract::ScopeInfo]) -> Vec<String> {
    clause.iter().map(|scope| scope.name.to_owned()).collect()
}

pub(super) fn proof(effective: &Effective) -> Proof {
    let contract::ProofRule { max_age, auth_age, acr, bound, issuer, signed, device } =
        effective.proof;
    Proof {
        max_age_ms: max_age.map(|age| age.millis()),
        auth_age_ms: auth_age.map(|age| age.millis()),
        acr: names(acr),
        bound,
        issuer: names(issuer),
        signed,
        device: names(device),
    }
}

pub(super) fn names<V>(words: &[contract::Named<V>]) -> Vec<String> {
    words.iter().map(|it| it.name.to_owned()).collect()
}

pub(super) fn limits(effective: &Effective) -> Limits {
    Limits { body_bytes: effective.limits.body.bytes(), time_ms: effective.limits.time.millis() }
}

pub(super) fn rate(effective: &Effective) -> Rate {
    let contract::RateRule { rate, by } = effective.rate;
    Rate {
        count: rate.count,
        per_ms: u64::from(rate.per.seconds()) * 1_000,
        by: match by {
            contract::RateBy::Subject => RateBy::Subject,
            contract::RateBy::Client => RateBy::Client,
            contract::RateBy::Tenant => RateBy::Tenant,
            contract::RateBy::Ip => RateBy::Ip,
        },
        origin: match effective.rate_origin {
            contract::RateOrigin::Endpoint => RateOrigin::Endpoint,
            contract::RateOrigin::Group => RateOrigin::Group,
            contract::RateOrigin::Service => RateOrigin::Service,
            contract::RateOrigin::Default => RateOrigin::Default,
        },
    }
}
