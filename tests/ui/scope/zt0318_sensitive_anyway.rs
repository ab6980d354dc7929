use zt::prelude::*;

/// Shut people out.
#[derive(Scope)]
#[scope("people:ban", writes, sensitive)]
pub struct PeopleBan;

fn main() {}
