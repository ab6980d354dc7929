//! What people are in a shop. A token says the role, and the role says what its holder may: so an identity provider needs to
//! know three words, and what stands behind them is reviewed here.

use zt::prelude::*;

use crate::scopes::{
    ClaimsWrite, OrdersErase, OrdersRead, OrdersWrite, ProductsWrite, SupportRead, SupportWrite,
};

/// Whoever buys something.
#[derive(Debug, Role)]
#[role("buyer", grants(OrdersRead, OrdersWrite, ClaimsWrite))]
pub struct Buyer;

/// Helps buyers, on the phone.
#[derive(Debug, Role)]
#[role("support", grants(OrdersRead, SupportRead, SupportWrite))]
pub struct SupportStaff;

/// Runs a shop: sells, helps, and removes what the law wants removed.
#[derive(Debug, Role)]
#[role("admin", grants(OrdersRead, SupportRead, SupportWrite, ProductsWrite, OrdersErase))]
pub struct ShopAdmin;
