use zt::prelude::*;

/// All orders.
#[zt::get("/", authenticated(why = "price list"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
