//! Tickets, each its author's own.

use zt::prelude::*;

use crate::store::Tickets;

/// Look tickets up.
#[derive(Scope)]
#[scope("tickets:read", reads)]
pub struct TicketsRead;

/// Ask for help.
#[derive(Scope)]
#[scope("tickets:write", writes)]
pub struct TicketsWrite;

#[derive(Id, Clone, Copy)]
pub struct TicketId(pub u64);

#[derive(Resource)]
#[resource(id = TicketId, store = Tickets, load = Tickets::find, owner = author, tenancy = single,
           owner_may(Read))]
pub struct Ticket {
    pub id: TicketId,
    pub author: Subject,
    pub text: String,
}

#[derive(Disclose)]
#[disclose(of = Ticket)]
pub struct TicketView {
    pub id: TicketId,
    pub text: String,
}

impl From<&Ticket> for TicketView {
    fn from(ticket: &Ticket) -> Self {
        Self { id: ticket.id, text: ticket.text.clone() }
    }
}

#[derive(Input)]
pub struct NewTicket {
    #[input(length(min = 1, max = 1000))]
    pub text: String,
    #[input(length(max = 40))]
    pub phone: String,
}

/// My tickets.
#[zt::get("/", scopes(TicketsRead))]
async fn list_tickets(
    caller: &Caller<list_tickets>,
    tickets: Data<Tickets>,
) -> Answer<Vec<TicketView>> {
    let mine = tickets.of_author(caller.subject(), caller).await?;
    Ok(Reply::of(&mine.authorized::<Read>(caller)))
}

/// One ticket.
#[zt::get("/{ticket}", scopes(TicketsRead))]
async fn read_ticket(ticket: &Authorized<Ticket, Read>) -> Answer<TicketView> {
    Ok(Reply::of(ticket))
}

/// A new ticket.
#[zt::post("/", scopes(TicketsWrite))]
async fn open_ticket(
    caller: &Caller<open_ticket>,
    new: &Body<NewTicket>,
    tickets: Data<Tickets>,
) -> Answer<TicketView> {
    let ticket = tickets.add(caller.subject(), &new.text, &new.phone, caller).await?;
    Ok(Reply::of(&ticket.authorized::<Read>(caller)?).created())
}

/// Tickets, each its author's own.
#[zt::group("/tickets", rate("60/min"), endpoints(list_tickets, read_ticket, open_ticket))]
#[derive(Debug)]
pub struct TicketsApi;
