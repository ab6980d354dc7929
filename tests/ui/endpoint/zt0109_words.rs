use zt::prelude::*;

/// All orders.
#[zt::get("/", public(why = "the sale is for everyone", until = "next summer"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
