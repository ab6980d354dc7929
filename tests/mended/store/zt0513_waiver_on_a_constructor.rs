pub struct Orders;

#[zt::store]
impl Orders {
    pub fn open() -> zt::Result<Self> {
        Ok(Self)
    }
}

fn main() {}
