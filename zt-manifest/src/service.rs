//! The whole document.

use serde::{Deserialize, Serialize};

use crate::{Effect, Endpoint, Reached, Stage, Waiver};

/// Every effective contract of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the form: [`VERSION`](crate::VERSION).
    pub zt_manifest: u32,
    /// The service.
    pub service: Service,
    /// By path, then method.
    pub endpoints: Vec<Endpoint>,
    /// Every scope that an endpoint or a field of one asks for, or that a role grants, by name.
    pub scopes: Vec<Scope>,
    /// Every role that the service knows, by name.
    pub roles: Vec<Role>,
    /// Every way to log in that an endpoint's `proof` names, by name.
    pub acrs: Vec<Word>,
    /// Every issuer that an endpoint's `proof` names, by name.
    pub issuers: Vec<Word>,
    /// Every device that an endpoint's `proof` names, by name.
    pub devices: Vec<Word>,
    /// Every network that an endpoint may be called from, by name.
    pub networks: Vec<Word>,
    /// Every segment that an endpoint belongs to, by name.
    pub segments: Vec<Word>,
    /// Every resource that an endpoint takes or shows, by name.
    pub resources: Vec<Resource>,
    /// Every store that an endpoint can reach, by name.
    pub stores: Vec<Store>,
    /// Every service that an endpoint calls for its caller, by name.
    pub onward: Vec<NextService>,
    /// Every path that answers nobody and notices who asks, by path.
    pub decoys: Vec<Decoy>,
}

/// A path that nobody has a reason to ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decoy {
    /// The type's name.
    pub name: String,
    /// Whom it is laid for.
    pub reason: String,
    /// Where its annotation stands.
    pub place: Place,
    /// The path pattern.
    pub path: String,
}

/// The service itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The type's name.
    pub name: String,
    /// What it is for.
    pub reason: String,
    /// Where its annotation stands.
    pub place: Place,
    /// What an application beside it still answers, by path.
    pub legacy: Vec<Legacy>,
    /// The stage below which nothing of it may be; `null` where it says none.
    pub floor: Option<Stage>,
    /// The stage that its contracts reach: that of its weakest endpoint.
    pub stage: Reached,
}

/// A path, with all below it, that goes on to an application without any rule of zt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Legacy {
    /// The path.
    pub path: String,
    /// Why it stands for a while; owner and day are always there.
    pub waiver: Waiver,
}

/// Where something stands in the source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The file, from the root of its package, with `/`.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The module's path.
    pub module: String,
}

/// A declared scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Its name in a token.
    pub name: String,
    /// What it lets its holder do.
    pub effect: Effect,
    /// How much harm it does in the wrong hands.
    pub sensitivity: Sensitivity,
    /// What it is for.
    pub reason: String,
}

/// A declared role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its name in a token.
    pub name: String,
    /// What it is for.
    pub reason: String,
    /// The scopes that its holders hold by it, by their names.
    pub grants: Vec<String>,
}

/// How much harm a scope does in the wrong hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// No more than others.
    Ordinary,
    /// It shows what not everybody who reads may see.
    Sensitive,
    /// It rules over others.
    Admin,
}

/// A declared word: a way to log in, an issuer, a device, a network, a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Its name: in a token, or of an issuer or a segment in the configuration.
    pub name: String,
    /// What it stands for.
    pub reason: String,
}

/// Something that people own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The type's name.
    pub name: String,
    /// The id's type.
    pub id: String,
    /// The store that finds it.
    pub store: String,
    /// Whose it is.
    pub tenancy: Tenancy,
    /// What the service asks of it, and who decides; by action.
    pub actions: Vec<Policy>,
}

/// Whose a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tenancy {
    /// The service has no tenants.
    Single,
    /// It belongs to one tenant, compared before the policy is asked.
    OneTenants,
}

/// Who decides about an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The action.
    pub action: String,
    /// What it does.
    pub effect: Effect,
    /// `true`: its owner may, and nobody else. `false`: code of the service decides.
    pub owner_only: bool,
}

/// A store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// The type's name.
    pub name: String,
    /// The segments whose endpoints can reach it, by name.
    pub segments: Vec<String>,
    /// Why several share it; `null` where it is one segment's own.
    pub shared: Option<Waiver>,
    /// Methods that take no proof, by name.
    pub unproved: Vec<Unproved>,
}

/// A method of a store that takes no proof, by waiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unproved {
    /// The method.
    pub method: String,
    /// Why that is harmless.
    pub waiver: Waiver,
}

/// A service that is called for a caller, with a token of the caller's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextService {
    /// Its name in the configuration.
    pub name: String,
    /// What it is called for.
    pub reason: String,
}
