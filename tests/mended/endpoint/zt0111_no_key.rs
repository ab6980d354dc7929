use zt::prelude::*;

/// All orders.
#[zt::get("/", public(why = "the price list is for everyone"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
