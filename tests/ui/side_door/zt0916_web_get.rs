//! B-02: actix's own way to say that a function answers GET

use actix_web::web;
async fn all_orders() -> &'static str {
    "everybody's"
}

/// Orders.
#[zt::service(endpoints(web::get().to(all_orders)))]
pub struct Shop;

fn main() {}
