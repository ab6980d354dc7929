//! An order API: several shops, their buyers, their support and their admins.
//!
//! `scopes.rs` says what a token can grant, `roles.rs` what people are, `products.rs`, `orders.rs`, `claims.rs`, `support.rs` and `desk.rs` who may do what, and
//! `store/` how it is kept, each method behind a proof. `service.rs` lists what is served.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    reason = "a program that is read; the library is there for its tests"
)]

mod changes;
mod claims;
mod desk;
mod orders;
mod products;
mod roles;
mod scopes;
mod segments;
mod service;
mod store;
mod support;

pub use roles::{Buyer, ShopAdmin, SupportStaff};
pub use scopes::{
    ClaimsWrite, OrdersErase, OrdersRead, OrdersWrite, ProductsWrite, SupportRead, SupportWrite,
};
pub use segments::{Admin, Office};
pub use service::Shop;
pub use store::{Claims, Orders, Products, Stores};
