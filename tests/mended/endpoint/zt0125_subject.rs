use zt::prelude::*;

/// All orders.
#[zt::get("/", public(why = "the price list is for everyone"), rate("60/min", by = ip))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
