use zt::prelude::*;

/// Bank details.
#[derive(Scope)]
#[scope("people:bank", reads, sensitive)]
pub struct PeopleBank;

/// Bank details.
#[zt::get("/bank", scopes(PeopleBank), proof(auth_age = "30m", bound))]
async fn bank() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(stage = advanced, endpoints(bank))]
pub struct Shop;

fn main() {}
