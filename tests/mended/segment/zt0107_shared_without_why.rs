use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin")]
pub struct Admin;

pub struct Users;

#[zt::store(shared(Main, Admin, why = "both read the catalogue"))]
impl Users {
    pub fn open() -> Self {
        Self
    }
}

fn main() {}
