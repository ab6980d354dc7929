use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct OrderView {
    pub total: u64,
    #[serde(skip)]
    pub email: String,
}

fn main() {}
