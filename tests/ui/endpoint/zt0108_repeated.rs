use zt::prelude::*;

/// All orders.
#[zt::get("/", public(why = "open open open"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
