use zt::prelude::*;

/// Bank details.
#[derive(Scope)]
#[scope("people:bank", reads, sensitive)]
pub struct PeopleBank;

/// Bank details.
#[zt::get("/bank", scopes(PeopleBank), proof(bound, max_age = "5m"))]
async fn bank() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(stage = optimal, endpoints(bank))]
pub struct Shop;

fn main() {}
