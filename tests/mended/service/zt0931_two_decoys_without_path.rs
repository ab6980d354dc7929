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

/// For those who look around.
#[zt::decoy("/backup")]
pub struct Backup;

/// For those who look further.
#[zt::decoy("/old")]
pub struct Old;

/// Orders for the web shop.
#[zt::service(endpoints(admin_page, Backup, Old))]
pub struct Shop;

fn main() {}
