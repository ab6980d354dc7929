use zt::prelude::*;

/// Our prices.
#[zt::get("/prices", public(why = "the price list is for everyone"))]
async fn prices() -> Answer<Prices> {
    Ok(Reply(Prices { apple: 3 }))
}

#[derive(Disclose)]
#[disclose(plain)]
pub struct Prices {
    apple: u64,
}

fn main() {}
