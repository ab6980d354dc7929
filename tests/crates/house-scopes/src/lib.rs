//! Scopes of the house, in a crate of their own.

use zt::prelude::*;

/// Look at the rooms of a house.
#[derive(Debug, Scope)]
#[scope("rooms:read", reads)]
pub struct RoomsRead;

/// Change the rooms of a house.
#[derive(Debug, Scope)]
#[scope("rooms:write", writes)]
pub struct RoomsWrite;
