use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;
pub struct Orders;

#[zt::store]
impl Orders {
    pub async fn count(&self, by: &impl Proves<OrdersRead>) -> zt::Result<u64> {
        let _ = by;
        Ok(0)
    }
}
/// All orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn orders(caller: &Caller<orders>, orders: Data<Orders>) -> Result<NoContent, Problem> {
    let _ = orders.count(caller).await?;
    Ok(NoContent)
}

fn main() {}
