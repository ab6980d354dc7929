//! B-02: a closure as handler

/// Orders.
#[zt::service(endpoints(|| async { "everybody's" }))]
pub struct Shop;

fn main() {}
