use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Greeting {
    pub text: String,
}

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> Answer<Greeting> {
    Ok(Reply(Greeting { text: String::new() }))
}

fn main() {}
