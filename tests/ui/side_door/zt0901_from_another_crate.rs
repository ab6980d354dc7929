//! B-02: a function of another crate

/// Orders.
#[zt::service(endpoints(actix_web::rt::time::interval))]
pub struct Shop;

fn main() {}
