//! Sockets: streams over which messages come in, too (WebSockets, RFC 6455).

use zt_core::contract::Contract;

use super::Streams;
use crate::Endpoint;

/// The endpoint says `socket`. Emitted by the endpoint's macro.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no socket [ZT1017]",
    label = "nobody can say anything here",
    note = "a message is said over a socket that is open, whose own rule decided who may open it",
    note = "help: write `on = talk`, with an endpoint that says it is one: `#[zt::get(\"/talk\", scopes(OrdersRead), socket)]`"
)]
pub trait Socket: Endpoint + Streams {}

/// The contract of the socket over which a message is said.
#[must_use]
pub const fn need_socket<S: Socket>() -> &'static Contract {
    S::CONTRACT
}
