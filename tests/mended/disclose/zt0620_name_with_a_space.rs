use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct OrderView {
    #[disclose(rename = "total")]
    pub total: u64,
}

fn main() {}
