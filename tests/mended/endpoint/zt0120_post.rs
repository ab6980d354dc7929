use zt::prelude::*;

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
