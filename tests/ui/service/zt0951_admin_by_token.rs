use zt::prelude::*;

/// Shut people out.
#[derive(Scope)]
#[scope("people:ban", writes, admin)]
pub struct PeopleBan;

/// Shut somebody out.
#[zt::post("/ban", scopes(PeopleBan))]
async fn ban() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(endpoints(ban))]
pub struct Shop;

fn main() {}
