//! What is served, and what isn't moved yet.

use zt::prelude::*;

use crate::tickets::TicketsApi;

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// A helpdesk whose tickets have moved.
#[zt::service(
    legacy(
        "/articles",
        why = "articles move with the reports",
        owner = "team-desk",
        until = "2030-06-30"
    ),
    legacy(
        "/reports",
        why = "the staff's tool moves last",
        owner = "team-desk",
        until = "2030-12-31"
    ),
    endpoints(health, TicketsApi)
)]
#[derive(Debug)]
pub struct Helpdesk;
