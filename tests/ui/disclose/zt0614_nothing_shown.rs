use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct OrderView {
    #[disclose(never)]
    pub email: String,
}

fn main() {}
