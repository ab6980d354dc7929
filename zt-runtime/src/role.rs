//! Roles: names that tokens carry, for scopes of this service.

use zt_core::contract::RoleInfo;

/// A bundle of scopes under a name that tokens carry (RFC 9068 §2.2.3.1). Made by `#[derive(Role)]` alone.
///
/// Endpoints ask for scopes, never for roles: what a role grants stands in one place, and a role grown is seen as what it is,
/// more permissions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no role [ZT0333]",
    label = "not a role",
    note = "a name that stands for no scopes would grant nothing, or whatever somebody takes it for",
    note = "help: declare it, with a doc comment: `#[derive(Role)] #[role(\"support\", grants(OrdersRead))] pub struct {Self};`"
)]
pub trait Role: 'static {
    /// The name on the wire, what it grants, and why it exists.
    const INFO: RoleInfo;
}
