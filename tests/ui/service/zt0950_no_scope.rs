use zt::prelude::*;

/// My basket.
#[zt::get("/basket", authenticated(why = "each customer has a basket"))]
async fn basket() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(stage = initial, endpoints(basket))]
pub struct Shop;

fn main() {}
