use zt::prelude::*;

/// The load balancer asks whether we live.
#[zt::post("/health", public(probe))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
