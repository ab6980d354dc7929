//! Scopes: the closed vocabulary of what a token may hold.

use zt_core::contract::ScopeInfo;

/// A scope that tokens carry and endpoints demand (RFC 6749 §3.3). Made by `#[derive(Scope)]` alone.
///
/// A scope is a type, so that a misspelt one is a compile error instead of a door that never opens.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no scope [ZT0302]",
    label = "not a scope",
    note = "a rule that names something else than a scope would demand nothing",
    note = "help: declare it, with a doc comment: `#[derive(Scope)] #[scope(\"orders:read\", reads)] pub struct {Self};`"
)]
pub trait Scope: 'static {
    /// The name on the wire, what it lets its holder do, and why it exists.
    const INFO: ScopeInfo;
}
