use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput<'a> {
    pub reason: &'a str,
}

fn main() {}
