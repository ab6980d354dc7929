//! B-02: a handler that actix annotated

use actix_web::get;
#[get("/all")]
async fn all_orders() -> &'static str {
    "everybody's"
}

/// Orders.
#[zt::service(endpoints(all_orders))]
pub struct Shop;

fn main() {}
