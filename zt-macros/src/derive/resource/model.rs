//! What a resource says.

use syn::{Ident, Path, Type};

use crate::paths::Runtime;

/// What could be read so far: after a mistake, the stub is made of it.
pub(super) struct Draft {
    pub(super) runtime: Runtime,
    pub(super) id: Option<Type>,
    pub(super) store: Option<Type>,
    pub(super) load: Option<Path>,
    pub(super) tenancy: Option<Tenancy>,
    pub(super) policy: Policy,
}

/// A resource without a hole.
pub(super) struct Resource<'d> {
    pub(super) id: &'d Type,
    pub(super) store: &'d Type,
    pub(super) load: &'d Path,
    pub(super) tenancy: &'d Tenancy,
    pub(super) policy: &'d Policy,
}

pub(super) enum Tenancy {
    Single,
    Field(Ident),
}

/// Who may do what, as far as the derive writes it.
pub(super) enum Policy {
    /// Written by hand: `impl Authorize<A> for ..`.
    Elsewhere,
    Owner {
        field: Ident,
        may: Vec<Type>,
    },
}

impl Draft {
    pub(super) fn complete(&self) -> Option<Resource<'_>> {
        Some(Resource {
            id: self.id.as_ref()?,
            store: self.store.as_ref()?,
            load: self.load.as_ref()?,
            tenancy: self.tenancy.as_ref()?,
            policy: &self.policy,
        })
    }
}
