use zt::prelude::*;

/// The load balancer asks whether we live.
#[zt::get("/health/{part}", public(probe))]
async fn health(part: &Open<u32>) -> NoContent {
    let _ = part;
    NoContent
}

fn main() {}
