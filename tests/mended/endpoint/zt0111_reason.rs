use zt::prelude::*;

/// All orders.
#[zt::get("/", authenticated(why = "each customer has a basket"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
