use zt::prelude::*;

/// Look orders up, change them.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// All orders.
#[zt::get("/", scopes(OrdersWrite))]
async fn all_orders(request: &Caller<all_orders>) -> NoContent {
    let _ = request.subject();
    NoContent
}

fn main() {}
