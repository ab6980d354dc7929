use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

pub struct Orders;

#[zt::store]
impl Orders {
    pub(crate) fn count(&self, by: &impl Proves<OrdersRead>) -> u64 {
        let _ = by;
        0
    }
}

fn main() {}
