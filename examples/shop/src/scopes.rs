//! What a token can grant. Who holds what is in `roles.rs`.

use zt::prelude::*;

/// Look at products, at your own orders and claims, and at who you are.
#[derive(Debug, Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Order something, change or cancel what you ordered.
#[derive(Debug, Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// Say that something came broken.
#[derive(Debug, Scope)]
#[scope("claims:write", writes)]
pub struct ClaimsWrite;

/// Look at all orders of the shop: support, on the phone.
#[derive(Debug, Scope)]
#[scope("support:read", reads)]
pub struct SupportRead;

/// Write notes on orders, and give money back.
#[derive(Debug, Scope)]
#[scope("support:write", writes)]
pub struct SupportWrite;

/// Sell something, at another price than before.
#[derive(Debug, Scope)]
#[scope("products:write", writes)]
pub struct ProductsWrite;

/// Remove an order for good, as the law on data protection may ask.
#[derive(Debug, Scope)]
#[scope("orders:erase", writes)]
pub struct OrdersErase;
