use zt::prelude::*;

pub struct Orders;

#[zt::store]
impl Orders {
    pub fn of_buyer(&self, _buyer: &Subject, _page: u32) -> u64 {
        0
    }
}

fn main() {}
