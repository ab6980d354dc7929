//! What is said over a socket.

use crate::contract::Contract;

/// A message: its name, and the socket over which it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageRule {
    /// What clients call it: the `method` of JSON-RPC 2.0 §4.
    pub name: &'static str,
    /// The contract of the socket.
    pub socket: &'static Contract,
}
