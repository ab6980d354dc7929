use zt::prelude::*;

/// See people's addresses.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersPii;

#[derive(Disclose)]
#[disclose(plain)]
pub struct OrderView {
    pub total: u64,
    #[disclose(with(OrdersPii))]
    pub email: String,
}

fn main() {}
