//! Resources and their policy.

use std::future::Future;
use std::pin::Pin;

use super::{Action, Id, Loading};
use crate::Store;
use crate::disclose::{AResource, EitherResourceOrView};
use crate::identity::{Identity, Tenant};

/// The future of a resource's loader.
pub type LoadFuture<'a, R> = Pin<Box<dyn Future<Output = crate::Result<Option<R>>> + 'a>>;

/// Something that people own and that requests name by id. Made by `#[derive(Resource)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no resource [ZT0402]",
    label = "not a resource",
    note = "the gate can load and authorize only what says who owns it and how it is found",
    note = "help: write above it `#[derive(Resource)] #[resource(id = .., store = .., load = .., tenancy = single)]`"
)]
pub trait Resource: EitherResourceOrView<Role = AResource> + Sized + 'static {
    /// Its id.
    type Id: Id;
    /// The store that finds it.
    type Store: Store;
    /// Its name in the audit and the manifest.
    const NAME: &'static str;
    /// Whether it belongs to a tenant, for the manifest.
    const OF_TENANT: bool;

    /// Finds it. Only the gate can call this: nobody else has a [`Loading`].
    fn load<'a>(
        store: &'a Self::Store,
        id: &'a Self::Id,
        loading: Loading<'a>,
    ) -> LoadFuture<'a, Self>;

    /// Whose it is: one tenant's, or there is only one.
    fn tenancy(&self) -> Tenancy<'_>;
}

/// Whose a resource is.
#[derive(Debug)]
pub enum Tenancy<'r> {
    /// The service has no tenants.
    Single,
    /// It belongs to this tenant; callers of others never see it.
    Of(&'r Tenant),
}

/// The policy: may this caller do `A` with this resource?
///
/// `derive(Resource)` writes the common case from `owner` and `owner_may(..)`. It is asked after the tenant was compared.
/// A panic in it is a refusal.
#[diagnostic::on_unimplemented(
    message = "nobody decided which `{Self}` a caller may `{A}` [ZT0401]",
    label = "no policy for `{A}`",
    note = "without a decision everybody who knows an id could do it (OWASP API1:2023)",
    note = "help: add it to what the owner of the resource may: `owner_may(.., {A})`",
    note = "help: or decide it: `impl Authorize<{A}> for {Self} {{ fn authorize(&self, caller: &Identity) -> Decision {{ .. }} }}`",
    note = "help: a type that is no resource yet needs `#[derive(Resource)] #[resource(id = .., store = .., load = .., tenancy = single, owner = .., owner_may({A}))]`"
)]
pub trait Authorize<A: Action>: Resource {
    /// Who wrote the policy, for the manifest. Leave it as it is.
    #[doc(hidden)]
    const DECIDES: Decides = Decides::Code;

    /// Decides. Compare whole subjects: `caller.subject() == &self.owner`.
    fn authorize(&self, caller: &Identity) -> Decision;
}

/// Who decides about an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decides {
    /// `owner_may(..)`: the owner may, and nobody else.
    Owner,
    /// Code of the service.
    Code,
}

/// What a policy answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// The caller may.
    Allow,
    /// The caller may not, and learns nothing: the answer is the same 404 as for what isn't there.
    Deny,
}

impl Decision {
    /// Allows if `fact` holds.
    pub const fn allow_if(fact: bool) -> Self {
        if fact { Self::Allow } else { Self::Deny }
    }
}

/// Says which `Outer` a resource belongs to, so that the gate can compare the two ids in one path.
#[diagnostic::on_unimplemented(
    message = "nothing ties `{Self}` to the `{Outer}` in the same path [ZT0403]",
    label = "two objects in one path",
    note = "a caller could name their own `{Outer}` and somebody else's `{Self}`",
    note = "help: impl Within<{Outer}> for {Self} {{ fn within(&self) -> &<{Outer} as Resource>::Id {{ .. }} }}"
)]
pub trait Within<Outer: Resource>: Resource {
    /// The id of the one that it belongs to.
    fn within(&self) -> &Outer::Id;
}

/// The tenant first, then the policy.
pub(crate) fn may<R: Resource + Authorize<A>, A: Action>(
    resource: &R,
    identity: &Identity,
) -> bool {
    let of_the_tenant = match resource.tenancy() {
        Tenancy::Single => true,
        Tenancy::Of(tenant) => identity.tenant() == Some(tenant),
    };
    of_the_tenant && resource.authorize(identity) == Decision::Allow
}
