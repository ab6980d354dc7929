use zt::prelude::*;

/// All orders.
#[zt::get("/", public(why = "the sale is for everyone", until = "2027-02-28"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
