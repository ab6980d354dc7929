use zt::prelude::*;

/// All orders.
#[zt::get("/", public(why = "todo"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
