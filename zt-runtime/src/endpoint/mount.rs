//! What a service lists: endpoints, and groups of them.

use std::future::Future;
use std::pin::Pin;

use zt_core::contract::{Contract, Mount, Reached};

use super::Cx;
use crate::reply::Response;

/// The future of one call of a handler.
pub type CallFuture<'r> = Pin<Box<dyn Future<Output = Response> + 'r>>;

/// A handler with its rule. Emitted by `#[zt::get(..)]` and its sisters; nothing else is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no guarded endpoint [ZT0901]",
    label = "this function has no access rule",
    note = "a handler without a rule would answer anybody",
    note = "help: write above the function `#[zt::get(\"/path\", scopes(OrdersRead))]`",
    note = "help: a group is listed by a service: `#[zt::service(endpoints({Self}))]`"
)]
pub trait Endpoint: 'static {
    /// The rule, as checked by the compiler and enforced at run time: there is no second table (B-09).
    const CONTRACT: &'static Contract;
    /// The stores that the handler's arguments can reach.
    const STORES: Reached;

    /// Binds the arguments and runs the handler. Only the gate has a [`Cx`].
    fn call(cx: &Cx) -> CallFuture<'_>;
}

/// Something that a service can list: an endpoint or a group. Emitted by the macros.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a guarded endpoint nor a group [ZT0901]",
    label = "this has no access rule",
    note = "a handler without a rule would answer anybody",
    note = "help: write above the function `#[zt::get(\"/path\", scopes(OrdersRead))]`"
)]
pub trait Mounted {
    /// The contracts, for the compiler's checks.
    const MOUNT: Mount;
    /// The contracts with their handlers, in the same order.
    const ENTRIES: &'static [Entry];
}

/// An endpoint can be listed by itself.
#[diagnostic::do_not_recommend]
impl<E: Endpoint> Mounted for E {
    const MOUNT: Mount = Mount::Endpoint(E::CONTRACT);
    const ENTRIES: &'static [Entry] = &[entry::<E>()];
}

/// A contract with its handler.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub(crate) contract: &'static Contract,
    pub(crate) stores: Reached,
    pub(crate) call: for<'r> fn(&'r Cx) -> CallFuture<'r>,
}

impl Entry {
    /// One that reaches no store.
    #[cfg(test)]
    pub(crate) const fn plain(
        contract: &'static Contract,
        call: for<'r> fn(&'r Cx) -> CallFuture<'r>,
    ) -> Self {
        Self { contract, stores: Reached::Nothing, call }
    }

    /// The handler's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.contract.name
    }
}

/// The entry of an endpoint.
#[must_use]
pub const fn entry<E: Endpoint>() -> Entry {
    Entry { contract: E::CONTRACT, stores: E::STORES, call: E::call }
}
