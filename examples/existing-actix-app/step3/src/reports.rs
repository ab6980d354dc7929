//! What the staff counts.

use zt::prelude::*;

use crate::store::Tickets;

/// See how much there is to do.
#[derive(Scope)]
#[scope("reports:read", reads)]
pub struct ReportsRead;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Summary {
    pub tickets: u64,
}

/// How many tickets there are.
#[zt::get("/reports/summary", scopes(ReportsRead))]
pub async fn summary(caller: &Caller<summary>, tickets: Data<Tickets>) -> Answer<Summary> {
    Ok(Reply(Summary { tickets: tickets.count(caller).await? }))
}
