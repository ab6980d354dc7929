pub struct Orders;

pub trait Proves<S> {}

pub struct Anybody;
impl Proves<u8> for Anybody {}

#[zt::store]
impl Orders {
    #[unproved(why = "the shop window shows this number")]
    pub fn count(&self, _by: &impl self::Proves<u8>) -> u64 {
        0
    }
}

fn main() {}
