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
#[zt::decoy("/old/backup.zip")]
pub struct Backup;

/// Orders for the web shop.
#[zt::service(
    legacy("/old", why = "the old shop moves in spring", owner = "team-shop", until = "2027-06-30"),
    endpoints(admin_page, Backup)
)]
pub struct Shop;

fn main() {}
