use zt::prelude::*;

/// The catalogue.
#[zt::get("/catalogue", public(why = "the price list is for everyone"))]
async fn catalogue() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(stage = initial, endpoints(catalogue))]
pub struct Shop;

fn main() {}
