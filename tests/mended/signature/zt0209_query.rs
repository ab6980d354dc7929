use zt::prelude::*;

pub struct Orders;

#[zt::store]
impl Orders {
    pub fn open() -> Self {
        Self
    }
}

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health(orders: Data<Orders>) -> NoContent {
    let _ = orders;
    NoContent
}

fn main() {}
