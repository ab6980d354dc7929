//! Streams: answers that go on for as long as they are open (server-sent events, WHATWG HTML §9.2).
//!
//! The handler runs while its stream is open, so that what it was lent stays lent. [`events`] is what it writes to; [`outlet`]
//! stands between it and the connection and asks about each event; [`watch`] decides again, at once on expiry and revocation
//! and in full at each interval; [`open`] is the answer that the connection takes from; [`seats`] bounds how many there are.

mod end;
mod events;
mod open;
mod outlet;
mod seats;
#[cfg(test)]
mod tests;
mod watch;

pub(crate) use end::End;
pub use events::{Ended, EventStream, Events, Sending, StreamAnswer, Streamed, Streams};
pub(crate) use open::{Handling, OpenStream};
pub(crate) use outlet::Outlet;
pub(crate) use seats::{Seat, Seats};
pub(crate) use watch::Watch;
