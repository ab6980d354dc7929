use zt::prelude::*;

/// Shut people out.
#[derive(Scope)]
#[scope("people:ban", writes)]
pub struct PeopleBan;

fn main() {}
