use zt::prelude::*;

/// All orders.
#[zt::get("/", public(probe), rate("60/min"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
