use zt::prelude::*;

/// Shut people out.
#[derive(Scope)]
#[scope("people:ban", writes, sensitive, admin)]
pub struct PeopleBan;

fn main() {}
