//! Streams: answers that go on for as long as they are open (server-sent events, WHATWG HTML §9.2; WebSockets, RFC 6455).
//!
//! The handler runs while its stream is open, so that what it was lent stays lent. [`events`] is what it writes to; [`outlet`]
//! stands between it and the connection and asks about each event; [`watch`] decides again, at once on expiry and revocation
//! and in full at each interval; [`open`] is the answer that the connection takes from; [`seats`] bounds how many there are.
//!
//! Over a [`socket`] messages come in, too: [`line`] is who says them, [`rpc`] how they are written.

mod end;
mod events;
mod line;
mod open;
mod outlet;
pub(crate) mod rpc;
mod seats;
mod socket;
#[cfg(test)]
mod tests;
mod watch;

pub(crate) use end::{End, Misspoken};
pub use events::{Ended, EventStream, Events, Sending, StreamAnswer, Streamed, Streams};
pub(crate) use line::{Heard, Line};
pub(crate) use open::{Frame, Handling, OpenStream, Talk};
pub(crate) use outlet::Outlet;
pub(crate) use seats::{Seat, Seats};
pub use socket::{Socket, need_socket};
pub(crate) use watch::Watch;
