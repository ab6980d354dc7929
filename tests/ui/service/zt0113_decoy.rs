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

#[zt::decoy("/backup")]
pub struct Backup;

/// Orders for the web shop.
#[zt::service(endpoints(admin_page, Backup))]
pub struct Shop;

fn main() {}
