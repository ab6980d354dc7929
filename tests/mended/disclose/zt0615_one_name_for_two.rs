use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct OrderView {
    pub total: u64,
    #[disclose(rename = "net_total")]
    pub net: u64,
}

fn main() {}
