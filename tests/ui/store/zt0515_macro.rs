pub struct Orders;

macro_rules! methods {
    () => {
        pub fn count(&self) -> u64 {
            0
        }
    };
}

#[zt::store]
impl Orders {
    methods!();
}

fn main() {}
