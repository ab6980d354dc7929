use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;
pub struct Orders;

#[zt::store]
impl Orders {
    pub fn count(&self, by: &impl Proves<OrdersRead>) -> u64 {
        0
    }
}
/// All orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn orders(caller: &Caller<orders>, orders: Data<Orders>) -> NoContent {
    orders.count(caller);
    NoContent
}

fn main() {}
