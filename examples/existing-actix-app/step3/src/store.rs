//! The way to the tickets: each method takes a proof.

use zt::prelude::*;

use crate::desk::{Desk, Row};
use crate::reports::ReportsRead;
use crate::tickets::{Ticket, TicketId, TicketsRead, TicketsWrite};

/// The desk, as handlers reach it.
#[derive(Debug)]
pub struct Tickets(Desk);

#[zt::store]
impl Tickets {
    /// A desk of its own.
    pub fn of(desk: Desk) -> Self {
        Self(desk)
    }

    /// For the gate, which compares the author before a handler gets the ticket.
    pub async fn find(&self, id: &TicketId, _: Loading<'_>) -> zt::Result<Option<Ticket>> {
        self.0.find(id.0).map(ticket).transpose()
    }

    pub async fn of_author(
        &self,
        author: &Subject,
        _: &impl Proves<TicketsRead>,
    ) -> zt::Result<Vec<Ticket>> {
        self.0.of_author(&author.to_string()).into_iter().map(ticket).collect()
    }

    pub async fn add(
        &self,
        author: &Subject,
        text: &str,
        phone: &str,
        _: &impl Proves<TicketsWrite>,
    ) -> zt::Result<Ticket> {
        ticket(self.0.add(&author.to_string(), text, phone))
    }

    pub async fn count(&self, _: &impl Proves<ReportsRead>) -> zt::Result<u64> {
        Ok(self.0.count() as u64)
    }
}

fn ticket(row: Row) -> zt::Result<Ticket> {
    Ok(Ticket { id: TicketId(row.id), author: row.author.parse()?, text: row.text })
}
