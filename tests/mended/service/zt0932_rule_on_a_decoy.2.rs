use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// One page.
#[zt::get("/admin", scopes(OrdersRead))]
async fn admin_page() -> NoContent {
    NoContent
}

/// One page.
#[zt::get("/backup", scopes(OrdersRead))]
async fn backup() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(endpoints(admin_page, backup))]
pub struct Shop;

fn main() {}
