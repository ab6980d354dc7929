//! What is served.

use zt::prelude::*;

use crate::articles::read_article;
use crate::reports::summary;
use crate::tickets::TicketsApi;

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// A helpdesk.
#[zt::service(endpoints(health, read_article, summary, TicketsApi))]
#[derive(Debug)]
pub struct Helpdesk;
