//! What is served, and what isn't moved yet.

use zt::prelude::*;

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// A helpdesk that is about to move.
#[zt::service(
    legacy(
        "/tickets",
        why = "clients still have API keys",
        owner = "team-desk",
        until = "2030-06-30"
    ),
    legacy(
        "/articles",
        why = "articles move with the tickets",
        owner = "team-desk",
        until = "2030-06-30"
    ),
    legacy(
        "/reports",
        why = "the staff's tool moves last",
        owner = "team-desk",
        until = "2030-12-31"
    ),
    endpoints(health)
)]
#[derive(Debug)]
pub struct Helpdesk;
