use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

type Me = Caller<orders>;

/// All orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn orders(caller: Me) -> NoContent {
    drop(caller);
    NoContent
}

fn main() {}
