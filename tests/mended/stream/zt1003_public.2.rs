use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Price {
    pub cents: u64,
}

/// The total.
#[zt::get("/price", public(why = "the price is for everyone"))]
async fn total() -> Answer<Price> {
    Ok(Reply(Price { cents: 100 }))
}

fn main() {}
