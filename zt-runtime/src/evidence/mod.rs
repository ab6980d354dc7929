//! Proofs: values that only the gate can make, lent to a handler for the time of one request.

mod allowed;
mod authorized;
mod caller;

pub use allowed::{Allowed, Authorizable};
pub use authorized::Authorized;
pub use caller::{Caller, Proof};

use crate::Scope;
use crate::identity::{Identity, Subject};

/// A value that proves something about the request at hand. Sealed: only zt's own proofs are evidence.
pub trait Evidence: sealed::Sealed {}

impl<T: Evidence + ?Sized> Evidence for &T {}

/// Evidence that carries the verified identity of the caller.
pub trait Carries: Evidence {
    /// The verified identity.
    fn identity(&self) -> &Identity;

    /// Who acts: issuer, subject and kind, compared whole.
    fn subject(&self) -> &Subject {
        self.identity().subject()
    }
}

impl<T: Carries + ?Sized> Carries for &T {
    fn identity(&self) -> &Identity {
        (**self).identity()
    }
}

/// Evidence that the caller holds the scope `S`, and that the endpoint's annotation demands it. Sealed.
///
/// Take `by: &impl Proves<OrdersRead>` in a store's method: only endpoints that demand the scope can call it then.
#[diagnostic::on_unimplemented(
    message = "this proves nothing about the scope `{S}` [ZT0501]",
    label = "`{Self}` is no proof of `{S}`",
    note = "a store's method runs only for callers whose endpoint demands its scope",
    note = "help: pass the handler's `caller`, and demand the scope: `scopes({S})`"
)]
pub trait Proves<S: Scope>: Carries {}

#[diagnostic::do_not_recommend]
impl<S: Scope, T: Proves<S> + ?Sized> Proves<S> for &T {}

/// The endpoint demands the scope `S` of every caller. Emitted by the endpoint's macro.
#[diagnostic::on_unimplemented(
    message = "the rule of `{Self}` does not demand the scope `{S}` [ZT0501]",
    label = "this call needs a proof of `{S}`",
    note = "a handler can do only what its annotation says; without the scope anybody who may call `{Self}` could do this",
    note = "help: demand it in the annotation: `scopes({S})`"
)]
pub trait Requires<S> {}

/// The endpoint offers the scope `S` as one way in among several, by `any(..)`. Emitted by the endpoint's macro.
#[diagnostic::on_unimplemented(
    message = "`{S}` is no member of an `any(..)` of `{Self}` [ZT0502]",
    label = "not offered by the rule",
    note = "`prove` asks which of several ways in the caller came by; a scope that all callers hold needs no asking",
    note = "help: offer it in the annotation: `scopes(any({S}, ..))`; of what is demanded, `caller` is the proof"
)]
pub trait Offers<S> {}

/// The endpoint knows its caller: its rule is `scopes(..)` or `authenticated(..)`. Emitted by the endpoint's macro.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is public, so nobody is known there [ZT0206]",
    label = "needs a caller",
    note = "a public endpoint accepts requests without a credential; there is no one to authorize",
    note = "help: demand a scope instead of `public`: `scopes(OrdersRead)`"
)]
pub trait Identified {}

pub(crate) mod sealed {
    /// Only zt's own proofs are sealed in.
    pub trait Sealed {}
    impl<T: Sealed + ?Sized> Sealed for &T {}
}
