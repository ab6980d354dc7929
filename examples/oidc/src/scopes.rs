//! What a token can grant, and how its holder logged in. The names are those of the authorization server.

use zt::prelude::*;

/// Look at the desk.
#[derive(Debug, Scope)]
#[scope("read", reads)]
pub struct DeskRead;

/// Do something at the desk.
#[derive(Debug, Scope)]
#[scope("write", writes)]
pub struct DeskWrite;

/// Look after the desk as a whole.
#[derive(Debug, Scope)]
#[scope("admin", writes)]
pub struct Admin;

/// Look orders up.
#[derive(Debug, Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Place orders.
#[derive(Debug, Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// Take orders off again.
#[derive(Debug, Scope)]
#[scope("orders:delete", writes)]
pub struct OrdersDelete;

/// See who changed which order.
#[derive(Debug, Scope)]
#[scope("audit:read", reads)]
pub struct AuditRead;

/// Logged in with a second factor.
#[derive(Debug, Acr)]
#[acr("urn:acr:mfa")]
pub struct Mfa;
