use zt::prelude::*;

/// Look orders up, change them.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

#[derive(Input)]
pub struct Draft {
    pub text: String,
}

/// All orders.
#[zt::post("/", scopes(OrdersWrite))]
async fn all_orders(body: &Body<Draft>) -> NoContent {
    let _ = &body.text;
    NoContent
}

fn main() {}
