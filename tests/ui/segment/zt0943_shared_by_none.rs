use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin")]
pub struct Admin;

pub struct Users;

#[zt::store(shared(why = "each has its own look at it"))]
impl Users {
    pub fn open() -> Self {
        Self
    }
}

fn main() {}
